/** A host's own executor plugin: commands at low priority. */
module io.github.batchrunner.sample.nice {
  requires static org.jspecify;
  requires io.github.batchrunner.spi;

  provides io.github.batchrunner.spi.TaskExecutorProvider with
      io.github.batchrunner.sample.nice.NiceExecutorProvider;
}
