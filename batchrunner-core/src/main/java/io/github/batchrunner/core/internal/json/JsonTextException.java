package io.github.batchrunner.core.internal.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;

/** Says what is wrong with a JSON text and at which byte of it. */
public final class JsonTextException extends IOException {

  private static final long serialVersionUID = 1L;

  /** The offset of an error whose place is not known. */
  public static final long NOWHERE = -1;

  private final long offset;

  /** Creates one for the byte at {@code offset} (from 0), or {@link #NOWHERE}. */
  public JsonTextException(String message, long offset) {
    super(message);
    this.offset = offset;
  }

  /** Creates one from Jackson's refusal, without its advice on how to configure Jackson. */
  public static JsonTextException of(JsonProcessingException refusal) {
    long offset = refusal.getLocation() == null ? NOWHERE : refusal.getLocation().getByteOffset();
    String message = refusal.getOriginalMessage().replaceAll(",? ?(from )?`[^`]*`", "");
    JsonTextException exception = new JsonTextException(message, offset);
    exception.initCause(refusal);
    return exception;
  }

  /** Returns the byte (from 0) the error is at, or {@link #NOWHERE}. */
  public long offset() {
    return offset;
  }
}
