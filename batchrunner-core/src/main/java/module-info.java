/** Runs one configured project over thousands of watersheds. */
module io.github.batchrunner.core {
  requires transitive io.github.batchrunner.spi;
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;
  requires com.google.common;
  requires org.apache.commons.text;
  requires transitive org.locationtech.jts;
  requires org.slf4j;
  requires static org.jspecify;

  exports io.github.batchrunner.core;
  exports io.github.batchrunner.core.clone;
  exports io.github.batchrunner.core.engine;
  exports io.github.batchrunner.core.execution;
  exports io.github.batchrunner.core.explain;
  exports io.github.batchrunner.core.failure;
  exports io.github.batchrunner.core.nodb;
  exports io.github.batchrunner.core.pipeline;
  exports io.github.batchrunner.core.plan;
  exports io.github.batchrunner.core.project;
  exports io.github.batchrunner.core.report;
  exports io.github.batchrunner.core.runid;
  exports io.github.batchrunner.core.status;
  exports io.github.batchrunner.core.template;
  exports io.github.batchrunner.core.watershed;

  uses io.github.batchrunner.spi.TaskExecutorProvider;
  uses io.github.batchrunner.spi.TaskHandler;
}
