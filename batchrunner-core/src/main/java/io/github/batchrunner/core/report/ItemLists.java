package io.github.batchrunner.core.report;

import io.github.batchrunner.core.internal.json.CodePointOrder;
import io.github.batchrunner.core.plan.RunTable;
import io.github.batchrunner.core.status.StatusReader;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/**
 * The runs by what became of them: each stands in exactly one of the first three lists, and in the
 * last.
 *
 * <p>It is the latest attempt of each task that counts, so a run that failed and then succeeded has
 * succeeded. Run ids have no line breaks, so a line is a run.
 *
 * @param succeeded all their tasks succeeded
 * @param failed a task of theirs failed
 * @param missing they have not come to an end
 * @param all all of them
 */
record ItemLists(
    List<String> succeeded, List<String> failed, List<String> missing, List<String> all) {

  static ItemLists of(StatusReader reader) {
    RunTable runs = reader.runs();
    ItemLists lists =
        new ItemLists(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int run = 0; run < runs.size(); run++) {
      String id = runs.id(run);
      switch (reader.outcome(reader.outcomes(run))) {
        case SUCCEEDED -> lists.succeeded.add(id);
        case FAILED -> lists.failed.add(id);
        default -> lists.missing.add(id);
      }
      lists.all.add(id);
    }
    for (List<String> list : List.of(lists.succeeded, lists.failed, lists.missing, lists.all)) {
      list.sort(CodePointOrder.COMPARATOR);
    }
    return lists;
  }

  /** Writes a list, one a line. */
  static void write(List<String> list, Writer out) throws IOException {
    for (String id : list) {
      out.write(id);
      out.write('\n');
    }
  }
}
