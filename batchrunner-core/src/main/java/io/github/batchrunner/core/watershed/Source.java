package io.github.batchrunner.core.watershed;

import java.io.IOException;
import java.io.InputStream;

/** Gives the bytes of a file, from the beginning each time. */
@FunctionalInterface
interface Source {

  InputStream open() throws IOException;
}
