package io.github.batchrunner.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.spi.Work;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/** Any text arrives at the program as it is, with a script to source before it and without. */
class ArgumentsTest {

  private final Path wd = temporaryDirectory();
  private final LocalHost host = LocalHost.in(wd).open();

  @BeforeProperty
  void writeScript() throws IOException {
    Files.writeString(wd.resolve("env.sh"), "set -- other arguments\n");
  }

  @AfterProperty
  void clearUp() throws IOException {
    host.close();
    try (var files = Files.walk(wd)) {
      files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
    }
  }

  @Property(tries = 60)
  void argumentsArriveAsTheyAre(
      @ForAll("arguments") List<String> arguments, @ForAll boolean withScript) throws IOException {
    Path out = wd.resolve("out");
    List<String> argv =
        new ArrayList<>(
            List.of(
                "sh",
                "-c",
                "out=$1; shift; : > \"$out\"; for a; do printf '%s\\0' \"$a\" >> \"$out\"; done",
                "sh",
                out.toString()));
    argv.addAll(arguments);
    Work.Command command = Work.Command.of(argv, Map.of());
    host.runWell(withScript ? command.withEnvScript(wd.resolve("env.sh")) : command);
    StringBuilder expected = new StringBuilder();
    arguments.forEach(argument -> expected.append(argument).append('\0'));
    assertThat(Files.readString(out)).isEqualTo(expected.toString());
  }

  @Provide
  Arbitrary<List<String>> arguments() {
    return Arbitraries.strings()
        .all()
        .excludeChars('\0')
        .ofMaxLength(12)
        .filter(text -> Charset.defaultCharset().newEncoder().canEncode(text))
        .list()
        .ofMaxSize(6);
  }

  private static Path temporaryDirectory() {
    try {
      return Files.createTempDirectory("arguments");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
