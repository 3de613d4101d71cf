package io.github.batchrunner.core.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Builds the jar of a plugin from sources, as its author would. */
final class PluginJar {

  private final Path directory;
  private final String name;
  private final Map<String, String> sources = new LinkedHashMap<>();
  private final Map<String, List<String>> services = new LinkedHashMap<>();
  private final List<String> withoutClasses = new ArrayList<>();

  PluginJar(Path directory, String name) {
    this.directory = directory;
    this.name = name;
  }

  /** Adds a class of the package {@code plugin}; {@code body} follows its imports. */
  PluginJar source(String className, String body) {
    sources.put(
        className,
        "package plugin;\nimport io.github.batchrunner.spi.*;\nimport java.util.*;\n" + body);
    return this;
  }

  PluginJar service(Class<?> type, String... classNames) {
    for (String className : classNames) {
      services.computeIfAbsent(type.getName(), key -> new ArrayList<>()).add(className);
    }
    return this;
  }

  /** Leaves a class out of the jar, as one of a library that was forgotten. */
  PluginJar without(String className) {
    withoutClasses.add(className);
    return this;
  }

  Path build() throws IOException {
    Path classes = Files.createTempDirectory(directory, "classes");
    compile(classes);
    Path jar = directory.resolve(name);
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (withoutClasses.stream().noneMatch(left -> file.endsWith(left + ".class"))) {
          entries.putNextEntry(new JarEntry(classes.relativize(file).toString()));
          Files.copy(file, entries);
        }
      }
      for (Map.Entry<String, List<String>> service : services.entrySet()) {
        entries.putNextEntry(new JarEntry("META-INF/services/" + service.getKey()));
        entries.write(String.join("\n", service.getValue()).getBytes(StandardCharsets.UTF_8));
      }
    }
    return jar;
  }

  private void compile(Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<Path> files = new ArrayList<>();
    for (Map.Entry<String, String> source : sources.entrySet()) {
      files.add(
          Files.writeString(
              Files.createDirectories(classes.resolveSibling("sources-" + name))
                  .resolve(source.getKey() + ".java"),
              source.getValue()));
    }
    if (files.isEmpty()) {
      return;
    }
    StringWriter said = new StringWriter();
    boolean compiled =
        compiler
            .getTask(
                said,
                null,
                null,
                List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path")),
                null,
                compiler
                    .getStandardFileManager(null, null, StandardCharsets.UTF_8)
                    .getJavaFileObjectsFromPaths(files))
            .call();
    if (!compiled) {
      throw new AssertionError(said.toString());
    }
  }

  /** The source of a provider with this id; {@code more} are members that replace its own. */
  static String provider(String className, String id, String more) {
    return """
        public class %s implements TaskExecutorProvider {
          public String id() { return "%s"; }
          public String description() { return "made by a test"; }
          %s
          public Capabilities capabilities(ExecutorOptions options) {
            return Capabilities.builder(WorkKind.HANDLER).build();
          }
          %s
        }
        """
        .formatted(
            className,
            id,
            more.contains("spiVersion")
                ? ""
                : "public SpiVersion spiVersion() { return SpiVersion.ofHost(); }",
            more.contains("open(")
                ? more
                : more
                    + "public TaskExecutor open(ExecutorContext c) { throw new ExecutorException(\"not today\"); }");
  }

  /** The source of a handler with this name. */
  static String handler(String className, String name) {
    return """
        public class %s implements TaskHandler {
          public String name() { return "%s"; }
          public void run(HandlerContext context) {}
        }
        """
        .formatted(className, name);
  }
}
