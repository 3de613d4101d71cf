package io.github.batchrunner.core;

import io.github.batchrunner.core.plan.RunTable;
import io.github.batchrunner.core.runid.RunIdValidator;
import io.github.batchrunner.core.runid.ValidationReport;
import io.github.batchrunner.core.template.FeatureScope;
import io.github.batchrunner.core.template.KeysUsed;
import io.github.batchrunner.core.template.Template;
import io.github.batchrunner.core.template.TemplateScope;
import io.github.batchrunner.core.watershed.AttachOptions;
import io.github.batchrunner.core.watershed.AttachedWatersheds;
import io.github.batchrunner.core.watershed.FeatureVisitor;
import io.github.batchrunner.core.watershed.LoadOptions;
import io.github.batchrunner.core.watershed.PropertySelection;
import io.github.batchrunner.core.watershed.WatershedAttacher;
import io.github.batchrunner.core.watershed.WatershedCollection;
import io.github.batchrunner.core.watershed.WatershedFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The watersheds of a batch and their run ids.
 *
 * <p>What was read is kept until the file, or the template, is another: for the template in use,
 * and apart from it for the one that was checked last. Thread-safe.
 */
final class WatershedStore {

  /** The name by which a template looks at more of a feature than its properties. */
  private static final String WHOLE_FEATURE = "feature";

  private final BatchFiles files;
  private final BatchRecord record;
  private final Clock clock;
  private final Object checking = new Object();
  private @Nullable Loaded loaded;
  private volatile @Nullable Loaded checked;
  private volatile @Nullable FewProperties few;

  WatershedStore(BatchFiles files, BatchRecord record, Clock clock) {
    this.files = files;
    this.record = record;
    this.clock = clock;
  }

  /**
   * The watersheds with the run ids of one template, and the state of the file they were read from.
   */
  private record Loaded(
      Path file,
      FileTime modified,
      long size,
      WatershedCollection collection,
      ValidationReport report,
      RunTable runs) {

    Loaded(
        Path file,
        FileTime modified,
        long size,
        WatershedCollection collection,
        ValidationReport report) {
      this(file, modified, size, collection, report, table(collection, report));
    }

    Loaded with(ValidationReport otherReport) {
      return new Loaded(file, modified, size, collection, otherReport);
    }

    boolean isOf(Path otherFile, String template) throws IOException {
      return report.template().equals(template) && isOf(otherFile);
    }

    boolean isOf(Path otherFile) throws IOException {
      return file.equals(otherFile)
          && Files.size(file) == size
          && Files.getLastModifiedTime(file).equals(modified);
    }
  }

  /** The features with those properties alone that the last template needed. */
  private record FewProperties(
      WatershedCollection collection, Set<String> names, List<WatershedFeature> features) {}

  synchronized AttachedWatersheds attach(Path geoJson, AttachOptions options) {
    AttachedWatersheds attached =
        new WatershedAttacher(clock).attach(files.directory(), geoJson, options);
    record.attached(attached);
    loaded = null;
    checked = null;
    few = null;
    return attached;
  }

  synchronized ValidationReport useTemplate(String source) {
    Loaded now = load(Template.forRunIds(source));
    record.validated(now.report().toState());
    return now.report();
  }

  /**
   * Makes the run ids without keeping them; those who ask for the runs do not wait for it.
   *
   * <p>The geometries are read the first time alone, and the properties again only for a template
   * that has others than the one before.
   */
  ValidationReport checkTemplate(String source) {
    Template template = Template.forRunIds(source);
    synchronized (checking) {
      Path file = attachedFile();
      try {
        Loaded known = known(file, source);
        if (known == null) {
          known = read(file, template);
        } else if (!known.report().template().equals(source)) {
          known = known.with(report(known.collection(), template));
        }
        checked = known;
        return known.report();
      } catch (IOException e) {
        throw unreadable(file, e);
      }
    }
  }

  /** Returns the watersheds of the attached file, whatever their run ids are. */
  WatershedCollection attached() {
    synchronized (checking) {
      Path file = attachedFile();
      try {
        Loaded known = known(file, "");
        return known == null ? WatershedCollection.load(file) : known.collection();
      } catch (IOException e) {
        throw unreadable(file, e);
      }
    }
  }

  /** Returns what was read of a file, for this template if possible. */
  private @Nullable Loaded known(Path file, String template) throws IOException {
    Loaded inUse;
    synchronized (this) {
      inUse = loaded;
    }
    if (inUse != null && inUse.isOf(file, template)) {
      return inUse;
    }
    Loaded last = checked;
    if (last != null && last.isOf(file)) {
      return last;
    }
    return inUse != null && inUse.isOf(file) ? inUse : null;
  }

  /** Returns the watersheds in the state in which the run ids were validated. */
  synchronized WatershedCollection collection() {
    return validated().collection();
  }

  /** Returns the runs; there is one for each watershed. */
  synchronized RunTable runs() {
    return validated().runs();
  }

  /** Returns the runs; none before a template has been validated for the first time. */
  synchronized RunTable runsSoFar() {
    return record.templateState().isEmpty() ? RunTable.builder(0).build() : runs();
  }

  /** Returns the attached file; empty if there is none. */
  Optional<Path> file() {
    return record.geoJsonState().isEmpty() ? Optional.empty() : Optional.of(attachedFile());
  }

