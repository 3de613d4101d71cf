package io.github.batchrunner.rq.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.github.batchrunner.rq.testing.Requirement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files in samples/deploy are what Kubernetes, KEDA and systemd take. */
class DeployFilesTest {

  /** Kubernetes ignores what it does not know; here that is a mistake. */
  private static final YAMLMapper STRICT =
      YAMLMapper.builder()
          .annotationIntrospector(
              new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1;

                @Override
                public Boolean hasAnySetter(Annotated member) {
                  return false;
                }
              })
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(com.fasterxml.jackson.core.JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();

  /** KEDA's redis trigger, as of KEDA 2.13's documentation. */
  private static final Set<String> REDIS_TRIGGER =
      Set.of(
          "address",
          "host",
          "port",
          "usernameFromEnv",
          "passwordFromEnv",
          "addressFromEnv",
          "listName",
          "listLength",
          "activationListLength",
          "databaseIndex",
          "enableTLS",
          "unsafeSsl");

  private static Path directory() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve("samples/deploy"))) {
        return at.resolve("samples/deploy");
      }
    }
    throw new AssertionError("there is no samples/deploy above " + Path.of("").toAbsolutePath());
  }

  private static List<JsonNode> documents(String file) throws IOException {
    List<JsonNode> documents = new ArrayList<>();
    try (var values =
        STRICT.readerFor(JsonNode.class).<JsonNode>readValues(directory().resolve(file).toFile())) {
      values.forEachRemaining(documents::add);
    }
    return documents;
  }

  @Test
  void theDeploymentIsOneThatKubernetesTakes() throws IOException {
    Deployment deployment =
        STRICT.readValue(directory().resolve("worker-pool.yaml").toFile(), Deployment.class);

    assertThat(deployment.getApiVersion()).isEqualTo("apps/v1");
    Map<String, String> labels = deployment.getSpec().getTemplate().getMetadata().getLabels();
    assertThat(deployment.getSpec().getSelector().getMatchLabels()).isEqualTo(labels);
    PodSpec pod = deployment.getSpec().getTemplate().getSpec();
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    Container worker = pod.getContainers().get(0);
    assertThat(worker.getArgs()).containsSequence("worker", "--queue", "batch", "--workers", "3");
    assertThat(worker.getArgs()).containsSequence("--alive-file", "/tmp/alive");
    assertThat(worker.getLivenessProbe().getExec().getCommand().toString()).contains("/tmp/alive");
    assertThat(pod.getTerminationGracePeriodSeconds())
        .as("longer than the grace of the workers")
        .isGreaterThan(grace(worker.getArgs()));
    assertThat(worker.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(worker.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
    assertThat(worker.getLivenessProbe().getExec().getCommand()).isNotEmpty();
    assertThat(worker.getResources().getLimits()).containsKey("memory");
    assertThat(worker.getEnv())
        .singleElement()
        .satisfies(
            variable -> {
              assertThat(variable.getName()).isEqualTo("BATCHRUNNER_REDIS");
              assertThat(variable.getValue()).isNull();
              assertThat(variable.getValueFrom().getSecretKeyRef().getKey()).isEqualTo("url");
            });
    assertThat(worker.getVolumeMounts())
        .allMatch(
            mount -> pod.getVolumes().stream().anyMatch(v -> v.getName().equals(mount.getName())));
  }

  /** Returns how many seconds jobs may go on after SIGTERM. */
  private static long grace(List<String> arguments) {
    return Long.parseLong(arguments.get(arguments.indexOf("--grace") + 1).replaceFirst("s$", ""));
  }

  @Test
  void aMisspeltPropertyWouldBeFound() throws IOException {
    String text = Files.readString(directory().resolve("worker-pool.yaml"));

    assertThatThrownBy(
            () ->
                STRICT.readValue(
                    text.replace("livenessProbe:", "livelinessProbe:"), Deployment.class))
        .isInstanceOf(UnrecognizedPropertyException.class)
        .hasMessageContaining("livelinessProbe");
  }

  @Test
  void kedaScalesTheDeploymentByTheLengthOfItsQueue() throws IOException {
    List<JsonNode> documents = documents("scaled-object.yaml");

    assertThat(documents)
        .extracting(one -> one.path("kind").asText())
        .containsExactly("TriggerAuthentication", "ScaledObject");
    assertThat(documents)
        .allMatch(one -> one.path("apiVersion").asText().equals("keda.sh/v1alpha1"));
    JsonNode secrets = documents.get(0).path("spec").path("secretTargetRef");
    assertThat(secrets).hasSize(2);
    assertThat(secrets)
        .allSatisfy(
            secret ->
                assertThat(names(secret)).containsExactlyInAnyOrder("parameter", "name", "key"));
    JsonNode spec = documents.get(1).path("spec");
    assertThat(names(spec))
        .isSubsetOf(
            "scaleTargetRef",
            "minReplicaCount",
            "maxReplicaCount",
            "pollingInterval",
            "cooldownPeriod",
            "advanced",
            "triggers");
    assertThat(spec.path("scaleTargetRef").path("name").asText())
        .isEqualTo(
            STRICT
                .readValue(directory().resolve("worker-pool.yaml").toFile(), Deployment.class)
                .getMetadata()
                .getName());
    JsonNode trigger = spec.path("triggers").path(0);
    assertThat(trigger.path("type").asText()).isEqualTo("redis");
    assertThat(trigger.path("authenticationRef").path("name").asText())
        .isEqualTo(documents.get(0).path("metadata").path("name").asText());
    assertThat(names(trigger.path("metadata"))).isSubsetOf(REDIS_TRIGGER);
    assertThat(trigger.path("metadata")).allMatch(JsonNode::isTextual);
    assertThat(trigger.path("metadata").path("listName").asText()).isEqualTo("rq:queue:batch");
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void noFileHoldsASecret() throws IOException {
    try (var files = Files.list(directory())) {
      for (Path file : files.filter(path -> !path.toString().endsWith(".md")).toList()) {
        assertThat(Files.readString(file).replaceAll("(?m)^\\s*#.*$", ""))
            .as(file.toString())
            .doesNotContain("redis://", "rediss://", "--redis");
      }
    }
  }

  @Test
  void systemdTakesTheUnit(@TempDir Path directory) throws IOException, InterruptedException {
    // The instance stands for any queue, and this Java for the system's.
    Path unit = directory.resolve("batchrunner-worker@batch.service");
    Files.writeString(
        unit,
        Files.readString(directory().resolve("batchrunner-worker@.service"))
            .replace(
                "/usr/bin/java", Path.of(System.getProperty("java.home"), "bin/java").toString()));
    Process process;
    try {
      process =
          new ProcessBuilder("systemd-analyze", "verify", "--man=no", unit.toString())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      throw Requirement.missing("systemd-analyze cannot be started: " + e.getMessage());
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(said).isZero();
    // It does not fail for what it does not know, it only says so.
    assertThat(said).doesNotContain("Unknown", "ignoring");
  }
}
