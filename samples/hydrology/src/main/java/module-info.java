/** Seven small hydrologic task handlers and a generator of watersheds to run them on. */
module io.github.batchrunner.sample.hydrology {
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;
  requires io.github.batchrunner.spi;
  requires org.locationtech.jts;
  requires static org.jspecify;

  exports io.github.batchrunner.sample.hydrology;

  provides io.github.batchrunner.spi.TaskHandler with
      io.github.batchrunner.sample.hydrology.task.DelineationHandler,
      io.github.batchrunner.sample.hydrology.task.LanduseHandler,
      io.github.batchrunner.sample.hydrology.task.SoilsHandler,
      io.github.batchrunner.sample.hydrology.task.ClimateHandler,
      io.github.batchrunner.sample.hydrology.task.WeppHandler,
      io.github.batchrunner.sample.hydrology.task.WatarHandler,
      io.github.batchrunner.sample.hydrology.task.OmniHandler,
      io.github.batchrunner.sample.hydrology.task.NoopHandler;
}
