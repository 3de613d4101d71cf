package io.github.batchrunner.core.clone;

import io.github.batchrunner.core.internal.files.PathNames;
import io.github.batchrunner.core.nodb.NoDbDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The edits of the base project since the versions that runs were cloned from, found once for each
 * version. Thread-safe.
 */
final class BaseEdits {

  private final BaseSnapshot base;
  private final BaseStore store;
  private final Predicate<Path> declared;
  private final BaseManifest now;
  private final Map<String, BaseEntry> entries = new HashMap<>();
  private final Map<List<String>, List<BaseEdit>> found = new ConcurrentHashMap<>();

  /**
   * Prepares for the base as it is.
   *
   * @param declared whether a file is an input that a task declares
   */
  BaseEdits(BaseSnapshot base, BaseStore store, Predicate<Path> declared) {
    this.base = base;
    this.store = store;
    this.declared = declared;
    this.now = BaseManifest.of(base);
    base.entries().forEach(entry -> entries.put(PathNames.slashed(entry.path()), entry));
  }

  /**
   * Returns the edits: what there is now, directories first, and then what is gone, directories
   * last.
   *
   * @param versions the fingerprint of the base that a run was cloned from, and of others of which
   *     it may have parts
   */
  List<BaseEdit> since(List<String> versions) throws IOException {
    try {
      return found.computeIfAbsent(List.copyOf(versions), this::find);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private List<BaseEdit> find(List<String> versions) {
    try {
      List<BaseManifest> before = new ArrayList<>();
      for (String version : versions) {
        Optional<BaseManifest> manifest = store.manifest(version);
        if (manifest.isEmpty()) {
          return ofUnknown();
        }
        before.add(manifest.get());
      }
      List<BaseEdit> edits = new ArrayList<>();
      for (String path : paths(before)) {
        List<FileState> states = before.stream().map(manifest -> manifest.file(path)).toList();
        if (states.stream().allMatch(now.file(path)::sameAs)) {
          continue;
        }
        Optional<List<NoDbDocument>> texts = texts(path, states);
        if (texts.isEmpty()) {
          return ofUnknown();
        }
        edits.add(BaseEdit.of(below(path), states, now.file(path), entries.get(path), texts.get()));
      }
      return List.copyOf(edits);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Set<String> paths(List<BaseManifest> before) {
    Set<String> paths = new LinkedHashSet<>(now.files().keySet());
    for (BaseManifest manifest : before) {
      List<String> insideOut = new ArrayList<>(manifest.files().keySet());
      Collections.reverse(insideOut);
      paths.addAll(insideOut);
    }
    paths.removeIf(path -> below(path).equals(ProjectCloner.featureFile(below(""))));
    return paths;
  }

  /** The texts of those that are NoDb files; empty when one is not kept. */
  private Optional<List<NoDbDocument>> texts(String path, List<FileState> states)
      throws IOException {
    List<NoDbDocument> texts = new ArrayList<>();
    for (FileState state : states) {
      if (state.is(FileState.Kind.NODB)) {
        Optional<NoDbDocument> text = store.noDb(path, state.hash());
        if (text.isEmpty()) {
          return Optional.empty();
        }
        texts.add(text.get());
      }
    }
    return Optional.of(texts);
  }

  /** Whatever a run has else than the base has now may be an edit of either. */
  private List<BaseEdit> ofUnknown() {
    return base.entries().stream()
        .filter(
            entry ->
                entry instanceof BaseEntry.NoDb
                    || (!(entry instanceof BaseEntry.Folder) && declared.test(entry.path())))
        .map(entry -> BaseEdit.ofUnknown(base, entry))
        .toList();
  }

  private Path below(String path) {
    return base.directory().getFileSystem().getPath(path);
  }
}
