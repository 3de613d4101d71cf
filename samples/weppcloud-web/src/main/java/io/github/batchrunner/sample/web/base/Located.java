package io.github.batchrunner.sample.web.base;

import io.github.batchrunner.core.nodb.NoDbDocument;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A field that a base project has.
 *
 * @param field what it is
 * @param place where the project has it, or where it is added
 * @param value what is set
 */
record Located(FieldDefinition field, Attribute place, @Nullable Object value) {

  /**
   * Finds a field: where an attribute exists in a form that is known, else where WEPPcloud's class
   * takes an absent one for something.
   */
  static Optional<Located> find(FieldDefinition field, BaseFiles files) {
    for (Attribute place : field.places()) {
      Optional<NoDbDocument> document = files.document(place.file());
      if (document.isPresent() && place.isIn(document.get())) {
        NoDbDocument holder = place.holder(document.get()).orElseThrow();
        Reading reading = field.kind().read(holder, place.key());
        return reading.known()
            ? Optional.of(new Located(field, place, reading.value()))
            : Optional.empty();
      }
    }
    return field.places().stream()
        .filter(place -> field.unset().known())
        .filter(place -> files.document(place.file()).flatMap(place::holder).isPresent())
        .findFirst()
        .map(place -> new Located(field, place, field.unset().value()));
  }
}
