package io.github.batchrunner.core.nodb;

import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.internal.json.PythonJson;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The text of one NoDb file and its edits, each of which gives a new document and changes no byte
 * but those it is about.
 *
 * <p>Numbers keep their digits, keys their order, strings their escapes, {@code NaN} stays. What is
 * written anew is written as Python's {@code json.dumps} would.
 *
 * <p><b>References.</b> jsonpickle writes an object that occurs again as <code>{"py/id": n}</code>,
 * where <i>n</i> counts the objects and lists before it in document order. An edit that could move
 * this count under a later reference is refused: numbers, strings, {@code true}, {@code false} and
 * {@code null} may always be exchanged for each other; a list or an object may stand in for another
 * value when no reference follows, or when the brackets of both are alike, as in {@code
 * ["disturbed"]} and {@code ["disturbed", "omni"]}.
 *
 * <p>Instances are immutable and thread-safe.
 */
public final class NoDbDocument {

  /**
   * The largest text that is read, in bytes; real files are below 50 kB, large ones of a few MB.
   */
  public static final int MAX_BYTES = 256 * 1024 * 1024;

  /** How the attributes of the pickled object are kept. */
  public enum Shape {
    /** Under {@code py/state}, as classes with {@code __getstate__} are written. */
    MODERN,
    /** Beside {@code py/object}, as older WEPPcloud wrote them. */
    FLAT
  }

  private static final byte[] NOTHING = {};

  private final String name;
  private final byte[] bytes;
  private final NoDbOutline outline;

  private NoDbDocument(String name, byte[] bytes) {
    this.name = name;
    this.bytes = bytes;
    this.outline = NoDbOutline.of(name, bytes);
  }

  /**
   * Reads the text of a NoDb file.
   *
   * @param name what to call it in messages, the file's name as a rule
   * @param text the bytes; they are copied
   * @throws InvalidInputException when the bytes are not UTF-8, not one JSON object with a {@code
   *     py/object}, too long or too deep, or when a key occurs twice in one object
   */
  public static NoDbDocument parse(String name, byte[] text) {
    requireReadableSize(name, text.length);
    return new NoDbDocument(name, text.clone());
  }

  /** Returns what the document is called in messages. */
  public String name() {
    return name;
  }

  /** Returns how the attributes are kept. */
  public Shape shape() {
    return outline.shape();
  }

  /** Returns the pickled class, such as {@code wepppy.nodb.core.ron.Ron}. */
  public String className() {
    return outline.className();
  }

  /** Returns the names of the attributes in document order; the {@code py/…} keys are none. */
  public Set<String> attributes() {
    return Collections.unmodifiableSet(outline.attributes().keySet());
  }

  /** Tells whether there is an attribute of that name. */
  public boolean has(String attribute) {
    return outline.attributes().containsKey(attribute);
  }

  /**
   * Returns an attribute as a plain value: {@link String}, {@link Boolean}, {@link Long} or {@link
   * java.math.BigInteger}, {@link Double}, an unmodifiable {@link List} or {@link java.util.Map} in
   * document order, or {@code null} for JSON's {@code null}.
   *
   * @throws InvalidInputException when there is no such attribute
   */
  public @Nullable Object value(String attribute) {
    return JsonValues.read(name, slice(member(attribute).value()));
  }

  /**
   * Returns the text of an attribute.
   *
   * @throws InvalidInputException when there is no such attribute or it is not a string
   */
  public String string(String attribute) {
    if (value(attribute) instanceof String text) {
      return text;
    }
    throw new InvalidInputException(
        "The attribute \""
            + attribute
            + "\" of \""
            + name
            + "\" should be text but is "
            + abbreviated(json(attribute))
            + ".");
  }

  /**
   * Returns the JSON text of an attribute exactly as it stands in the file.
   *
   * @throws InvalidInputException when there is no such attribute
   */
  public String json(String attribute) {
    return new String(slice(member(attribute).value()), StandardCharsets.UTF_8);
  }