  private Loaded validated() {
    Map<String, @Nullable Object> state =
        record
            .templateState()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "batch \"%s\" has no run ids yet; validate a template first"
                            .formatted(files.name())));
    String source = String.valueOf(state.get("template"));
    if ("stale".equals(state.get("status"))) {
      throw new InvalidInputException(
          "the run ids of batch \"%s\" are out of date, because other watersheds were attached since; validate the template \"%s\" again"
              .formatted(files.name(), source));
    }
    Loaded now = load(Template.forRunIds(source));
    if (!now.report().resourceChecksum().equals(state.get("resource_checksum"))) {
      throw new InvalidInputException(
          "\"%s\" has changed since the template was validated; attach it again"
              .formatted(now.file()));
    }
    if (!now.report().isValid()) {
      ValidationReport.Summary summary = now.report().summary();
      throw new InvalidInputException(
          "the template \"%s\" does not give each watershed a run id of its own: %d errors, %d duplicates, %d collisions among %d; correct it and validate again"
              .formatted(
                  source,
                  summary.errors(),
                  summary.duplicateRunIds(),
                  summary.collisions(),
                  summary.totalFeatures()));
    }
    return now;
  }

  private Loaded load(Template template) {
    Path file = attachedFile();
    try {
      Loaded known = loaded;
      if (known != null && known.isOf(file, template.source())) {
        return known;
      }
      // Whoever uses a template has checked it a moment ago, as a rule.
      Loaded last = checked;
      Loaded now = last != null && last.isOf(file, template.source()) ? last : read(file, template);
      loaded = now;
      return now;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static InvalidInputException unreadable(Path file, IOException cause) {
    return new InvalidInputException(
        "the watersheds \"%s\" cannot be read: %s; attach them again".formatted(file, cause),
        cause);
  }

  private Path attachedFile() {
    Object relative =
        record
            .geoJsonState()
            .map(state -> state.get("relative_path"))
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "batch \"%s\" has no watersheds; attach a GeoJSON file first"
                            .formatted(files.name())));
    Path file = files.directory().resolve(String.valueOf(relative)).normalize();
    if (!file.startsWith(files.directory())) {
      throw new InvalidInputException(
          "\"%s\" names watersheds outside of the batch: \"%s\"; attach them again"
              .formatted(files.record(), relative));
    }
    return file;
  }

  /** Reads a file and makes the run ids, in one pass if the template allows it. */
  private Loaded read(Path file, Template template) throws IOException {
    FileTime modified = Files.getLastModifiedTime(file);
    long size = Files.size(file);
    if (template.names().contains(WHOLE_FEATURE)) {
      WatershedCollection collection = WatershedCollection.load(file);
      return new Loaded(file, modified, size, collection, report(collection, template));
    }
    RunIdValidator validator = new RunIdValidator(template);
    WatershedCollection collection =
        WatershedCollection.load(
            file, LoadOptions.defaults(), propertiesOf(template), visitor(validator));
    ValidationReport report = validator.finish(collection.analysis().checksum());
    return new Loaded(file, modified, size, collection, report);
  }

  /** Makes the run ids of watersheds that have been read; geometries are passed over. */
  private ValidationReport report(WatershedCollection collection, Template template) {
    RunIdValidator validator = new RunIdValidator(template);
    if (template.names().contains(WHOLE_FEATURE)) {
      // The template may look anywhere in the feature, so each is read again as a whole.
      for (int index = 0; index < collection.count(); index++) {
        Map<String, @Nullable Object> document = collection.document(index);
        validator.accept(document.get("id"), new FeatureScope(document, index));
      }
    } else if (template.keysOf("properties").all()) {
      collection.visit(PropertySelection.all(), visitor(validator));
    } else {
      FeatureVisitor visitor = visitor(validator);
      features(collection, template.keysOf("properties").keys()).forEach(visitor::visit);
    }
    return validator.finish(collection.analysis().checksum());
  }

  /**
   * Reads the features with these properties, unless the last template that was checked had them.
   */
  private List<WatershedFeature> features(WatershedCollection collection, Set<String> names) {
    FewProperties known = few;
    if (known == null || known.collection() != collection || !known.names().containsAll(names)) {
      List<WatershedFeature> features = new ArrayList<>(collection.count());
      collection.visit(PropertySelection.of(names), features::add);
      known = new FewProperties(collection, names, features);
      few = known;
    }
    return known.features();
  }

  private static PropertySelection propertiesOf(Template template) {
    KeysUsed keys = template.keysOf("properties");
    return keys.all() ? PropertySelection.all() : PropertySelection.of(keys.keys());
  }

  private FeatureVisitor visitor(RunIdValidator validator) {
    Set<String> known = knownProperties();
    return feature -> validator.accept(feature.id(), new FeatureProperties(feature, known));
  }

  /** Returns the names of all properties that occur, for the suggestions in messages. */
  private Set<String> knownProperties() {
    Object names = record.geoJsonState().map(state -> state.get("properties")).orElse(null);
    Set<String> known = new LinkedHashSet<>();
    if (names instanceof List<?> list) {
      list.forEach(name -> known.add(String.valueOf(name)));
    }
    return known;
  }

  private static RunTable table(WatershedCollection collection, ValidationReport report) {
    RunTable.Builder runs = RunTable.builder(collection.count());
    for (int index = 0; index < collection.count(); index++) {
      if (report.runId(index).isPresent()) {
        runs.add(
            report.runId(index).get(),
            index,
            collection.areaSquareMetres(index),
            collection.contentHash(index).high());
      }
    }
    return runs.build();
  }

  /** A feature of which only the properties that the template names were read. */
  private record FeatureProperties(WatershedFeature feature, Set<String> known)
      implements TemplateScope {
    @Override
    public @Nullable Object lookup(String name) {
      return switch (name) {
        case "properties" -> feature.properties();
        case "index" -> (long) feature.index();
        case "one_based_index" -> feature.index() + 1L;
        default -> throw new IllegalArgumentException("no value for \"" + name + "\"");
      };
    }

    @Override
    public Set<String> knownKeys(String name) {
      return name.equals("properties") ? known : Set.of();
    }
  }
}
