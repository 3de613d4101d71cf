package io.github.batchrunner.core.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FailureSignatureTest {

  /** Failures of one task that have, or have not, the same cause. */
  private record Case(String name, List<Sample> same, List<Sample> different) {
    @Override
    public String toString() {
      return name;
    }
  }

  private record Sample(String runId, Failure failure) {
    String signature() {
      return FailureSignature.of("wepp", runId, failure).value();
    }

    String pattern() {
      return FailureSignature.of("wepp", runId, failure).pattern();
    }
  }

  private static Sample exited(String runId, String log) {
    return exited(runId, 1, log);
  }

  private static Sample exited(String runId, int code, String log) {
    return new Sample(
        runId,
        Failure.of(FailureKind.EXIT_CODE, "wepp ended with exit code " + code)
            .withExitCode(code)
            .withDetail(log));
  }

  private static Sample threw(String runId, String message, String trace) {
    return new Sample(runId, Failure.of(FailureKind.EXCEPTION, message).withDetail(trace));
  }

  private static Sample said(String runId, String message) {
    return threw(runId, message, "");
  }

  private static List<Case> cases() {
    return List.of(
        new Case(
            "a traceback of Python, whose file, lines and values differ",
            List.of(
                exited(
                    "OR-3",
                    """
                    2026-01-02 03:04:05,123 INFO reading /batch/OR-3/dem/dem.tif
                    Traceback (most recent call last):
                      File "/batch/OR-3/scripts/build.py", line 12, in <module>
                        main()
                      File "/batch/OR-3/scripts/build.py", line 88, in load
                        raise ValueError(f"no station within {r} km")
                    ValueError: no station within 30.5 km of OR-3
                    """),
                exited(
                    "WA-17",
                    """
                    Traceback (most recent call last):
                      File "/scratch/xy/WA-17/scripts/build.py", line 14, in <module>
                        main()
                        ^^^^^^
                      File "/scratch/xy/WA-17/scripts/build.py", line 90, in load
                        raise ValueError(f"no station within {r} km")
                    ValueError: no station within 7 km of WA-17
                    [1234] closing the log at 04:05:06
                    """)),
            List.of(
                exited(
                    "OR-3",
                    """
                    Traceback (most recent call last):
                      File "/batch/OR-3/scripts/build.py", line 88, in load
                        x = table["HucName"]
                    KeyError: 'HucName'
                    """),
                exited(
                    "OR-3",
                    """
                    Traceback (most recent call last):
                      File "/batch/OR-3/scripts/build.py", line 88, in load
                        x = table["Region"]
                    KeyError: 'Region'
                    """),
                exited(
                    "OR-3",
                    """
                    Traceback (most recent call last):
                      File "/batch/OR-3/scripts/build.py", line 20, in save
                        raise ValueError(f"no station within {r} km")
                    ValueError: no station within 30.5 km of OR-3
                    """))),
        new Case(
            "an exception of Python with its direct cause",
            List.of(
                chained("OR-3", "404 Client Error: Not Found"),
                chained("b", "404 Client Error: Not Found")),
            List.of(chained("OR-3", "503 Server Error: Unavailable"))),
        new Case(
            "a program that a script had started says why before the script does",
            List.of(
                exited(
                    "r1",
                    calledProcess("r1", "ERROR 4: /data/r1/dem.tif: No such file or directory")),
                exited(
                    "r2",
                    calledProcess("r2", "ERROR 4: /other/r2/dem.tif: No such file or directory"))),
            List.of(
                exited("r1", calledProcess("r1", "ERROR 1: TIFFReadEncodedStrip() failed.")),
                exited(
                    "r1",
                    calledProcess("r1", "ERROR 4: /data/r1/soil.tif: No such file or directory")))),
        new Case(
            "a runtime error of Fortran with its backtrace",
            List.of(
                exited(
                    "p1",
                    2,
                    """
                     hillslope 12 of 40
                    At line 1523 of file /build/a/wepp.for (unit = 12, file = '../p1/p12.cli')
                    Fortran runtime error: End of file

                    Error termination. Backtrace:
                    #0  0x7f3a2b6c3ad0 in ???
                    #1  0x55d6e5a0b1e9 in ???
                    """),
                exited(
                    "p2",
                    2,
                    "At line 1523 of file /build/b/wepp.for (unit = 14, file = '../p2/p3.cli')\r\nFortran runtime error: End of file\r\n\r\nError termination. Backtrace:\r\n#0  0x7ffff7e2ead0 in ???\r\n")),
            List.of(
                exited(
                    "p1",
                    2,
                    """
                    At line 88 of file wepp.for (unit = 12, file = 'p12.sol')
                    Fortran runtime error: End of file
                    """),
                exited(
                    "p1",
                    2,
                    """
                    At line 1523 of file wepp.for (unit = 12, file = 'p12.cli')
                    Fortran runtime error: Bad real number in item 3 of list input
                    """),
                exited(
                    "p1",
                    2,
                    "forrtl: severe (24): end-of-file during read, unit 12, file /x/p1/p12.cli"))),
        new Case(
            "an error of GDAL",
            List.of(
                exited(
                    "a7",
                    "0...10...20...ERROR 1: dem_7.tif, band 1: IReadBlock failed at X offset 0, Y offset 512"),
                exited(
                    "b8",
                    "0...10...20...30...\nERROR 1: dem_8.tif, band 1: IReadBlock failed at X offset 3, Y offset 77\n")),
            List.of(
                exited("a7", "ERROR 1: PROJ: proj_create_from_database: Cannot find proj.db"),
                exited(
                    "a7",
                    "ERROR 4: dem_7.tif, band 1: IReadBlock failed at X offset 0, Y offset 512"))),
        new Case(
            "a shell that does not find a program",
            List.of(
                exited("a", 127, "/batch/a/run.sh: line 12: wepp: command not found\n"),
                exited("b", 127, "/batch/b/run.sh: line 14: wepp: command not found\n")),
            List.of(exited("a", 127, "/batch/a/run.sh: line 12: gdalwarp: command not found\n"))),
        new Case(
            "a trace of Java: the innermost exception counts, not the way there",
            List.of(
                threw(
                    "r1",
                    "cannot build soils of r1",
                    """
                    java.lang.IllegalStateException: cannot build soils of r1
                    \tat org.example.Soils.build(Soils.java:12)
                    \tat java.base/java.lang.Thread.run(Thread.java:840)
                    Caused by: java.net.SocketTimeoutException: Read timed out after 3012 ms
                    \tat java.base/sun.nio.ch.NioSocketImpl.timedRead(NioSocketImpl.java:288)
                    \tat org.example.Ssurgo.fetch(Ssurgo.java:33)
                    \t... 12 more
                    """),
                threw(
                    "r2",
                    "cannot build soils of r2",
                    """
                    java.lang.IllegalStateException: cannot build soils of r2
                    \tat org.example.Soils.build(Soils.java:14)
                    \tat java.base/java.util.concurrent.FutureTask.run(FutureTask.java:264)
                    Caused by: java.net.SocketTimeoutException: Read timed out after 2 s
                    \tat java.base/sun.nio.ch.NioSocketImpl.timedRead(NioSocketImpl.java:280)
                    \tat org.example.Ssurgo.fetch(Ssurgo.java:35)
                    \t... 4 more
                    """)),
            List.of(
                threw(
                    "r1",
                    "cannot build soils of r1",
                    """
                    java.lang.IllegalStateException: cannot build soils of r1
                    \tat org.example.Soils.build(Soils.java:12)
                    Caused by: java.net.UnknownHostException: sdmdataaccess.example.org
                    \tat org.example.Ssurgo.fetch(Ssurgo.java:33)
                    """),
                threw(
                    "r1",
                    "cannot build soils of r1",
                    """
                    java.lang.IllegalStateException: cannot build soils of r1
                    \tat org.example.Soils.build(Soils.java:12)
                    """))),
        new Case(
            "exceptions without a message are told apart by where they were thrown",
            List.of(
                threw(
                    "r1",
                    "java.lang.NullPointerException",
                    "java.lang.NullPointerException\n\tat a.B.c(B.java:1)\n"),
                threw(
                    "r2",
                    "java.lang.NullPointerException",
                    "java.lang.NullPointerException\n\tat java.base/java.util.Objects.requireNonNull(Objects.java:208)\n\tat a.B.c(B.java:9)\n")),
            List.of(
                threw(
                    "r1",
                    "java.lang.NullPointerException",
                    "java.lang.NullPointerException\n\tat a.B.d(B.java:1)\n"))),
        new Case(
            "logs in JSON",
            List.of(
                exited(
                    "x1",
                    "{\"timestamp\": \"2026-01-02T03:04:05Z\", \"level\": \"ERROR\", \"job_id\": \"dispatch-1700000000-ab12cd34\", \"message\": \"Pipeline FAILED: no catchments for x1\"}"),
                exited(
                    "x2",
                    "{\"timestamp\": \"2026-01-03T13:04:05Z\", \"level\": \"ERROR\", \"job_id\": \"dispatch-1700000999-99887766\", \"message\": \"Pipeline FAILED: no catchments for x2\"}")),
            List.of(
                exited(
                    "x1",
                    "{\"timestamp\": \"2026-01-02T03:04:05Z\", \"level\": \"ERROR\", \"message\": \"Pipeline FAILED: no forecast for x1\"}"))),
        new Case(
            "how far the work had come is no cause",
            List.of(
                exited(
                    "r1",
                    3,
                    "processing hillslope p12\n 37%|####     | 37/100 [00:03<00:05]\r 38%|####     | 38/100 [00:03<00:05]"),
                exited("r2", 3, "reading climate Upper Basin\n"),
                exited("r3", 3, ""),
                exited("r4", 3, "warning: deprecated option\nno errors so far\n")),
            List.of(exited("r1", 3, "no weather\n"), exited("r1", 4, "reading climate\n"))),
        new Case(
            "the last line of a program that does not say \"error\"",
            List.of(
                exited("r1", 3, "starting\nno weather for r1\n\n"),
                exited("r2", 3, "no weather for r2")),
            List.of(exited("r1", 3, "no soil for r1\n"))),
        new Case(
            "an error at a time that ends in 0 is no count of errors",
            List.of(
                exited("r1", 3, "2026-11-21 10:30:00 ERROR cligen: no station\nreading\n"),
                exited("r2", 3, "2026-11-21 10:31:17 ERROR cligen: no station\nreading\n")),
            List.of(exited("r1", 3, "done, 0 errors\nreading\n"))),
        new Case(
            "a code that begins with 0 is no count of errors",
            List.of(
                exited("r1", 3, "ERROR: 0x5 denied by the server\nreading\n"),
                exited("r2", 3, "ERROR: 0x5 denied by the server\n")),
            List.of(exited("r1", 3, "errors: 0.\nreading\n"))),
        new Case(
            "a program that broke down",
            List.of(
                exited(
                    "r1",
                    134,
                    "terminate called after throwing an instance of 'std::bad_alloc'\n  what():  std::bad_alloc\nAborted (core dumped)\n"),
                exited(
                    "r2",
                    134,
                    "step 3\nterminate called after throwing an instance of 'std::bad_alloc'\n  what():  std::bad_alloc\n")),
            List.of(
                exited(
                    "r1",
                    134,
                    "*** Error in `./wepp': double free or corruption (out): 0x0000000001b3f010 ***\n"))),
        new Case(
            "R and make say last what they always say",
            List.of(
                exited(
                    "r1",
                    "Error in read.csv(f) : object 'f' not found\nCalls: main -> read.csv\nExecution halted\nmake: *** [all] Error 1\n"),
                exited(
                    "r2",
                    "Error in read.csv(f) : object 'f' not found\nCalls: run -> main -> read.csv\nExecution halted\n")),
            List.of(
                exited(
                    "r1",
                    "Error in library(sp) : there is no package called 'sp'\nExecution halted\n"))),
        new Case(
            "names that the run id is made of",
            List.of(
                said("Upper_Basin-7", "no station near Upper Basin (/data/in/Upper_Basin.tif)"),
                said("Cedar-12", "no station near Cedar (/data/in/Cedar.tif)")),
            List.of(said("Cedar-12", "no soil near Cedar (/data/in/Cedar.tif)"))),
        new Case(
            "identifiers, times, addresses, threads and temporary names",
            List.of(
                said(
                    "a",
                    "job 123e4567-e89b-12d3-a456-426614174000 (0xdeadbeef, k8s x7k2p9q) in \"pool-1-thread-3\" took 3.5 s at 2026-01-02T03:04:05Z on 10.0.0.3:6379 with tmpab12_xyz of 3 MiB, C@1b2c3d4e"),
                said(
                    "b",
                    "job 00000000-e89b-12d3-a456-426614174000 (0x1, k8s p3m4x) in \"pool-12-thread-30\" took 1 min 20 s at 2026-01-02 03:04:05.123 on 10.0.0.14:6379 with tmp0a9x_y1z of 1.5 GiB, C@99aa1122")),
            List.of(said("a", "job took too long"))),
        new Case(
            "which server does not answer",
            List.of(
                said("a", "cannot fetch https://daymet.example.org/v1/12?lat=45.1: status 503"),
                said("b", "cannot fetch https://daymet.example.org/v1/13/x?lat=44: status 503")),
            List.of(
                said("a", "cannot fetch https://gridmet.example.org/v1/12?lat=45.1: status 503"),
                said("a", "cannot fetch https://daymet.example.org/v1/12?lat=45.1: status 404"))),
        new Case(
            "which file is missing",
            List.of(
                said("a", "[Errno 2] No such file or directory: '/batch/a/climate/wepp.cli'"),
                said("b", "[Errno 2] No such file or directory: '/geo data/b/climate/wepp.cli'")),
            List.of(
                said("a", "[Errno 2] No such file or directory: '/batch/a/climate/wepp.sol'"),
                said("a", "[Errno 13] Permission denied: '/batch/a/climate/wepp.cli'"))),
        new Case(
            "lists of values",
            List.of(
                said("a", "shapes (3, 4) and [1, 2, 3] differ"),
                said("b", "shapes (3, 4, 12) and [7] differ")),
            List.of(said("a", "shapes (3, 4) and [1, 2, 3] are equal"))));
  }

  private static Sample chained(String runId, String status) {
    return exited(
        runId,
        """
        Traceback (most recent call last):
          File "/app/net.py", line 3, in get
            r.raise_for_status()
        requests.exceptions.HTTPError: %s for url: https://daymet.example.org/%s

        The above exception was the direct cause of the following exception:

        Traceback (most recent call last):
          File "/app/main.py", line 9, in main
            raise RuntimeError("climate failed") from e
        RuntimeError: climate failed
        """
            .formatted(status, runId));
  }

  private static String calledProcess(String runId, String error) {
    return """
        Input file size is 512, 512
        %s
        Traceback (most recent call last):
          File "/app/%s/clip.py", line 33, in clip
            subprocess.check_call(cmd)
          File "/usr/lib/python3.11/subprocess.py", line 413, in check_call
            raise CalledProcessError(retcode, cmd)
        subprocess.CalledProcessError: Command '['gdalwarp', '-te', '1', '/x/%s']' returned non-zero exit status 1.
        """
        .formatted(error, runId, runId);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void oneCauseIsOneGroupAndAnotherCauseIsAnother(Case example) {
    String first = example.same().get(0).signature();
    assertThat(first).matches("[0-9a-f]{8}");
    assertThat(example.same())
        .allSatisfy(
            sample ->
                assertThat(sample.signature())
                    .as("%s%nis not%n%s", sample.pattern(), example.same().get(0).pattern())
                    .isEqualTo(first));
    assertThat(example.different())
        .extracting(Sample::signature)
        .as("%s", example.different().stream().map(Sample::pattern).toList())
        .doesNotHaveDuplicates()
        .doesNotContain(first);
  }

  @Test
  void thousandsOfRunsAreOneGroup() {
    List<String> signatures =
        IntStream.range(0, 2_000)
            .mapToObj(
                run -> {
                  String id = "Basin_%s-%d".formatted(letters(run), run);
                  return exited(
                          id,
                          "%tT reading %s.tif\nERROR 4: /data/%s/%x/dem.tif: No such file (job %08x%04x)\n"
                              .formatted(
                                  run * 1000L * 60,
                                  letters(run),
                                  id,
                                  run * 7919,
                                  run * 2654435761L,
                                  run))
                      .signature();
                })
            .distinct()
            .toList();
    assertThat(signatures).hasSize(1);
  }

  /** Returns a name such as {@code Bcda}. */
  private static String letters(int number) {
    String digits = Integer.toString(number + 1000, 16);
    StringBuilder name = new StringBuilder();
    digits.chars().forEach(c -> name.append((char) ('g' + Character.digit(c, 16))));
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "run OR-3 failed in /batch/OR-3/wepp/p1.err at 2026-01-02T03:04:05Z after 12 tries with -3.5e-7 | run <run> failed in <path>/p<n>.err at <time> after <n> tries with <n>",
        "C:\\Users\\me\\x.txt is gone | <path>/x.txt is gone",
        "climate/p12.cli is empty | climate/p<n>.cli is empty",
        "km/h and N/A stay | km/h and N/A stay",
        "Sat Nov 21 08:57:53 UTC 2026: no | <time>: no",
        "21/Nov/2026 was 12 days ago | <time> was <duration> ago",
        "see https://user:pass@host.example.org:8080/a/b?c=1#d | see https://host.example.org:<n>/<path>",
        "HTTP 404 and errno 28 stay, 37% does not | HTTP 404 and errno 28 stay, <n>% does not",
        "ended by signal 11 after PT12H | ended by signal 11 after <duration>",
      })
  void whatDiffersFromRunToRunBecomesAPlaceholder(String message, String pattern) {
    assertThat(new WhatVaries("OR-3").normalise(message)).isEqualTo(pattern);
  }

  @Test
  void runIdsThatAreNumbersDoNotSplitAGroup() {
    assertThat(said("3", "no flow in cell 3 after 3 tries").signature())
        .isEqualTo(said("12", "no flow in cell 77 after 3 tries").signature())
        .isEqualTo(said("OR-3", "no flow in cell 5 after 1 tries").signature());
  }

  @Test
  void aRunIdInsideAWordIsNotTheRunId() {
    assertThat(new WhatVaries("a").normalise("a bad area near a"))
        .isEqualTo("<run> bad area near <run>");
    assertThat(new WhatVaries("Ör").normalise("Ör and ÖrÖr")).isEqualTo("<run> and ÖrÖr");
  }

  @Test
  void aRunIdWithCharactersOfRegularExpressionsIsTakenAsItIs() {
    assertThat(new WhatVaries("(a|b) \\E").normalise("x $1 (a|b) \\E y"))
        .isEqualTo("x $<n> <run> y");
  }

  @Test
  void whatMakesTwoFailuresDifferentCounts() {
    Failure failure = Failure.of(FailureKind.EXIT_CODE, "it ended with code 3").withExitCode(3);
    String value = FailureSignature.of("wepp", "r", failure).value();
    assertThat(FailureSignature.of("omni", "r", failure).value()).isNotEqualTo(value);
    assertThat(FailureSignature.of("wepp", "r", failure.withExitCode(4)).value())
        .isNotEqualTo(value);
    assertThat(FailureSignature.of("wepp", "r", failure.withSignal(9)).value()).isNotEqualTo(value);
    assertThat(FailureSignature.of("wepp", "other", failure).value()).isEqualTo(value);
  }

  @Test
  void whereTheWorkWasWhenItWasEndedFromOutsideDoesNotCount() {
    for (FailureKind kind :
        List.of(
            FailureKind.TIMEOUT,
            FailureKind.OUT_OF_MEMORY,
            FailureKind.NODE_LOST,
            FailureKind.PREEMPTED,
            FailureKind.CANCELLED,
            FailureKind.INFRASTRUCTURE)) {
      Failure failure = Failure.of(kind, "it is gone");
      assertThat(FailureSignature.of("wepp", "r", failure.withDetail("Error: x")).value())
          .isEqualTo(FailureSignature.of("wepp", "r", failure.withDetail("Error: y")).value());
    }
    Failure killed = Failure.of(FailureKind.EXIT_CODE, "it was killed").withSignal(9);
    assertThat(FailureSignature.of("wepp", "r", killed.withDetail("Error: x")).value())
        .isEqualTo(FailureSignature.of("wepp", "r", killed).value());
  }

  @Test
  void aCommonWordOfARunIdIsNoNameInAMessage() {
    assertThat(said("upper-watershed-7", "no station within 40 km of watershed 7").signature())
        .isEqualTo(said("creek-8", "no station within 40 km of watershed 8").signature());
  }

  @Test
  void aWordOfARunIdInTheNameOfCodeIsNotTheRun() {
    String trace =
        "java.io.IOException: no answer\n\tat com.example.Weather$Station.run(Weather.java:7)\n";
    assertThat(threw("Bonneville_Station-7", "no answer", trace).signature())
        .isEqualTo(threw("Cedar-8", "no answer", trace).signature());
  }

  @Test
  void theTellingLinesAreThereForAPerson() {
    assertThat(FailureSignature.evidence(cases().get(0).same().get(0).failure()))
        .containsExactly("ValueError: no station within 30.5 km of OR-3 (at build.py, load)");
    assertThat(
            FailureSignature.evidence(
                threw("r", "no", "java.lang.IllegalStateException: no\n\tat a.B.c(B.java:1)\n")
                    .failure()))
        .containsExactly("java.lang.IllegalStateException: no (at a.B.c)");
    assertThat(FailureSignature.evidence(Failure.of(FailureKind.EXIT_CODE, "no"))).isEmpty();
  }

  @Property(tries = 300)
  void anyTextHasASignature(@ForAll("texts") String message, @ForAll("texts") String detail) {
    assertThat(threw("r", message, detail).signature()).matches("[0-9a-f]{8}");
    assertThat(threw("r", message, detail.replace("\n", "\r\n")).signature())
        .isEqualTo(threw("r", message, detail).signature());
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(
            "at ",
            "\tat a.B.c(B.java:1)",
            "\n",
            " ",
            "Error: ",
            "/a/b",
            "\\",
            "'",
            "\"",
            "1",
            "e",
            "-",
            ":",
            "Traceback (most recent call last):\n",
            "  File \"x\", line 1, in y\n",
            "Caused by: x.Y: z\n",
            "<n>",
            "{\"message\": \"",
            "\u001b[31m",
            "r",
            "tmp",
            "0x",
            "ü",
            "\uD83C\uDF0A")
        .list()
        .ofMaxSize(40)
        .map(parts -> String.join("", parts));
  }

  @Test
  void aLongTextOfWhateverCharactersCostsNoMoreThanItsLength() {
    // A rule that backtracked would not come to an end here.
    for (String part :
        Arrays.asList(
            "a", "1", "a1", "/", "/a", "'", "\"/", "1.", "1:", "tmp", " at a", "\\", "f0", "1 s ",
            "<n> ")) {
      String text = part.repeat(400_000 / part.length());
      assertThat(threw("r", text, text).signature()).matches("[0-9a-f]{8}");
      assertThat(exited("r", "Error: " + text + "\n" + text).signature()).matches("[0-9a-f]{8}");
    }
  }
}