  /**
   * Sets an attribute to a plain value (see {@link PythonJson}): in its place when it exists, else
   * after the last one.
   *
   * @throws InvalidInputException when the edit would shift a later {@code py/id} reference
   */
  public NoDbDocument with(String attribute, @Nullable Object value) {
    return withJson(attribute, PythonJson.dumps(value));
  }

  /**
   * Sets an attribute to a JSON text, which is taken over as it is: in its place when it exists,
   * else after the last one.
   *
   * @throws InvalidInputException when {@code json} is not one JSON value or has references of its
   *     own, or when the edit would shift a later {@code py/id} reference
   */
  public NoDbDocument withJson(String attribute, String json) {
    byte[] replacement = json.getBytes(StandardCharsets.UTF_8);
    NoDbOutline.Member existing = outline.attributes().get(attribute);
    if (existing == null) {
      return inserted(outline.attributesEnd(), !outline.siblings().isEmpty(), attribute, json);
    }
    NoDbOutline.Token old = existing.value();
    requireUnshifted(attribute, old.end(), slice(old), replacement);
    return spliced(old.start(), old.end(), replacement);
  }

  /**
   * Adds an attribute that does not exist yet directly before one that does.
   *
   * @throws InvalidInputException when {@code attribute} exists, {@code anchor} does not, or the
   *     edit would shift a later {@code py/id} reference
   */
  public NoDbDocument withBefore(String anchor, String attribute, @Nullable Object value) {
    if (has(attribute)) {
      throw new InvalidInputException(
          "\"" + name + "\" has the attribute \"" + attribute + "\" already; set it instead.");
    }
    int at = member(anchor).keyStart();
    requireAttributeName(attribute);
    String json = PythonJson.dumps(value);
    requireUnshifted(attribute, at, NOTHING, json.getBytes(StandardCharsets.UTF_8));
    byte[] addition =
        (PythonJson.dumps(attribute) + ": " + json + ", ").getBytes(StandardCharsets.UTF_8);
    return spliced(at, at, addition);
  }

  /**
   * Removes an attribute; one that does not exist is gone already.
   *
   * @throws InvalidInputException when the edit would shift a later {@code py/id} reference
   */
  public NoDbDocument without(String attribute) {
    NoDbOutline.Member member = outline.attributes().get(attribute);
    if (member == null) {
      return this;
    }
    requireUnshifted(attribute, member.value().end(), slice(member.value()), NOTHING);
    NoDbOutline.Token cut = withSeparator(member);
    return spliced(cut.start(), cut.end(), NOTHING);
  }

  /** The attribute with the comma behind it or, where it is the last one, before it. */
  private NoDbOutline.Token withSeparator(NoDbOutline.Member member) {
    List<NoDbOutline.Member> siblings = outline.siblings();
    int place = siblings.indexOf(member);
    if (place + 1 < siblings.size()) {
      return new NoDbOutline.Token(member.keyStart(), siblings.get(place + 1).keyStart());
    }
    int start = place > 0 ? siblings.get(place - 1).value().end() : member.keyStart();
    return new NoDbOutline.Token(start, member.value().end());
  }

