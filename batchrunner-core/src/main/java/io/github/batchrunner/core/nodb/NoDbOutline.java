package io.github.batchrunner.core.nodb;

import io.github.batchrunner.core.InvalidInputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where things stand in a NoDb document: its class, its attributes, every string value, and the
 * last {@code py/id} reference.
 */
final class NoDbOutline {

  private static final String CLASS_KEY = "py/object";
  private static final String STATE_KEY = "py/state";
  private static final String REFERENCE_KEY = "py/id";

  /** A member of the object that holds the attributes: its key and its value in the bytes. */
  record Member(int keyStart, Token value) {}

  /** A piece of the bytes; the end is exclusive. */
  record Token(int start, int end) {}

  private final String className;
  private final Token classToken;
  private final NoDbDocument.Shape shape;
  private final Map<String, Member> attributes;
  private final List<Member> siblings;
  private final int attributesEnd;
  private final List<Token> strings;
  private final int lastReference;

  private NoDbOutline(String name, Tracer tracer) {
    if (!tracer.rootIsObject) {
      throw notNoDb(name, "its outermost value is not an object");
    }
    if (tracer.className == null || tracer.classToken == null) {
      throw notNoDb(name, "it has no class name under \"" + CLASS_KEY + "\"");
    }
    this.className = tracer.className;
    this.classToken = tracer.classToken;
    this.strings = tracer.strings;
    this.lastReference = tracer.lastReference;
    if (tracer.top.containsKey(STATE_KEY)) {
      if (tracer.stateEnd < 0) {
        throw notNoDb(name, "its \"" + STATE_KEY + "\" is not an object");
      }
      this.shape = NoDbDocument.Shape.MODERN;
      this.attributes = tracer.state;
      this.siblings = List.copyOf(tracer.state.values());
      this.attributesEnd = tracer.stateEnd - 1;
    } else {
      this.shape = NoDbDocument.Shape.FLAT;
      this.attributes = new LinkedHashMap<>(tracer.top);
      this.siblings = List.copyOf(tracer.top.values());
      this.attributes.keySet().removeIf(key -> key.startsWith("py/"));
      this.attributesEnd = tracer.topEnd - 1;
    }
  }

  static NoDbOutline of(String name, byte[] bytes) {
    Tracer tracer = new Tracer(bytes);
    JsonScanner.scan(name, bytes, tracer);
    return new NoDbOutline(name, tracer);
  }

  private static InvalidInputException notNoDb(String name, String why) {
    return new InvalidInputException("\"" + name + "\" is not a NoDb file: " + why + ".");
  }

  String className() {
    return className;
  }

  /** Where the class name stands, with its quotes. */
  Token classToken() {
    return classToken;
  }

  NoDbDocument.Shape shape() {
    return shape;
  }

  Map<String, Member> attributes() {
    return attributes;
  }

  /** All members of the object with the attributes, in document order. */
  List<Member> siblings() {
    return siblings;
  }

  /** The position of the brace that closes the object with the attributes. */
  int attributesEnd() {
    return attributesEnd;
  }

  /** Every string that is a value, in document order. */
  List<Token> strings() {
    return strings;
  }

  /** Tells whether a {@code py/id} stands at or after {@code position}. */
  boolean hasReferenceFrom(int position) {
    return lastReference >= position;
  }

  private static final class Tracer implements JsonVisitor {

    private final byte[] bytes;
    private final Map<String, Member> top = new LinkedHashMap<>();
    private final Map<String, Member> state = new LinkedHashMap<>();
    private final List<Token> strings = new ArrayList<>();
    private @Nullable String className;
    private @Nullable Token classToken;
    private boolean rootIsObject;
    private int topEnd = -1;
    private int stateEnd = -1;
    private int lastReference = -1;

    private int depth;
    private boolean inState;
    private String topKey = "";
    private int topKeyStart;
    private String stateKey = "";
    private int stateKeyStart;
    private int containerStart;
    private int stateContainerStart;

    private Tracer(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public void startObject(int at) {
      if (depth == 0) {
        rootIsObject = true;
      } else if (depth == 1 && topKey.equals(STATE_KEY)) {
        inState = true;
      }
      open(at);
    }

    @Override
    public void startArray(int at) {
      open(at);
    }

    @Override
    public void key(String name, int start, int end) {
      if (depth == 1) {
        topKey = name;
        topKeyStart = start;
      } else if (depth == 2 && inState) {
        stateKey = name;
        stateKeyStart = start;
      }
      if (name.equals(REFERENCE_KEY)) {
        lastReference = start;
      }
    }

    @Override
    public void endObject(int end) {
      if (depth == 1) {
        topEnd = end;
      } else if (depth == 2 && inState) {
        inState = false;
        stateEnd = end;
      }
      close(end);
    }

    @Override
    public void endArray(int end) {
      close(end);
    }

    @Override
    public void scalar(Scalar kind, int start, int end) {
      if (kind == Scalar.STRING) {
        strings.add(new Token(start, end));
        if (depth == 1 && topKey.equals(CLASS_KEY)) {
          className = JsonStrings.decode(bytes, start, end);
          classToken = new Token(start, end);
        }
      }
      value(start, end);
    }

    private void open(int at) {
      if (depth == 1) {
        containerStart = at;
      } else if (depth == 2) {
        stateContainerStart = at;
      }
      depth++;
    }

    private void close(int end) {
      depth--;
      if (depth == 1) {
        value(containerStart, end);
      } else if (depth == 2) {
        value(stateContainerStart, end);
      }
    }

    /** Notes a value that is a member of the outermost object or of its state. */
    private void value(int start, int end) {
      if (depth == 1 && rootIsObject) {
        top.put(topKey, new Member(topKeyStart, new Token(start, end)));
      } else if (depth == 2 && inState) {
        state.put(stateKey, new Member(stateKeyStart, new Token(start, end)));
      }
    }
  }
}
