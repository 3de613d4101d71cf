package io.github.batchrunner.core.watershed;

/** Is given the features of a file in their order, one at a time, on the thread that reads. */
@FunctionalInterface
public interface FeatureVisitor {

  /** Takes a feature; what it throws ends the reading and reaches the caller as it is. */
  void visit(WatershedFeature feature);
}
