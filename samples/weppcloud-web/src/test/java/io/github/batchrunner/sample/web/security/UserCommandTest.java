package io.github.batchrunner.sample.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserCommandTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  @TempDir private Path data;

  @BeforeEach
  void addAdmin() {
    users().add("admin", Role.BATCH_ADMIN);
  }

  private UsersFile users() {
    return UsersFile.in(data.resolve("host"));
  }

  private int run(String... options) {
    String[] all = new String[options.length + 1];
    all[0] = "--data=" + data;
    System.arraycopy(options, 0, all, 1, options.length);
    return new UserCommand(all)
        .run(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private boolean fits(String name) {
    String text = out.toString(StandardCharsets.UTF_8);
    String password = text.substring(text.indexOf("Password: ") + 10).strip();
    return users().encoder().matches(password, users().find(name).orElseThrow().passwordHash());
  }

  @Test
  void aUserIsAddedWithARole() {
    assertThat(run("--add-user=ann", "--role=BATCH_ADMIN")).isZero();

    assertThat(out.toString(StandardCharsets.UTF_8))
        .startsWith("Added user \"ann\" with the role BATCH_ADMIN.\nPassword: ");
    assertThat(users().find("ann").orElseThrow().role()).isEqualTo(Role.BATCH_ADMIN);
    assertThat(fits("ann")).isTrue();
  }

  @Test
  void whoIsAddedWithoutARoleMayLook() {
    assertThat(run("--add-user=ann")).isZero();

    assertThat(users().find("ann").orElseThrow().role()).isEqualTo(Role.BATCH_VIEWER);
  }

  @Test
  void aPasswordIsReplaced() {
    assertThat(run("--reset-password=admin")).isZero();

    assertThat(fits("admin")).isTrue();
  }

  @Test
  void aUserIsRemoved() {
    run("--add-user=ann");

    assertThat(run("--remove-user=ann")).isZero();
    assertThat(users().has("ann")).isFalse();
  }

  @Test
  void mistakesEndWithASentenceAndCode2() {
    assertThat(run("--add-user=ann", "--role=ROOT")).isEqualTo(2);
    assertThat(run("--add-user")).isEqualTo(2);
    assertThat(run("--add-user=ann", "--remove-user=admin")).isEqualTo(2);
    assertThat(run("--remove-user=admin")).isEqualTo(2);

    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "there is no role \"ROOT\"; there are [BATCH_ADMIN, BATCH_VIEWER]",
            "the option --add-user needs one value: --add-user=<name>",
            "give one of --add-user=<name>, --reset-password=<name> and --remove-user=<name>, not several",
            "no user would have the role BATCH_ADMIN; add one first: --add-user=<name> --role=BATCH_ADMIN");
    assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void theOptionsOfTheServiceAreNoCommand() {
    assertThat(new UserCommand("--data=x", "--port=8080").isAsked()).isFalse();
  }
}
