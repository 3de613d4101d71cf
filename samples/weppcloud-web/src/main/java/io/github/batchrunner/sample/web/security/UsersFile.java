package io.github.batchrunner.sample.web.security;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.github.batchrunner.core.BatchRunnerException;
import io.github.batchrunner.core.InvalidInputException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The users of a service, kept in one file that only its owner may read.
 *
 * <p>A change appears whole or not at all, and every process that has the file open sees it at its
 * next look. Thread-safe.
 */
public final class UsersFile {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .changeDefaultNullHandling(nulls -> JsonSetter.Value.construct(Nulls.FAIL, Nulls.FAIL))
          .build();

  /** The file as JSON. */
  private record Content(List<User> users) {}

  /** What tells one state of the file from the next: it is replaced, never written into. */
  private record Version(Object key, long modified, long size) {}

  private record Loaded(Version version, List<User> users) {}

  /** The lock of a file keeps other processes out, not other threads. */
  private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

  private final Path directory;
  private final Secrets secrets = new Secrets();
  private final PasswordEncoder encoder =
      PasswordEncoderFactories.createDelegatingPasswordEncoder();
  private volatile @Nullable Loaded loaded;

  private UsersFile(Path directory) {
    this.directory = directory;
  }

  /** Returns the users kept in a directory, which need not be there yet. */
  public static UsersFile in(Path directory) {
    return new UsersFile(directory);
  }

  /** Returns what makes and checks the hashes of passwords. */
  PasswordEncoder encoder() {
    return encoder;
  }

  /**
   * Returns the user of a name.
   *
   * @throws BatchRunnerException if the file cannot be read
   */
  Optional<User> find(String name) {
    return users().stream().filter(user -> user.name().equals(name)).findFirst();
  }

  /** Tells whether there is a user of this name. */
  public boolean has(String name) {
    return find(name).isPresent();
  }

  /**
   * Adds a user, and returns the password made for it.
   *
   * @throws InvalidInputException if the name cannot be used or is taken
   */
  public String add(String name, Role role) {
    String password = secrets.next();
    User added = new User(name, role, hash(password), secrets.next());
    change(
        users -> {
          if (users.stream().anyMatch(user -> user.name().equals(name))) {
            throw new InvalidInputException(
                "there is a user \"%s\" already; use --reset-password=%s for a new password"
                    .formatted(name, name));
          }
          return with(users, added);
        });
    return password;
  }

  /**
   * Adds a user if there is no file yet, and returns the password made for it; empty if there is.
   */
  Optional<String> addFirst(String name) {
    if (Files.exists(file())) {
      users();
      return Optional.empty();
    }
    return Optional.of(add(name, Role.BATCH_ADMIN));
  }

  /**
   * Gives a user a new password, which it returns; sessions of the user end.
   *
   * @throws InvalidInputException if there is no such user
   */
  public String resetPassword(String name) {
    String password = secrets.next();
    String hash = hash(password);
    change(
        users ->
            with(
                without(users, name),
                new User(name, existing(users, name).role(), hash, secrets.next())));
    return password;
  }

  /**
   * Removes a user, whose sessions end.
   *
   * @throws InvalidInputException if there is no such user, or none would be left with the role
   *     BATCH_ADMIN
   */
  public void remove(String name) {
    change(
        users -> {
          existing(users, name);
          return without(users, name);
        });
  }

  private String hash(String password) {
    return String.valueOf(encoder.encode(password));
  }

  private static User existing(List<User> users, String name) {
    return users.stream()
        .filter(user -> user.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "there is no user \"%s\"; there are: %s"
                        .formatted(
                            name, String.join(", ", users.stream().map(User::name).toList()))));
  }

  private static List<User> with(List<User> users, User added) {
    List<User> all = new ArrayList<>(users);
    all.add(added);
    all.sort(Comparator.comparing(User::name));
    return List.copyOf(all);
  }

  private static List<User> without(List<User> users, String name) {
    return users.stream().filter(user -> !user.name().equals(name)).toList();
  }

  private Path file() {
    return directory.resolve("users.json");
  }

  private List<User> users() {
    try {
      if (!Files.exists(file())) {
        return List.of();
      }
      Loaded known = loaded;
      Version version = version();
      if (known == null || !known.version().equals(version)) {
        known = new Loaded(version, read());
        loaded = known;
      }
      return known.users();
    } catch (IOException | JacksonException e) {
      throw new BatchRunnerException(
          "the users cannot be read from \"%s\": %s".formatted(file(), e.getMessage()), e);
    }
  }

  private Version version() throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file(), BasicFileAttributes.class);
    // Where files have no key the time and the size have to do.
    Object key = attributes.fileKey();
    return new Version(
        key == null ? "" : key, attributes.lastModifiedTime().toMillis(), attributes.size());
  }

  private List<User> read() throws IOException {
    return List.copyOf(JSON.readValue(Files.readAllBytes(file()), Content.class).users());
  }

  /** Replaces the users by what becomes of them, alone among all threads and processes. */
  private void change(UnaryOperator<List<User>> change) {
    ONE_AT_A_TIME.lock();
    try {
      PrivateFiles.directory(directory);
      try (FileChannel lock =
          FileChannel.open(
              PrivateFiles.file(directory.resolve("users.lock")), StandardOpenOption.WRITE)) {
        // Given back when the channel is closed.
        lock.lock();
        List<User> users = Files.exists(file()) ? read() : List.of();
        List<User> changed = change.apply(users);
        refuseWithoutAdmin(changed);
        PrivateFiles.replace(file(), JSON.writeValueAsBytes(new Content(changed)));
      }
    } catch (IOException | JacksonException e) {
      throw new BatchRunnerException(
          "the users cannot be changed in \"%s\": %s".formatted(file(), e.getMessage()), e);
    } finally {
      ONE_AT_A_TIME.unlock();
    }
  }

  private static void refuseWithoutAdmin(List<User> users) {
    if (users.stream().noneMatch(user -> user.role() == Role.BATCH_ADMIN)) {
      throw new InvalidInputException(
          "no user would have the role BATCH_ADMIN; add one first: --add-user=<name> --role=BATCH_ADMIN");
    }
  }
}
