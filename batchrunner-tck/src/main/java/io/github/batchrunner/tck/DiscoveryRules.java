package io.github.batchrunner.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.spi.Capabilities;
import io.github.batchrunner.spi.OptionSpec;
import io.github.batchrunner.spi.SpiVersion;
import io.github.batchrunner.spi.TaskExecutorProvider;
import java.lang.module.ModuleDescriptor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Chapter 1: discovery. */
interface DiscoveryRules extends Rules {

  @Test
  default void r1_1_theServiceLoaderFindsTheProvider() throws NoSuchMethodException {
    Class<?> type = bench().provider().getClass();
    assertThat(type).isPublic();
    assertThat(type.getConstructor()).isNotNull();
    assertThat(discovered(type.getClassLoader())).contains(type.getName());
    ModuleDescriptor module = type.getModule().getDescriptor();
    if (module != null) {
      assertThat(module.provides())
          .anyMatch(
              provides ->
                  provides.service().equals(TaskExecutorProvider.class.getName())
                      && provides.providers().contains(type.getName()));
    }
  }

  @Test
  default void r1_2_theIdIsWellFormedAndStable() {
    String id = bench().provider().id();
    assertThat(id).matches("[a-z][a-z0-9-]*");
    assertThat(bench().provider().id()).isEqualTo(id);
    assertThat(bench().harness().provider().id()).isEqualTo(id);
  }

  @Test
  default void r1_3_theProviderGivesEqualAnswersEachTime() {
    TaskExecutorProvider provider = bench().provider();
    assertThat(provider.description()).isNotBlank().isEqualTo(provider.description());
    assertThat(provider.spiVersion()).isEqualTo(provider.spiVersion());
    assertThat(describe(provider.options())).isEqualTo(describe(provider.options()));
    assertThat(describe(provider.capabilities(bench().options())))
        .isEqualTo(describe(provider.capabilities(bench().options())));
  }

  @Test
  default void r1_3_whatTheProviderSaysDoesNotDependOnAnOpenExecutor() {
    String before = describe(bench().capabilities());
    bench().open();
    assertThat(describe(bench().capabilities())).isEqualTo(before);
  }

  @Test
  default void r1_4_thisVersionOfTheSpiAcceptsThePlugin() {
    SpiVersion version = bench().provider().spiVersion();
    assertThat(SpiVersion.ofHost().accepts(version))
        .as("host %s accepts plugin %s", SpiVersion.ofHost(), version)
        .isTrue();
  }

  private static List<String> discovered(ClassLoader loader) {
    List<String> names = new ArrayList<>();
    Iterator<ServiceLoader.Provider<TaskExecutorProvider>> found =
        ServiceLoader.load(TaskExecutorProvider.class, loader).stream().iterator();
    while (true) {
      try {
        if (!found.hasNext()) {
          return names;
        }
        names.add(found.next().type().getName());
      } catch (ServiceConfigurationError e) {
        names.add("a broken provider: " + e.getMessage());
      }
    }
  }

  private static String describe(List<OptionSpec> options) {
    return options.stream()
        .map(
            spec ->
                String.join(
                    "|",
                    spec.name(),
                    spec.type().name(),
                    spec.description(),
                    spec.defaultValue().orElse("none"),
                    String.valueOf(spec.secret())))
        .collect(Collectors.joining("\n"));
  }

  private static String describe(Capabilities capabilities) {
    return List.of(
            capabilities.workKinds().stream().sorted().toList(),
            capabilities.nativeDependencies(),
            capabilities.slots(),
            capabilities.maxSubmissionSize(),
            capabilities.maxPayloadBytes(),
            capabilities.submissionsPerSecond(),
            capabilities.delivery(),
            capabilities.pollInterval(),
            capabilities.endedRetention(),
            capabilities.reattach(),
            capabilities.cancelsQueued(),
            capabilities.cancelsRunning(),
            capabilities.abilities().stream().sorted().toList())
        .toString();
  }
}
