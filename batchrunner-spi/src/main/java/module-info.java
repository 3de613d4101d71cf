/** The contract between batchrunner and executor plugins. */
module io.github.batchrunner.spi {
  requires static org.jspecify;

  exports io.github.batchrunner.spi;
}
