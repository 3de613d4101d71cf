package io.github.batchrunner.sample.web.api;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;

/** Reads JSON of at most a mebibyte; uploads have a limit of their own. */
@RestControllerAdvice(basePackageClasses = BodyLimit.class)
final class BodyLimit extends RequestBodyAdviceAdapter {

  private static final int MOST_BYTES = 1 << 20;

  @Override
  public boolean supports(
      MethodParameter parameter, Type type, Class<? extends HttpMessageConverter<?>> converter) {
    return true;
  }

  @Override
  public HttpInputMessage beforeBodyRead(
      HttpInputMessage message,
      MethodParameter parameter,
      Type type,
      Class<? extends HttpMessageConverter<?>> converter)
      throws IOException {
    if (message.getHeaders().getContentLength() > MOST_BYTES) {
      throw tooLarge();
    }
    InputStream limited = new Limited(message.getBody());
    return new HttpInputMessage() {
      @Override
      public InputStream getBody() {
        return limited;
      }

      @Override
      public HttpHeaders getHeaders() {
        return message.getHeaders();
      }
    };
  }

  private static TooLargeException tooLarge() {
    return new TooLargeException(
        "the request is larger than %d bytes; send less at once".formatted(MOST_BYTES));
  }

  /** Counts, since the length of a body may not be announced. */
  private static final class Limited extends FilterInputStream {

    private long left = MOST_BYTES;

    Limited(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int found = super.read();
      count(found < 0 ? 0 : 1);
      return found;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int found = super.read(into, offset, length);
      count(Math.max(found, 0));
      return found;
    }

    private void count(int bytes) {
      left -= bytes;
      if (left < 0) {
        throw tooLarge();
      }
    }
  }
}
