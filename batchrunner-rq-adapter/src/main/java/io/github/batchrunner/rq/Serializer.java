package io.github.batchrunner.rq;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.batchrunner.rq.pickle.Pickle;
import io.github.batchrunner.rq.pickle.PickleException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * How the workers of a queue write and read calls, metadata and results.
 *
 * <p>RQ chooses it per worker and marks nothing, so all producers and workers of a queue must
 * agree. Values are null, Boolean, Long, BigInteger, Double, String, List and Map, and with {@link
 * #PICKLE} also {@code byte[]} and the types of {@link io.github.batchrunner.rq.pickle}.
 */
public enum Serializer {
  /** RQ's default. */
  PICKLE {
    @Override
    public byte[] dumps(@Nullable Object value) {
      try {
        return Pickle.dumps(value);
      } catch (PickleException e) {
        throw new RqException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
      }
    }

    @Override
    public @Nullable Object loads(byte[] bytes) {
      try {
        return Pickle.loads(bytes);
      } catch (PickleException e) {
        throw new RqException("these bytes are not a pickle: " + e.getMessage(), e);
      }
    }
  },
  /** {@code rq.serializers.JSONSerializer}. */
  JSON {
    @Override
    public byte[] dumps(@Nullable Object value) {
      JsonValues.check(value);
      try {
        return MAPPER.writeValueAsBytes(value);
      } catch (JsonProcessingException e) {
        throw new RqException("this cannot be written as JSON: " + e.getOriginalMessage(), e);
      }
    }

    @Override
    public @Nullable Object loads(byte[] bytes) {
      try {
        return JsonValues.widened(MAPPER.readValue(bytes, Object.class));
      } catch (JsonProcessingException e) {
        throw new RqException("these bytes are not JSON: " + e.getOriginalMessage(), e);
      } catch (IOException e) {
        throw new RqException("these bytes are not JSON", e);
      }
    }
  };

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          // Python's json writes and reads NaN and Infinity as bare words.
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
          .build();

  /**
   * Returns the bytes of a value.
   *
   * @throws RqException if it has no place in this format
   */
  public abstract byte[] dumps(@Nullable Object value);

  /**
   * Reads a value; makes no object of a class that the bytes name.
   *
   * @throws RqException if these are not bytes of this format
   */
  public abstract @Nullable Object loads(byte[] bytes);
}
