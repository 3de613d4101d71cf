package io.github.batchrunner.sample.web.security;

import io.github.batchrunner.core.BatchRunnerException;
import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.sample.web.HostSettings;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The options of the jar that change its users and end: {@code --add-user=ann --role=BATCH_VIEWER},
 * {@code --reset-password=ann}, {@code --remove-user=ann}.
 *
 * <p>A service that runs on the same directory notices the change.
 */
public final class UserCommand {

  private static final String ADD = "add-user";
  private static final String RESET = "reset-password";
  private static final String REMOVE = "remove-user";

  /** What is read of the configuration: where the users are kept. */
  @EnableConfigurationProperties(HostSettings.class)
  static class Settings {}

  private final String[] arguments;
  private final ApplicationArguments options;

  /** Makes the command of these arguments of the jar. */
  public UserCommand(String... arguments) {
    this.arguments = arguments.clone();
    this.options = new DefaultApplicationArguments(arguments);
  }

  /** Tells whether the arguments are for users, not for the service. */
  public boolean isAsked() {
    return !asked().isEmpty();
  }

  private List<String> asked() {
    return Stream.of(ADD, RESET, REMOVE).filter(options::containsOption).toList();
  }

  /**
   * Does what is asked.
   *
   * @param out where what was done is told, with the password made
   * @param err where it is told what is wrong
   * @return the exit code: 0, or 2 if it could not be done
   */
  public int run(PrintStream out, PrintStream err) {
    try {
      out.print(change(UsersFile.in(settings().own())));
      out.flush();
      return 0;
    } catch (BatchRunnerException e) {
      err.println(e.getMessage());
      return 2;
    }
  }

  private HostSettings settings() {
    try (ConfigurableApplicationContext context =
        new SpringApplicationBuilder(Settings.class)
            .web(WebApplicationType.NONE)
            .logStartupInfo(false)
            .properties(Map.of("logging.level.root", "ERROR"))
            .run(arguments)) {
      return context.getBean(HostSettings.class);
    }
  }

  private String change(UsersFile users) {
    if (asked().size() > 1 || !options.getNonOptionArgs().isEmpty()) {
      throw new InvalidInputException(
          "give one of --add-user=<name>, --reset-password=<name> and --remove-user=<name>, not several");
    }
    return switch (asked().get(0)) {
      case ADD -> {
        String name = value(ADD, "<name>");
        Role role = role();
        yield "Added user \"%s\" with the role %s.\nPassword: %s\n"
            .formatted(name, role, users.add(name, role));
      }
      case RESET -> {
        String name = value(RESET, "<name>");
        yield "User \"%s\" has a new password, and has to sign in anew.\nPassword: %s\n"
            .formatted(name, users.resetPassword(name));
      }
      default -> {
        String name = value(REMOVE, "<name>");
        users.remove(name);
        yield "Removed user \"%s\".\n".formatted(name);
      }
    };
  }

  private Role role() {
    if (!options.containsOption("role")) {
      return Role.BATCH_VIEWER;
    }
    String role = value("role", Role.BATCH_VIEWER.name());
    return Arrays.stream(Role.values())
        .filter(known -> known.name().equals(role))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "there is no role \"%s\"; there are %s"
                        .formatted(role, Arrays.toString(Role.values()))));
  }

  private String value(String option, String example) {
    List<String> values = options.getOptionValues(option);
    if (values == null || values.size() != 1 || values.get(0).isEmpty()) {
      throw new InvalidInputException(
          "the option --%s needs one value: --%s=%s".formatted(option, option, example));
    }
    return values.get(0);
  }
}
