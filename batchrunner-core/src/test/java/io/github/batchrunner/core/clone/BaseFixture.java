package io.github.batchrunner.core.clone;

import io.github.batchrunner.core.internal.json.PythonJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Writes small base projects and looks at directories. */
final class BaseFixture {

  private BaseFixture() {}

  /** A project with files of every kind that is cloned, and of every kind that is not. */
  static Path write(Path base) throws IOException {
    Files.createDirectories(base.resolve("dem/empty"));
    Files.createDirectories(base.resolve("climate"));
    noDb(base, "", "ron.nodb", Map.of("_boundary", base + "/dem/b.json"));
    noDb(base, "", "soils.nodb", Map.of("soils_dir", base + "/soils", "parpath", "/workdir/x"));
    noDb(base, "_pups/omni/scenarios/s", "wepp.nodb", Map.of("_parent_wd", base.toString()));
    Files.writeString(base.resolve("dem/dem.tif"), "raster");
    Files.writeString(base.resolve("climate/a.cli"), "days");
    Files.writeString(base.resolve("nodb.version"), "1000\n");
    for (String left :
        new String[] {
          "READONLY", "PUBLIC", "redisprep.dump", "ron.nodb.lock", "rq.log", ".ron.nodb.8x.tmp"
        }) {
      Files.writeString(base.resolve(left), "left out");
    }
    Files.writeString(Files.createDirectory(base.resolve(".batchrunner")).resolve("x"), "");
    return base;
  }

  static Path noDb(Path base, String place, String name, Map<String, ?> more) throws IOException {
    Path directory = Files.createDirectories(base.resolve(place));
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("wd", directory.toString());
    state.putAll(more);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("py/object", "wepppy.nodb.core.ron.Ron");
    document.put("py/state", state);
    return Files.writeString(directory.resolve(name), PythonJson.dumps(document));
  }

  /** Everything below a directory: its path, and the text of a file or the target of a link. */
  static Map<String, String> tree(Path root) throws IOException {
    Map<String, String> tree = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.filter(path -> !path.equals(root)).toList()) {
        String name = root.relativize(path).toString();
        if (Files.isSymbolicLink(path)) {
          tree.put(name, "-> " + Files.readSymbolicLink(path));
        } else if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
          tree.put(name, "/");
        } else {
          tree.put(name, Files.readString(path));
        }
      }
    }
    return tree;
  }

  /** The names directly in a directory, hidden ones included. */
  static List<String> names(Path directory) throws IOException {
    try (Stream<Path> paths = Files.list(directory)) {
      return paths.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}
