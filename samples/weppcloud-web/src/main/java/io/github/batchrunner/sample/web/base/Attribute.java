package io.github.batchrunner.sample.web.base;

import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.nodb.NoDbDocument;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Where a value is kept: an attribute of a NoDb file, or an attribute of an object that is one,
 * such as {@code baseflow_opts.gwstorage}.
 *
 * <p>jsonpickle writes an object within a file in the shape of a flat file, so that it is read and
 * edited as one, byte for byte.
 *
 * @param file name of the NoDb file
 * @param path names from the outside to the inside; one or two
 */
record Attribute(String file, List<String> path) {

  Attribute {
    path = List.copyOf(path);
  }

  static Attribute of(String file, String path) {
    return new Attribute(file, List.of(path.split("\\.")));
  }

  String name() {
    return String.join(".", path);
  }

  /** The name within the innermost document. */
  String key() {
    return path.get(path.size() - 1);
  }

  /** Returns the document that directly has, or would have, the attribute; empty if none does. */
  Optional<NoDbDocument> holder(NoDbDocument document) {
    if (path.size() == 1) {
      return Optional.of(document);
    }
    String outer = path.get(0);
    if (!document.has(outer)) {
      return Optional.empty();
    }
    try {
      byte[] text = document.json(outer).getBytes(StandardCharsets.UTF_8);
      return Optional.of(NoDbDocument.parse(document.name() + " " + outer, text));
    } catch (InvalidInputException noObject) {
      return Optional.empty();
    }
  }

  boolean isIn(NoDbDocument document) {
    return holder(document).filter(holder -> holder.has(key())).isPresent();
  }

  /** Returns the JSON text as it stands in the file; empty if there is no such attribute. */
  Optional<String> json(NoDbDocument document) {
    return holder(document).filter(holder -> holder.has(key())).map(holder -> holder.json(key()));
  }

  /**
   * Returns the document with the holder changed.
   *
   * @throws InvalidInputException if that would move what a {@code py/id} counts
   */
  NoDbDocument edit(NoDbDocument document, UnaryOperator<NoDbDocument> change) {
    NoDbDocument changed = change.apply(holder(document).orElseThrow());
    return path.size() == 1 ? changed : document.withJson(path.get(0), changed.toString());
  }
}
