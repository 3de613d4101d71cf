package io.github.batchrunner.sample.web.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.batchrunner.core.BatchRunnerException;
import io.github.batchrunner.core.InvalidInputException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsersFileTest {

  @TempDir private Path data;

  private UsersFile users() {
    return UsersFile.in(data.resolve("host"));
  }

  private boolean fits(String name, String password) {
    return users().find(name).stream()
        .anyMatch(user -> users().encoder().matches(password, user.passwordHash()));
  }

  @Test
  void aUserHasThePasswordThatWasMade() {
    String password = users().add("admin", Role.BATCH_ADMIN);

    assertThat(password).matches("([0-9a-hjkmnp-tv-z]{5}-){3}[0-9a-hjkmnp-tv-z]{5}");
    assertThat(fits("admin", password)).isTrue();
    assertThat(fits("admin", password + "x")).isFalse();
  }

  @Test
  void theFileHoldsHashesAndIsClosedToOthers() throws IOException {
    String password = users().add("admin", Role.BATCH_ADMIN);
    Path file = data.resolve("host/users.json");

    assertThat(Files.readString(file)).contains("{bcrypt}$2a$").doesNotContain(password);
    assumeTrue(
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix"),
        "the file system has no POSIX permissions");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
        .isEqualTo("rwx------");
  }

  @Test
  void aDirectoryThatWasOpenIsClosed() throws IOException {
    assumeTrue(
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix"),
        "the file system has no POSIX permissions");
    Path directory = Files.createDirectory(data.resolve("host"));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));

    users().add("admin", Role.BATCH_ADMIN);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwx------");
  }

  @Test
  void changesAreSeenByThoseWhoHaveReadTheFileBefore() {
    UsersFile running = users();
    users().add("admin", Role.BATCH_ADMIN);
    assertThat(running.find("admin")).isPresent();

    users().add("ann", Role.BATCH_VIEWER);
    User before = running.find("ann").orElseThrow();
    users().resetPassword("ann");
    User after = running.find("ann").orElseThrow();
    users().remove("ann");

    assertThat(after.stamp()).isNotEqualTo(before.stamp());
    assertThat(after.role()).isEqualTo(Role.BATCH_VIEWER);
    assertThat(running.find("ann")).isEmpty();
  }

  @Test
  void changesOfManyAtTheSameTimeAreAllKept() {
    users().add("admin", Role.BATCH_ADMIN);

    IntStream.range(0, 8).parallel().forEach(i -> users().add("user" + i, Role.BATCH_VIEWER));

    assertThat(IntStream.range(0, 8)).allMatch(i -> users().has("user" + i));
  }

  @Test
  void theFirstUserIsMadeOnce() {
    assertThat(users().addFirst("admin")).isPresent();
    assertThat(users().addFirst("admin")).isEmpty();
  }

  @Test
  void oneWhoMayChangeThingsIsAlwaysLeft() {
    assertThatThrownBy(() -> users().add("ann", Role.BATCH_VIEWER))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("--add-user=<name> --role=BATCH_ADMIN");
    users().add("admin", Role.BATCH_ADMIN);

    assertThatThrownBy(() -> users().remove("admin")).isInstanceOf(InvalidInputException.class);
    assertThat(users().has("admin")).isTrue();
  }

  @Test
  void mistakesAreNamed() {
    users().add("admin", Role.BATCH_ADMIN);

    assertThatThrownBy(() -> users().add("admin", Role.BATCH_VIEWER))
        .hasMessageContaining("there is a user \"admin\" already");
    assertThatThrownBy(() -> users().resetPassword("ann"))
        .hasMessage("there is no user \"ann\"; there are: admin");
    assertThatThrownBy(() -> users().remove("ann"))
        .hasMessage("there is no user \"ann\"; there are: admin");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Ann", "ann b", "../ann", "-ann", "ann\n", "ä"})
  void namesThatCouldBeMistakenAreRefused(String name) {
    assertThatThrownBy(() -> users().add(name, Role.BATCH_ADMIN))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("\"" + name + "\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{}",
        "{\"users\":null}",
        "{\"users\":[{\"name\":\"ann\"}]}",
        "{\"users\":[null]}"
      })
  void aDamagedFileLetsNobodyIn(String content) throws IOException {
    Files.createDirectory(data.resolve("host"));
    Files.writeString(data.resolve("host/users.json"), content);

    assertThatThrownBy(() -> users().find("ann"))
        .isInstanceOf(BatchRunnerException.class)
        .hasMessageContaining("users.json");
    assertThatThrownBy(() -> users().addFirst("admin")).isInstanceOf(BatchRunnerException.class);
  }
}
