/** The executor contract as a JUnit suite. */
module io.github.batchrunner.tck {
  requires static org.jspecify;
  requires transitive io.github.batchrunner.spi;
  requires transitive org.junit.jupiter.api;
  requires org.assertj.core;

  exports io.github.batchrunner.tck;

  opens io.github.batchrunner.tck to
      org.junit.platform.commons;
}
