package io.github.batchrunner.tck;

import io.github.batchrunner.spi.HandlerContext;
import io.github.batchrunner.spi.TaskHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;

/** The handlers behind {@link HandlerKit}. */
record ContractHandler(String name, Body body) implements TaskHandler {

  static final String PROBE_ARGUMENT = "probe";
  static final String LINE_ARGUMENT = "line";
  static final String FAILURE_MESSAGE = "contract failure";

  static final ContractHandler SUCCEED =
      new ContractHandler(
          "contract-succeed",
          (context, probe) -> {
            note(probe.begun());
            note(probe.finished());
          });

  static final ContractHandler FAIL =
      new ContractHandler(
          "contract-fail",
          (context, probe) -> {
            note(probe.begun());
            throw new IllegalStateException(FAILURE_MESSAGE);
          });

  static final ContractHandler BLOCK =
      new ContractHandler(
          "contract-block",
          (context, probe) -> {
            note(probe.begun());
            Waiting.untilExists(probe.gate());
            note(probe.finished());
          });

  static final ContractHandler PRINT =
      new ContractHandler(
          "contract-print",
          (context, probe) ->
              context.log().println(context.arguments().getOrDefault(LINE_ARGUMENT, "")));

  static final ContractHandler OUT_OF_MEMORY =
      new ContractHandler(
          "contract-out-of-memory",
          (context, probe) -> {
            throw new OutOfMemoryError(FAILURE_MESSAGE);
          });

  static final ContractHandler STACK_OVERFLOW =
      new ContractHandler("contract-stack-overflow", (context, probe) -> recurse(1));

  static final ContractHandler LINKAGE_ERROR =
      new ContractHandler(
          "contract-linkage-error",
          (context, probe) -> {
            throw new NoClassDefFoundError(FAILURE_MESSAGE);
          });

  /** Leaves the interrupt flag of its thread set. */
  static final ContractHandler INTERRUPT =
      new ContractHandler(
          "contract-interrupt", (context, probe) -> Thread.currentThread().interrupt());

  /** Writes what it was given to the probe. */
  static final ContractHandler DESCRIBE =
      new ContractHandler(
          "contract-describe",
          (context, probe) ->
              Files.write(
                  probe.finished(),
                  List.of(
                      context.task().toString(),
                      context.wd().toString(),
                      context.baseWd().toString(),
                      context.featureFile().toString(),
                      context.arguments().getOrDefault(LINE_ARGUMENT, ""),
                      "cancelled=" + context.cancelled(),
                      "interrupted=" + Thread.currentThread().isInterrupted())));

  /** All of them. */
  static final List<TaskHandler> ALL =
      List.of(
          SUCCEED,
          FAIL,
          BLOCK,
          PRINT,
          OUT_OF_MEMORY,
          STACK_OVERFLOW,
          LINKAGE_ERROR,
          INTERRUPT,
          DESCRIBE);

  /** What a handler does. */
  @FunctionalInterface
  interface Body {
    void run(HandlerContext context, Probe probe) throws Exception;
  }

  @Override
  public void run(HandlerContext context) throws Exception {
    String directory =
        Objects.requireNonNullElse(context.arguments().get(PROBE_ARGUMENT), "no-probe");
    body.run(context, new Probe(Path.of(directory)));
  }

  private static void note(Path file) throws IOException {
    Files.writeString(file, "x\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static int recurse(int depth) {
    return depth == 0 ? 0 : recurse(depth + 1) + 1;
  }
}
