package io.github.batchrunner.core.internal.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;

/** Says what is wrong with a JSON text and at which byte of it. */
public final class JsonTextException extends IOException {

  private static final long serialVersionUID = 1L;

  private final long offset;

  /** Creates one for the byte at {@code offset}, from 0. */
  public JsonTextException(String message, long offset) {
    super(message);
    this.offset = offset;
  }

  /** Creates one from Jackson's refusal, without its advice on how to configure Jackson. */
  public static JsonTextException of(JsonProcessingException refusal, JsonParser parser) {
    // Limits that are exceeded come without a place.
    JsonLocation place =
        refusal.getLocation() == null ? parser.currentLocation() : refusal.getLocation();
    String message = refusal.getOriginalMessage().replaceAll(",? ?(from )?`[^`]*`", "");
    JsonTextException exception =
        new JsonTextException("the file is not JSON: " + message, place.getByteOffset());
    exception.initCause(refusal);
    return exception;
  }

  /** Tells whether the text is no JSON at all, rather than JSON that is not wanted. */
  public boolean isSyntaxError() {
    return getCause() instanceof JsonProcessingException;
  }

  /** Returns the byte the error is at, from 0. */
  public long offset() {
    return offset;
  }
}
