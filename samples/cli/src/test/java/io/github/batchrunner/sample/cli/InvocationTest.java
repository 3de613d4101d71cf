package io.github.batchrunner.sample.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import org.junit.jupiter.api.Test;

class InvocationTest {

  @Test
  void theCommandIsSpelledAsThisProcessWasStarted() {
    String plugins = "lib/batchrunner.jar" + File.pathSeparator + "my-plugin.jar";

    assertThat(Invocation.program("lib/batchrunner.jar"))
        .isEqualTo("java -jar lib/batchrunner.jar");
    assertThat(Invocation.program(plugins))
        .isEqualTo("java -cp " + plugins + " io.github.batchrunner.sample.cli.Main");
    assertThat(Invocation.program("target/classes")).isEqualTo("batchrunner");
  }

  @Test
  void argumentsAreQuotedForAShellAndPlaceholdersAreNot() {
    assertThat(Invocation.of("attach", "a b/it's", "<file.geojson>"))
        .isEqualTo("batchrunner attach 'a b/it'\\''s' <file.geojson>");
    assertThat(Invocation.of("explain", "$(reboot)", ""))
        .isEqualTo("batchrunner explain '$(reboot)' ''");
  }
}
