package io.github.batchrunner.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.spi.FailsWhen;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PipelineJsonTest {

  @TempDir private Path directory;

  private static String oneTask(String rest) {
    return "{\"id\":\"p\",\"tasks\":[{\"id\":\"t\"," + rest.replace('\'', '"') + "}]}";
  }

  @Test
  void theExampleOfTheDesignIsRead() {
    Pipeline pipeline =
        PipelineJson.parse(
            """
            {"id": "wepp", "tasks": [
              {"id": "delineation", "label": "Watershed Delineation and Abstraction", "work": {"handler": "delineation"}},
              {"id": "climate", "needs": ["delineation"],
               "work": {"call": {"function": "wepppy.rq.project_rq.build_climate_rq", "args": ["{composite_run_id}"], "kwargs": {}}},
               "timeout": "PT12H", "resources": {"cpus": 1, "memory_mb": 4096}, "retry": {"max_attempts": 3},
               "inputs": ["climate.nodb"], "outputs": ["climate/*.cli"], "hints": {"slurm.partition": "main"}},
              {"id": "wepp", "needs": ["climate"], "work": {"command": ["wepp", "--wd", "{wd}"], "env": {"OMP_NUM_THREADS": "1"}}}]}
            """);
    assertThat(pipeline.tasks())
        .extracting(TaskDefinition::id)
        .containsExactly("delineation", "climate", "wepp");
    TaskDefinition climate = pipeline.task(1);
    assertThat(climate.timeout()).contains(Duration.ofHours(12));
    assertThat(climate.resources().memoryMb()).isEqualTo(4096);
    assertThat(climate.retry().maxAttempts()).isEqualTo(3);
    assertThat(climate.hints()).containsEntry("slurm.partition", "main");
    assertThat(pipeline.task(2).work()).isInstanceOf(WorkDefinition.Command.class);
    assertThat(PipelineJson.write(PipelineJson.parse(PipelineJson.write(pipeline))))
        .isEqualTo(PipelineJson.write(pipeline));
  }

  @Test
  void whichResultsAreFailuresIsPartOfWhatACallDoes() {
    WorkDefinition work =
        PipelineJson.parse(
                oneTask("'work':{'call':{'function':'f','fails_when':'first_is_false'}}"))
            .task(0)
            .work();
    assertThat(work).isEqualTo(WorkDefinition.call("f").failingWhen(FailsWhen.FIRST_IS_FALSE));
    assertThat(PipelineJson.write(work))
        .contains("\"fails_when\":\"first_is_false\"")
        .isNotEqualTo(PipelineJson.write(WorkDefinition.call("f")));
  }

  @Test
  void howATaskIsTriedAgainIsRead() {
    TaskDefinition task =
        PipelineJson.parse(
                oneTask(
                    "'work':{'handler':'h'},'retry':{'max_attempts':3,'delay':'PT1S','delay_factor':2,'max_delay':'PT10M','jitter':0.25,'memory_factor':1.5,'max_memory_mb':16384,'max_losses':3}"))
            .task(0);
    assertThat(task.retry())
        .isEqualTo(
            RetryPolicy.builder().maxAttempts(3).memoryFactor(1.5).maxMemoryMb(16384).build());
    assertThat(PipelineJson.parse(oneTask("'work':{'handler':'h'},'retry':{}")).task(0).retry())
        .isEqualTo(RetryPolicy.NONE);
  }

  @Test
  void whatALogSaysIsRead() {
    TaskDefinition task =
        PipelineJson.parse(
                oneTask(
                    "'work':{'handler':'h'},'log':{'failure':['Pipeline FAILED'],'ignore':['no valid data'],'success':['Pipeline SUCCESS','exiting early']}"))
            .task(0);
    assertThat(task.log())
        .isEqualTo(
            LogRules.failingOn("Pipeline FAILED")
                .ignoring("no valid data")
                .succeedingOn("Pipeline SUCCESS", "exiting early"));
  }

  @Test
  void howATaskIsTriedAgainAndJudgedIsNoPartOfWhatItDoes() {
    String plain = "'work':{'handler':'h'}";
    assertThat(
            PipelineJson.write(
                PipelineJson.parse(
                        oneTask(plain + ",'retry':{'max_attempts':3},'log':{'failure':['x']}"))
                    .task(0)
                    .work()))
        .isEqualTo(PipelineJson.write(PipelineJson.parse(oneTask(plain)).task(0).work()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'work':{'handler':'h'},'need':['a'] | task \"t\" has an unknown key \"need\"; did you mean \"needs\"?",
        "'work':{'handler':'h'},'resources':{'cpu':1} | \"resources\" of task \"t\" has an unknown key \"cpu\"; did you mean \"cpus\"?",
        "'work':{'call':{'function':'f','fails_when':'false'}} | has a \"fails_when\" that is none of [never, result_is_false, first_is_false]: \"false\"",
        "'work':{'comand':['x']} | task \"t\" has exactly one of",
        "'work':{'handler':'h','command':['x']} | task \"t\" has exactly one of",
        "'label':'x' | task \"t\" has no \"work\"",
        "'work':{'call':{'function':'f','arg':[]}} | has an unknown key \"arg\"; did you mean \"args\"?",
        "'work':{'handler':'h','args':{'x':1}} | \"args\" of \"work\" of task \"t\" has a \"x\" that is not a text: 1",
        "'work':{'command':[]} | task \"t\": a command is a list that begins with a program",
        "'work':{'command':['{wd']} | task \"t\"",
        "'work':{'command':['x'],'env':{'A=B':'1'}} | task \"t\": the name of an environment variable",
        "'work':{'command':['x'],'env':{'':'1'}} | task \"t\": the name of an environment variable",
        "'work':{'handler':'h'},'timeout':'12h' | task \"t\" has a \"timeout\" that is not an ISO 8601 duration",
        "'work':{'handler':'h'},'timeout':'PT0S' | the timeout of task \"t\" is longer than zero",
        "'work':{'handler':'h'},'retry':{'max_attempts':0} | is not a whole number from 1 to 100: 0",
        "'work':{'handler':'h'},'retry':{'max_attempts':'3'} | \"retry\" of task \"t\" has a \"max_attempts\" that is not a whole number",
        "'work':{'handler':'h'},'retry':{'max_attempt':3} | \"retry\" of task \"t\" has an unknown key \"max_attempt\"; did you mean \"max_attempts\"?",
        "'work':{'handler':'h'},'retry':{'delay':'1s'} | \"retry\" of task \"t\" has a \"delay\" that is not an ISO 8601 duration",
        "'work':{'handler':'h'},'retry':{'delay':'P400D'} | task \"t\": \"delay\" is a duration from PT0S",
        "'work':{'handler':'h'},'retry':{'delay':5} | \"retry\" of task \"t\" has a \"delay\" that is not a text: 5",
        "'work':{'handler':'h'},'retry':{'delay_factor':'2'} | \"retry\" of task \"t\" has a \"delay_factor\" that is not a number",
        "'work':{'handler':'h'},'retry':{'delay_factor':1e400} | task \"t\": \"delay_factor\" is a number from 1 to 100",
        "'work':{'handler':'h'},'retry':{'jitter':2} | task \"t\": \"jitter\" is a number from 0 to 1",
        "'work':{'handler':'h'},'retry':{'memory_factor':1.5,'max_memory_mb':0} | that is not a whole number from 1",
        "'work':{'handler':'h'},'retry':{'max_memory_mb':16384} | task \"t\": \"max_memory_mb\" (16384) is the ceiling",
        "'work':{'handler':'h'},'retry':{'max_losses':-1} | is not a whole number from 0 to 100: -1",
        "'work':{'handler':'h'},'resources':{'memory_mb':30500},'retry':{'memory_factor':1.5,'max_memory_mb':16384} | task \"t\" asks for 30500 mebibytes",
        "'work':{'handler':'h'},'log':{'failures':['x']} | \"log\" of task \"t\" has an unknown key \"failures\"; did you mean \"failure\"?",
        "'work':{'handler':'h'},'log':{'failure':'x'} | \"log\" of task \"t\" has a \"failure\" that is not a list",
        "'work':{'handler':'h'},'log':{'failure':['a','b[c']} | task \"t\": pattern number 2 of \"failure\" of \"log\" is not a regular expression: \"b[c\": Unclosed character class (at character 3)",
        "'work':{'handler':'h'},'log':{'ignore':['*']} | task \"t\": pattern number 1 of \"ignore\" of \"log\" is not a regular expression: \"*\"",
        "'work':{'handler':'h'},'log':{'success':['']} | task \"t\": pattern number 1 of \"success\" of \"log\" has 1 to 1000 characters, but this has 0",
        "'work':{'handler':'h'},'resources':{'cpus':1.5} | is not a whole number from 1",
        "'work':{'handler':'h'},'group':'No Group' | task \"t\": an id is 1 to 40",
        "'work':{'handler':'h'},'inputs':['../secret'] | task \"t\": a pattern is a relative path",
        "'work':{'handler':'h'},'outputs':['/etc/passwd'] | task \"t\": a pattern is a relative path",
        "'work':{'handler':'h'},'outputs':['a/**'] | task \"t\": a pattern is a relative path",
        "'work':{'handler':'h'},'outputs':['a\\\\..\\\\b'] | task \"t\": a pattern is a relative path",
        "'work':{'handler':'h'},'outputs':['a//b'] | task \"t\": a pattern is a relative path",
        "'work':{'handler':'h'},'outputs':['a/'] | task \"t\": a pattern is a relative path",
        "'work':{'handler':'h'},'outputs':['./a'] | task \"t\": a pattern is a relative path",
        "'work':{'handler':'h'},'outputs':[''] | task \"t\": a pattern is a relative path",
        "'work':{'handler':'h'},'needs':['x'] | task \"t\" needs \"x\", which pipeline \"p\" does not have",
        "'work':{'handler':'h'},'needs':['t'] | in a circle: t -> t",
        "'work':{'call':{'function':'f','args':[1e400]}} | task \"t\": an argument of a call is",
        "'work':{'call':{'function':'f','args':[123456789012345678901]}} | task \"t\": an argument of a call is",
        "'work':{'call':{'function':'','args':[]}} | task \"t\": a call has a function",
      })
  void whatIsWrongIsNamedWithItsTask(String rest, String message) {
    assertThatThrownBy(() -> PipelineJson.parse(oneTask(rest)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{\"id\":\"p\"}",
        "{\"id\":\"p\",\"tasks\":[]}",
        "{\"id\":\"p\",\"tasks\":[1]}",
        "{\"id\":\"p\",\"tasks\":{}}",
        "{\"id\":\"p\",\"id\":\"p\",\"tasks\":[]}",
        "{\"id\":\"p\",\"tasks\":[]} {}",
        "{\"id\":7,\"tasks\":[]}",
        "{\"tasks\":[{\"id\":\"t\",\"work\":{\"handler\":\"h\"}}]}",
        "{\"id\":\"p\",\"tasks\":[{\"work\":{\"handler\":\"h\"}}]}",
        "{\"id\":\"p\",\"tasks\":[{\"id\":\"t\",\"work\":{\"handler\":\"h\"}},{\"id\":\"t\",\"work\":{\"handler\":\"h\"}}]}",
        "{\"id\":\"p\",\"x\":NaN,\"tasks\":[]}",
      })
  void whatIsNoPipelineIsRefused(String json) {
    assertThatThrownBy(() -> PipelineJson.parse(json)).isInstanceOf(InvalidInputException.class);
  }

  @Test
  void aCircleIsNamed() {
    assertThatThrownBy(
            () ->
                PipelineJson.parse(
                    """
                    {"id": "p", "tasks": [
                      {"id": "start", "work": {"handler": "h"}, "needs": ["c"]},
                      {"id": "a", "work": {"handler": "h"}, "needs": ["start"]},
                      {"id": "b", "work": {"handler": "h"}, "needs": ["a"]},
                      {"id": "c", "work": {"handler": "h"}, "needs": ["b"]}]}
                    """))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "the tasks of pipeline \"p\" need each other in a circle: start -> c -> b -> a -> start");
  }

  @Test
  void argumentsMayLieDeepInEachOtherButNotTooDeep() {
    int deepest = WorkDefinition.MOST_DEPTH;
    String fits = "[".repeat(deepest - 1) + "]".repeat(deepest - 1);
    String json = oneTask("'work':{'call':{'function':'f','args':[" + fits + "]}}");
    assertThat(PipelineJson.write(PipelineJson.parse(json))).contains(fits);
    for (int depth : List.of(deepest, 900, 5_000, 100_000)) {
      for (String[] nest : new String[][] {{"[", "]"}, {"{'a':", "}"}}) {
        String inner = nest[0].repeat(depth) + "1" + nest[1].repeat(depth);
        assertThatThrownBy(
                () ->
                    PipelineJson.parse(
                        oneTask("'work':{'call':{'function':'f','args':[" + inner + "]}}")))
            .as("%d deep", depth)
            .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(
                () ->
                    PipelineJson.parse(
                        oneTask("'work':{'call':{'function':'f','kwargs':{'k':[" + inner + "]}}}")))
            .isInstanceOf(InvalidInputException.class);
      }
    }
  }

  @Test
  void filesThatCannotBeReadAreNamed() throws Exception {
    Path file = directory.resolve("p.json");
    assertThatThrownBy(() -> PipelineJson.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(file.toString());
    Files.write(file, "{\"id\": \"p\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> PipelineJson.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(file.toString());
    Files.writeString(file, "{\"id\": \"p\",\n \"tasks\": [}");
    assertThatThrownBy(() -> PipelineJson.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("line 2");
    Files.write(file, new byte[(16 << 20) + 1]);
    assertThatThrownBy(() -> PipelineJson.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("larger than 16 MiB");
  }
}
