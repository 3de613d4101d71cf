package io.github.batchrunner.core.watershed;

/**
 * Is given the geometries of a feature, one at a time; their coordinates are right for their kind.
 */
interface GeometrySink {

  /** Takes a geometry; the coordinates are only good until this returns. */
  void geometry(GeometryKind kind, Coordinates coordinates);

  /** Says that the geometries up to the matching end are members of a collection. */
  void beginCollection();

  /** Ends a collection. */
  void endCollection();

  /** Returns a sink that hands everything to both. */
  static GeometrySink both(GeometrySink first, GeometrySink second) {
    return new GeometrySink() {
      @Override
      public void geometry(GeometryKind kind, Coordinates coordinates) {
        first.geometry(kind, coordinates);
        second.geometry(kind, coordinates);
      }

      @Override
      public void beginCollection() {
        first.beginCollection();
        second.beginCollection();
      }

      @Override
      public void endCollection() {
        first.endCollection();
        second.endCollection();
      }
    };
  }
}