  /** Sets the pickled class, which moved to another module in newer WEPPcloud, for instance. */
  public NoDbDocument withClassName(String newClassName) {
    NoDbOutline.Token old = outline.classToken();
    return spliced(
        old.start(), old.end(), PythonJson.dumps(newClassName).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Returns a document of the same class that has no attributes, which is what a file that is not
   * there counts as in a comparison.
   */
  public NoDbDocument empty() {
    return new NoDbDocument(
        name,
        ("{\"py/object\": " + PythonJson.dumps(className()) + "}")
            .getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Points everything that points at {@code from} at {@code to} instead, for a file that lies
   * directly in the project directory.
   *
   * @see #relocatable(String, Collection)
   */
  public NoDbDocument rebase(String from, String to) {
    return new NoDbDocument(name, relocatable("", List.of(from)).at(to));
  }

  /**
   * Prepares the document for being written again and again with another project directory.
   *
   * <p>These strings are taken to point at the project, and only values, never keys:
   *
   * <ul>
   *   <li>{@code wd}, whatever it says: it becomes the project directory, followed by {@code
   *       place}; older files keep a relative {@code wd}, moved projects a stale one;
   *   <li>{@code _parent_wd}, which becomes the project directory unless it points below it;
   *   <li>every string that equals a directory of {@code projectDirectories} or begins with one and
   *       a {@code /}; what follows is kept. The document's own absolute {@code wd}, without {@code
   *       place}, is such a directory too.
   * </ul>
   *
   * @param place where the file lies below the project directory, without a slash at either end:
   *     empty, or {@code _pups/omni/scenarios/thinning}
   * @param projectDirectories absolute paths under which the project is known, {@code /} between
   *     the names
   * @throws InvalidInputException when there is no {@code wd} or a directory is not absolute
   */
  public RelocatableNoDb relocatable(String place, Collection<String> projectDirectories) {
    return RelocatableNoDb.of(this, place, projectDirectories);
  }

  /** Returns a copy of the text. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  /** Returns the text. */
  @Override
  public String toString() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NoDbDocument that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Refuses a text of more than {@link #MAX_BYTES}, before it is read into memory. */
  static void requireReadableSize(String name, long size) {
    if (size > MAX_BYTES) {
      throw new InvalidInputException(
          "\"" + name + "\" has " + size + " bytes; a NoDb file may have " + MAX_BYTES + ".");
    }
  }

  /** The text itself, for this package to read. */
  byte[] text() {
    return bytes;
  }

  NoDbOutline outline() {
    return outline;
  }

  private NoDbDocument inserted(int at, boolean afterAnother, String attribute, String json) {
    requireAttributeName(attribute);
    requireUnshifted(attribute, at, NOTHING, json.getBytes(StandardCharsets.UTF_8));
    String addition = (afterAnother ? ", " : "") + PythonJson.dumps(attribute) + ": " + json;
    return spliced(at, at, addition.getBytes(StandardCharsets.UTF_8));
  }

  private static void requireAttributeName(String attribute) {
    if (attribute.startsWith("py/")) {
      throw new InvalidInputException(
          "\""
              + attribute
              + "\" cannot be an attribute: jsonpickle keeps names with py/ to itself.");
    }
  }

  private void requireUnshifted(String attribute, int from, byte[] old, byte[] replacement) {
    ReferenceCount after = references("the new value of " + attribute, replacement);
    if (after.hasReferences()) {
      throw new InvalidInputException(
          "The new value of \""
              + attribute
              + "\" has a \"py/id\", whose number would mean another object in \""
              + name
              + "\"; give the value without references.");
    }
    if (!outline.hasReferenceFrom(from)) {
      return;
    }
    if (!references(name, old).equals(after)) {
      throw new InvalidInputException(
          "Setting \""
              + attribute
              + "\" in \""
              + name
              + "\" would change how many objects stand before a later \"py/id\", which counts them;"
              + " let WEPPcloud write this attribute.");
    }
  }

  private static ReferenceCount references(String name, byte[] json) {
    return json.length == 0 ? ReferenceCount.NONE : ReferenceCount.of(name, json);
  }

  private NoDbOutline.Member member(String attribute) {
    NoDbOutline.Member member = outline.attributes().get(attribute);
    if (member == null) {
      throw new InvalidInputException(
          "\""
              + name
              + "\" ("
              + className()
              + ") has no attribute \""
              + attribute
              + "\"; it has "
              + attributes()
              + ".");
    }
    return member;
  }

  private byte[] slice(NoDbOutline.Token token) {
    return Arrays.copyOfRange(bytes, token.start(), token.end());
  }

  private NoDbDocument spliced(int start, int end, byte[] replacement) {
    ByteArrayOutputStream out =
        new ByteArrayOutputStream(bytes.length - (end - start) + replacement.length);
    out.write(bytes, 0, start);
    out.write(replacement, 0, replacement.length);
    out.write(bytes, end, bytes.length - end);
    return new NoDbDocument(name, out.toByteArray());
  }

  private static String abbreviated(String json) {
    return json.length() <= 60 ? json : json.substring(0, 57) + "...";
  }
}
