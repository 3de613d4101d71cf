package io.github.batchrunner.core.clone;

import io.github.batchrunner.core.internal.files.PathNames;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What stands at a path: its kind, and a hash that tells one content from another.
 *
 * @param kind what it is
 * @param hash of its content as in {@link BaseSnapshot#hashOf}; empty where the kind says it all
 * @param size in bytes; 0 for all but files
 */
record FileState(Kind kind, String hash, long size) {

  /** The kinds of things, with the words of a manifest. */
  enum Kind {
    NODB("nodb"),
    FILE("file"),
    LINK("link"),
    DIRECTORY("directory"),
    /** Nothing is there; in no manifest. */
    ABSENT("absent"),
    /** A device, a socket, a NoDb file that is none; in no manifest. */
    OTHER("other");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  static final FileState ABSENT = new FileState(Kind.ABSENT, "", 0);
  static final FileState DIRECTORY = new FileState(Kind.DIRECTORY, "", 0);

  static FileState link(Path target) {
    return new FileState(
        Kind.LINK, Sha256.of(PathNames.slashed(target).getBytes(StandardCharsets.UTF_8)), 0);
  }

  boolean is(Kind other) {
    return kind == other;
  }

  /** Tells whether the content is the same; a NoDb file may have another size nevertheless. */
  boolean sameAs(FileState other) {
    return kind == other.kind && hash.equals(other.hash) && kind != Kind.OTHER;
  }
}
