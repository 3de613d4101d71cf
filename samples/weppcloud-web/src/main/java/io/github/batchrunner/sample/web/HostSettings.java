package io.github.batchrunner.sample.web;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of the service, from the command line, the environment or {@code
 * application.properties}.
 *
 * @param data directory of everything the service keeps
 * @param executor id of the executor that runs tasks
 * @param executorOptions options of the executor, by name
 * @param redis address of the Redis that executor {@code rq} and WEPPcloud's locks use; empty for
 *     none
 * @param pipeline {@code wepp}, {@code weppcloud}, or the path of a pipeline as JSON
 * @param configs names of the configs offered on the create page, the first one chosen at first
 * @param tiles address of map tiles with {@code {z}}, {@code {x}} and {@code {y}}; empty for none
 * @param maxUploadBytes largest GeoJSON file, in bytes
 */
@ConfigurationProperties("host")
public record HostSettings(
    Path data,
    String executor,
    @DefaultValue Map<String, String> executorOptions,
    String redis,
    String pipeline,
    List<String> configs,
    String tiles,
    long maxUploadBytes) {

  /** Copies the collections, and makes the directory absolute. */
  public HostSettings {
    data = data.toAbsolutePath().normalize();
    executorOptions = Map.copyOf(executorOptions);
    configs = List.copyOf(configs);
  }

  /** Returns the directory of the batches. */
  public Path batches() {
    return data.resolve("batch");
  }

  /** Returns the directory of what the service keeps for itself, such as its users. */
  public Path own() {
    return data.resolve("host");
  }

  /** Returns a text without the place of the data: it is nobody's business. */
  public String withoutPlace(String text) {
    return text.replace(data.toString(), "");
  }
}
