package io.github.batchrunner.core.watershed;

/**
 * What is to be read of the features of a file.
 *
 * @param visited whether features are wanted at all
 * @param properties the properties these features are to have
 * @param geometry whether geometries are read, measured, checked, and hashed with the rest
 * @param built whether the JTS geometry is built
 * @param validity whether geometries are checked as JTS does, for which they have to be built; it
 *     takes longer than all the rest
 */
record ReadRequest(
    boolean visited,
    PropertySelection properties,
    boolean geometry,
    boolean built,
    boolean validity) {

  /** Returns the request for what identifies the text, and nothing else. */
  static ReadRequest checksumOnly() {
    return new ReadRequest(false, PropertySelection.none(), true, false, false);
  }

  /** Returns the request for one feature with its JTS geometry. */
  static ReadRequest everything() {
    return new ReadRequest(true, PropertySelection.all(), true, true, false);
  }

  /** Returns the request for properties alone. */
  static ReadRequest propertiesOnly(PropertySelection properties) {
    return new ReadRequest(true, properties, false, false, false);
  }
}
