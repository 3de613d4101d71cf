package io.github.batchrunner.rq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RqConfigTest {

  @Test
  void anAddressHasItsPartsAndDefaults() {
    RqConfig full = RqConfig.parse("rediss://rq:p%40s%3As@redis_1.example:7000/9");
    assertThat(full.tls()).isTrue();
    assertThat(full.user()).isEqualTo("rq");
    assertThat(full.password()).isEqualTo("p@s:s");
    assertThat(full.host()).isEqualTo("redis_1.example");
    assertThat(full.port()).isEqualTo(7000);
    assertThat(full.database()).isEqualTo(9);
    assertThat(full).hasToString("rediss://rq:***@redis_1.example:7000/9");

    RqConfig least = RqConfig.of(URI.create("redis://localhost"));
    assertThat(least.tls()).isFalse();
    assertThat(least.user()).isEmpty();
    assertThat(least.password()).isEmpty();
    assertThat(least.port()).isEqualTo(6379);
    assertThat(least.database()).isZero();
    assertThat(least.prefix()).isEqualTo("rq:");
    assertThat(least).hasToString("redis://localhost:6379/0");
  }

  @ParameterizedTest
  @CsvSource({
    "redis://[::1]:1/2, ::1, 1, 2",
    "redis://[::1], ::1, 6379, 0",
    "REDIS://h/, h, 6379, 0",
    "redis://h?db=3, h, 6379, 3",
    "redis://h/1?db=3, h, 6379, 3",
    "redis://:a+b@h, h, 6379, 0"
  })
  void addressesOfPythonsRedisPackageAreUnderstood(
      String address, String host, int port, int database) {
    RqConfig config = RqConfig.parse(address);
    assertThat(config.host()).isEqualTo(host);
    assertThat(config.port()).isEqualTo(port);
    assertThat(config.database()).isEqualTo(database);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "localhost:6379 | redis://",
        "http://:secret@h | redis://",
        "unix:/run/secret | file system",
        "unix:///run/secret | file system",
        "redis-sentinel://:secret@h/x | Sentinel",
        "redis-cluster://:secret@h | Cluster",
        "redis://:secret@a:1,b:2 | more than one",
        "redis://:se/secret@h | %2F",
        "redis://:se#secret@h | %2F",
        "redis://:secret%zz@h | hex",
        "redis://user@h | password",
        "redis://h:secret | port",
        "redis://:secret@h:0 | port",
        "redis://:secret@h:65536 | port",
        "redis://:secret@h:6379/abc | database",
        "redis://:secret@h/99999999999 | database",
        "redis://:secret@h/0?password=secret | db=",
        "redis://:secret@h/#x | fragment",
        "redis://:secret@/0 | no host",
        "redis://:secret@a b | character",
        "redis://::1 | IPv6"
      })
  void anAddressThatCannotBeUsedSaysWhyAndShowsNoPassword(String address, String reason) {
    assertThatThrownBy(() -> RqConfig.parse(address))
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause()
        .hasMessageContaining(reason)
        .hasMessageNotContaining("secret");
  }

  @Property
  void anyTextIsAnAddressOrAnIllegalArgument(@ForAll String text) {
    for (String address : new String[] {text, "redis://" + text, "redis://:p@" + text}) {
      try {
        assertThat(RqConfig.parse(address).host()).isNotEmpty();
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageContaining("address of Redis");
      }
    }
  }

  @Test
  void optionsAreCheckedAndKept() {
    RqConfig config =
        RqConfig.builder("rediss://:pw@h/3")
            .prefix("other:")
            .database(4)
            .connectTimeout(Duration.ofSeconds(1))
            .commandTimeout(Duration.ofSeconds(2))
            .clientName("web")
            .certificates(Path.of("ca.pem"))
            .build();
    RqConfig same = config.toBuilder().build();
    assertThat(same).usingRecursiveComparison().isEqualTo(config);
    assertThat(same.database()).isEqualTo(4);
    assertThat(same.certificates()).isEqualTo(Path.of("ca.pem"));

    RqConfig.Builder builder = RqConfig.builder("redis://h");
    assertThatThrownBy(() -> builder.commandTimeout(Duration.ZERO))
        .hasMessageContaining("command timeout");
    assertThatThrownBy(() -> builder.clientName("a b")).hasMessageContaining("\"a b\"");
    assertThatThrownBy(() -> builder.database(-1)).hasMessageContaining("-1");
    assertThatThrownBy(() -> builder.certificates(Path.of("ca.pem")))
        .hasMessageContaining("rediss://");
  }
}
