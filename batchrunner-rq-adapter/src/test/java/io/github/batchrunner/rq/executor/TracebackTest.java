package io.github.batchrunner.rq.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TracebackTest {

  private static final String PYTHON =
      """
      Traceback (most recent call last):
        File "/usr/lib/python3/dist-packages/rq/worker.py", line 1075, in perform_job
          rv = job.perform()
        File "/opt/tasks.py", line 31, in climate
          raise %s
      """;

  private static Failure read(String text) {
    return Traceback.read(text, Duration.ofSeconds(1), Duration.ofMinutes(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ValueError: bad input | EXCEPTION",
        "MemoryError | OUT_OF_MEMORY",
        "MemoryError: Unable to allocate 3 GiB | OUT_OF_MEMORY",
        "ModuleNotFoundError: No module named 'cligen' | ENVIRONMENT",
        "rq.exceptions.DeserializationError | ENVIRONMENT",
        "rq.timeouts.JobTimeoutException: Task exceeded maximum timeout value (2 seconds) | TIMEOUT",
      })
  void theLastExceptionDecides(String exception, FailureKind kind) {
    Failure failure = read(PYTHON.formatted("it") + exception + "\n");
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.message()).isEqualTo(exception);
    assertThat(failure.detail()).contains("/opt/tasks.py");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Work-horse terminated unexpectedly; waitpid returned 9 (signal 9); | NODE_LOST",
        "Work-horse terminated unexpectedly; waitpid returned 15 (signal 15); | NODE_LOST",
        "Work-horse process was terminated unexpectedly (waitpid returned 9) | NODE_LOST",
        "Work-horse terminated unexpectedly; waitpid returned 9 (signal 9); out of memory"
            + " | OUT_OF_MEMORY",
        "Work-horse terminated unexpectedly; waitpid returned 768; | EXIT_CODE",
        "Work-horse terminated unexpectedly; waitpid returned 11 (signal 11); | EXIT_CODE",
        "Work-horse terminated unexpectedly; its worker was shut down | NODE_LOST",
        "Moved to FailedJobRegistry, due to AbandonedJobError, at 2026-01-02 | NODE_LOST",
        "Moved to FailedJobRegistry at 2026-01-02 | NODE_LOST",
        "Job was stuck in intermediate queue. | NODE_LOST",
      })
  void sentencesOfRqTellWhatHappenedToTheProcess(String sentence, FailureKind kind) {
    assertThat(read(sentence).kind()).isEqualTo(kind);
  }

  @Test
  void exitCodesAndSignalsAreTold() {
    assertThat(read("Work-horse terminated unexpectedly; waitpid returned 768;").exitCode())
        .hasValue(3);
    assertThat(
            read("Work-horse terminated unexpectedly; waitpid returned 11 (signal 11);").signal())
        .hasValue(11);
  }

  @Test
  void aKillLongAfterTheTimeoutIsATimeout() {
    Failure failure =
        Traceback.read(
            "Work-horse terminated unexpectedly; waitpid returned 9 (signal 9); ",
            Duration.ofSeconds(125),
            Duration.ofSeconds(60));
    assertThat(failure.kind()).isEqualTo(FailureKind.TIMEOUT);
  }

  @Test
  void nothingIsTheSignOfAWorkerThatIsGone() {
    assertThat(read(" \n").kind()).isEqualTo(FailureKind.NODE_LOST);
  }

  @Test
  void aMessageOfSeveralLinesIsKeptWhole() {
    Failure failure = read(PYTHON.formatted("it") + "ValueError: first\nsecond\n");
    assertThat(failure.message()).isEqualTo("ValueError: first second");
  }

  @Test
  void aFunctionThatRqDoesNotFindIsMissingRatherThanWrong() {
    String text =
        """
        Traceback (most recent call last):
          File "/usr/lib/python3/dist-packages/rq/job.py", line 443, in func
            return import_attribute(self.func_name)
          File "/usr/lib/python3/dist-packages/rq/utils.py", line 211, in import_attribute
            raise ValueError('Invalid attribute name: %s' % name)
        ValueError: Invalid attribute name: nowhere.nothing
        """;
    assertThat(read(text).kind()).isEqualTo(FailureKind.ENVIRONMENT);
  }

  @Test
  void aVeryLongTextIsCutAtItsBeginning() {
    Failure failure = read("x\n".repeat(100_000) + "the end");
    assertThat(failure.detail()).hasSizeLessThan(40_000).endsWith("the end");
  }
}
