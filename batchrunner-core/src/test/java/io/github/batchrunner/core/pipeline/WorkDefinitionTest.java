package io.github.batchrunner.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.template.TemplateScope;
import io.github.batchrunner.spi.Work;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkDefinitionTest {

  @TempDir private Path directory;

  /** A run whose id would be dangerous in a shell or a format. */
  private static final TemplateScope SCOPE =
      new TemplateScope() {
        @Override
        public @Nullable Object lookup(String name) {
          return name.equals("attempt") ? 3L : "$(rm -rf /); {wd} " + name;
        }
      };

  @Test
  void valuesArePutInOnceAndAsTheyAre() {
    Work work = WorkDefinition.command("wepp", "{run_id}", "{{x}}").render(SCOPE);
    assertThat(((Work.Command) work).argv())
        .containsExactly("wepp", "$(rm -rf /); {wd} run_id", "{x}");
  }

  @Test
  void templatesAreFilledInAtAnyDepthOfACall() {
    Work work =
        WorkDefinition.call(
                "f", List.of(Map.of("k", "{attempt}")), 7, (short) 8, 1.5f, true, "plain")
            .render(SCOPE);
    assertThat(((Work.Call) work).args())
        .containsExactly(List.of(Map.of("k", "3")), 7L, 8L, 1.5, true, "plain");
  }

  @Test
  void argumentsThatJsonDoesNotHaveAreRefused() {
    List<Object> itself = new ArrayList<>();
    itself.add(itself);
    for (Object wrong :
        Arrays.asList(new Object(), Double.NaN, Float.NEGATIVE_INFINITY, itself, Map.of(1, "x"))) {
      assertThatThrownBy(() -> WorkDefinition.call("f", wrong))
          .isInstanceOf(InvalidInputException.class);
    }
  }

  @Test
  void patternsMatchFilesBelowTheDirectoryAlone() throws Exception {
    Files.createDirectories(directory.resolve("a/b"));
    Files.writeString(directory.resolve("a/b/one.txt"), "");
    Files.writeString(directory.resolve("a/[x]{y}"), "");
    String wd = directory.toString();
    for (String there :
        List.of("a/b/one.txt", "a/*/one.txt", "*/b/*.t?t", "a/b", "a/[x]{y}", "a/[x]{*}", "a/?")) {
      assertThat(FilePattern.matches(wd, FilePattern.require(there))).as(there).isTrue();
    }
    for (String absent :
        List.of("a/c", "a/*.txt", "*/one.txt", "a/b/one.txt/x", "a/b/one.txt/*", "a/x", "none/*")) {
      assertThat(FilePattern.matches(wd, FilePattern.require(absent))).as(absent).isFalse();
    }
    assertThat(FilePattern.matches(wd + "/none", "a/*")).isFalse();
  }
}
