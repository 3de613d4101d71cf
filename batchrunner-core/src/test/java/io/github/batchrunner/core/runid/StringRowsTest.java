package io.github.batchrunner.core.runid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class StringRowsTest {

  @Property(tries = 200)
  void rowsAreGroupedAsAMapGroupsThem(@ForAll("texts") List<String> texts) {
    StringRows rows = new StringRows(texts::get);
    Map<String, List<Integer>> expected = new LinkedHashMap<>();
    for (int row = 0; row < texts.size(); row++) {
      if (row % 7 != 3) { // A row with an error belongs to no group.
        rows.add(row, texts.get(row));
        expected.computeIfAbsent(texts.get(row), text -> new ArrayList<>()).add(row);
      }
    }

    Map<String, List<Integer>> grouped = new LinkedHashMap<>();
    for (int row = 0; row < texts.size(); row++) {
      if (rows.isFirst(row)) {
        List<Integer> group = new ArrayList<>();
        for (int member : rows.rows(row)) {
          group.add(member);
        }
        grouped.put(texts.get(row), group);
        assertThat(rows.hasOthers(row)).isEqualTo(group.size() > 1);
      }
    }
    assertThat(grouped).isEqualTo(expected);
    assertThat(rows.groups()).isEqualTo(expected.size());
  }

  @Provide
  Arbitrary<List<String>> texts() {
    return Arbitraries.integers()
        .between(0, 3000)
        .map(number -> "id-" + number)
        .list()
        .ofMaxSize(4000);
  }
}
