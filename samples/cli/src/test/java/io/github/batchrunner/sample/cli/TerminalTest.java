package io.github.batchrunner.sample.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TerminalTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Terminal terminal =
      new Terminal(
          new PrintStream(out, true, StandardCharsets.UTF_8),
          new PrintStream(err, true, StandardCharsets.UTF_8),
          true);

  @Test
  void whatIsSaidGoesAboveTheLiveLine() {
    terminal.live("50%");
    terminal.say("news");
    terminal.live("");

    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("50%" + "\r   \r" + "news\n" + "50%" + "\r   \r");
  }

  @Test
  void anAnswerTakesTheLiveLineAwayFirst() {
    terminal.live("50%");
    terminal.answer("done");

    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("done\n");
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("50%\r   \r50%");
  }

  @Test
  void controlCharactersOfOthersBecomeVisible() {
    terminal.answer("a\u001b[31mred\r\u0007\u009b\u202e né\nb");

    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo("a\\x1b[31mred\\x0d\\x07\\x9b\\u202e né\nb\n");
  }
}
