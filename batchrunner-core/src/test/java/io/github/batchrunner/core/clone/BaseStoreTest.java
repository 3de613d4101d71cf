package io.github.batchrunner.core.clone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.core.nodb.NoDbFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaseStoreTest {

  @TempDir Path root;
  private Path base = Path.of("");
  private Path directory = Path.of("");
  private BaseStore store = new BaseStore(Path.of(""));

  @BeforeEach
  void writeBase() throws IOException {
    base = BaseFixture.write(root.resolve("demo/_base"));
    directory = root.resolve("demo/.batchrunner/base");
    store = new BaseStore(directory);
  }

  private BaseSnapshot edited(int number) {
    NoDbFile file = NoDbFile.read(base.resolve("ron.nodb"));
    file.write(file.document().with("_edit", number));
    return BaseSnapshot.take(base);
  }

  @Test
  void aVersionIsKeptOnceAndEachTextOnce() throws IOException {
    BaseSnapshot first = BaseSnapshot.take(base);
    assertThat(store.keep(first)).isTrue();
    assertThat(store.keep(first)).isFalse();
    BaseSnapshot second = edited(1);
    assertThat(store.keep(second)).isTrue();

    assertThat(BaseFixture.names(directory.resolve("manifests"))).hasSize(2);
    assertThat(BaseFixture.names(directory.resolve("nodb"))).hasSize(4);
    BaseManifest manifest = store.manifest(second.fingerprint()).orElseThrow();
    assertThat(manifest).isEqualTo(BaseManifest.of(second));
    assertThat(manifest.files().keySet())
        .contains("dem", "dem/empty", "dem/dem.tif", "ron.nodb")
        .doesNotContain("", "READONLY", ".batchrunner");
    for (String file : List.of("ron.nodb", "_pups/omni/scenarios/s/wepp.nodb")) {
      assertThat(store.noDb(file, manifest.file(file).hash())).isPresent();
    }
  }

  @Test
  void whatIsDamagedIsNotThere() throws IOException {
    BaseSnapshot snapshot = BaseSnapshot.take(base);
    store.keep(snapshot);
    String hash = store.manifest(snapshot.fingerprint()).orElseThrow().file("ron.nodb").hash();
    Path text = directory.resolve("nodb").resolve(hash + ".nodb");
    Files.writeString(text, Files.readString(text).replace("Ron", "Rom"));
    assertThat(store.noDb("ron.nodb", hash)).isEmpty();

    Path manifest = directory.resolve("manifests").resolve(snapshot.fingerprint() + ".json");
    for (String damaged :
        List.of(
            "",
            "[]",
            "{\"version\": 2}",
            Files.readString(manifest).substring(0, 300),
            Files.readString(manifest).replace(snapshot.fingerprint(), "0".repeat(64)))) {
      Files.writeString(manifest, damaged);
      assertThat(store.manifest(snapshot.fingerprint())).as(damaged).isEmpty();
    }
    assertThat(store.keep(snapshot)).as("is kept anew").isTrue();
    for (String hostile : List.of("", "../../x", "../manifests/" + snapshot.fingerprint())) {
      assertThat(store.manifest(hostile)).isEmpty();
      assertThat(store.noDb("x", hostile)).isEmpty();
    }
  }

  @Test
  void aStoreThatCannotBeWrittenIsAClearError() throws IOException {
    Files.createDirectories(directory.getParent());
    Files.writeString(directory, "in the way");
    assertThatThrownBy(() -> store.keep(BaseSnapshot.take(base)))
        .isInstanceOf(CloneException.class)
        .hasMessageContaining(directory.toString());
  }

  @Test
  void versionsThatNoRunRefersToAreRemovedOnceThereAreMany() throws IOException {
    List<String> versions = new ArrayList<>();
    for (int i = 0; i <= BaseStore.KEPT_UNSEEN + 2; i++) {
      BaseSnapshot snapshot = edited(i);
      store.keep(snapshot);
      versions.add(snapshot.fingerprint());
      if (i == BaseStore.KEPT_UNSEEN - 1) {
        assertThat(store.removeUnused(root.resolve("demo"), "none")).isZero();
      }
    }
    Path run = Files.createDirectory(root.resolve("demo/r"));
    new Origin("demo", "r", versions.get(3), List.of(versions.get(5))).writeTo(run);
    Files.writeString(directory.resolve("nodb/notes.nodb"), "not ours");
    String present = versions.get(versions.size() - 1);

    assertThat(store.removeUnused(root.resolve("demo"), present)).isEqualTo(BaseStore.KEPT_UNSEEN);

    assertThat(BaseFixture.names(directory.resolve("manifests")))
        .containsExactlyInAnyOrder(
            versions.get(3) + ".json", versions.get(5) + ".json", present + ".json");
    assertThat(BaseFixture.names(directory.resolve("nodb")))
        .contains("notes.nodb")
        .hasSize(1 + 2 + 3);
    for (String kept : List.of(versions.get(3), versions.get(5), present)) {
      BaseManifest manifest = store.manifest(kept).orElseThrow();
      assertThat(store.noDb("ron.nodb", manifest.file("ron.nodb").hash())).isPresent();
    }
  }
}
