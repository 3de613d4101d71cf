package io.github.batchrunner.sample.cli;

import io.github.batchrunner.spi.TaskExecutorProvider;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes executor plugins findable, as a jar beside ours would; until it is closed. */
final class PluginFolder implements AutoCloseable {

  private final ClassLoader before = Thread.currentThread().getContextClassLoader();
  private final URLClassLoader loader;

  /** Writes a folder that names the classes as plugins. */
  PluginFolder(Path folder, String... providers) throws IOException {
    Path services = folder.resolve("META-INF").resolve("services");
    Files.createDirectories(services);
    Files.writeString(
        services.resolve(TaskExecutorProvider.class.getName()), String.join("\n", providers));
    loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before);
  }

  /** Makes the plugins findable from the present thread. */
  void use() {
    Thread.currentThread().setContextClassLoader(loader);
  }

  @Override
  public void close() throws IOException {
    Thread.currentThread().setContextClassLoader(before);
    loader.close();
  }
}
