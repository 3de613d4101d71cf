package io.github.batchrunner.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Marks fuzz tests: they are skipped where Jazzer has no native library that loads on the platform,
 * and fail there with {@code BATCHRUNNER_REQUIRE_ALL=true}.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(OnlyWhereJazzerLoads.Condition.class)
public @interface OnlyWhereJazzerLoads {

  /** Loads a copy of a library that every fuzz test needs. */
  final class Condition implements ExecutionCondition {

    private static final String PROBLEM = problem();

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      if (PROBLEM.isEmpty()) {
        return ConditionEvaluationResult.enabled("Jazzer's native library loads");
      }
      if (Boolean.parseBoolean(System.getenv("BATCHRUNNER_REQUIRE_ALL"))) {
        throw new IllegalStateException(PROBLEM);
      }
      return ConditionEvaluationResult.disabled(PROBLEM);
    }

    private static String problem() {
      String file = System.mapLibraryName("jazzer_fuzzed_data_provider");
      String resource =
          "/com/code_intelligence/jazzer/driver/jazzer_fuzzed_data_provider_%s/%s"
              .formatted(platform(), file);
      try (InputStream library = Condition.class.getResourceAsStream(resource)) {
        if (library == null) {
          return "Jazzer has no native library for " + platform();
        }
        Path copy = Files.createTempFile("batchrunner-fuzz", file);
        copy.toFile().deleteOnExit();
        Files.copy(library, copy, StandardCopyOption.REPLACE_EXISTING);
        System.load(copy.toString());
        return "";
      } catch (IOException | LinkageError e) {
        return "Jazzer's native library for %s does not load: %s".formatted(platform(), e);
      }
    }

    /** Returns the platform as Jazzer's jar names it. */
    private static String platform() {
      String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
      String arch = System.getProperty("os.arch");
      return (os.startsWith("win") ? "windows" : os.startsWith("mac") ? "macos" : os)
          + "_"
          + (arch.equals("amd64") ? "x86_64" : arch);
    }
  }
}
