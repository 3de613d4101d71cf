package io.github.batchrunner.core.nodb;

/**
 * What decides how many objects jsonpickle counts in a value: its brackets and its {@code py/…}
 * tags, in order.
 *
 * <p>Values with the same structure move the numbers of later references by the same amount. The
 * amount itself differs between tags and versions of jsonpickle, so it is never computed.
 *
 * @param structure brackets and tags
 */
record ReferenceCount(String structure) {

  /** That of no value, or of one that is neither an object nor a list. */
  static final ReferenceCount NONE = new ReferenceCount("");

  private static final String REFERENCE = "<py/id>";

  static ReferenceCount of(String name, byte[] json) {
    Tracer tracer = new Tracer();
    JsonScanner.scan(name, json, tracer);
    return new ReferenceCount(tracer.structure.toString());
  }

  boolean hasReferences() {
    return structure.contains(REFERENCE);
  }

  private static final class Tracer implements JsonVisitor {

    private final StringBuilder structure = new StringBuilder();

    @Override
    public void startObject(int at) {
      structure.append('{');
    }

    @Override
    public void key(String name, int start, int end) {
      if (name.startsWith("py/")) {
        structure.append('<').append(name).append('>');
      }
    }

    @Override
    public void endObject(int end) {
      structure.append('}');
    }

    @Override
    public void startArray(int at) {
      structure.append('[');
    }

    @Override
    public void endArray(int end) {
      structure.append(']');
    }

    @Override
    public void scalar(Scalar kind, int start, int end) {
      // Scalars are not counted.
    }
  }
}
