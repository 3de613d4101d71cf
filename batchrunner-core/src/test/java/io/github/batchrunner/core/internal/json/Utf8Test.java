package io.github.batchrunner.core.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The JDK's decoder is as strict as Python's; both say the same. */
class Utf8Test {

  @Property(tries = 5000)
  void whatTheJdkDecodesIsValidAndWhatItDoesNotIsNot(@ForAll("bytes") byte[] text) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(text);
    CoderResult result = decoder.decode(in, CharBuffer.allocate(text.length + 1), true);
    assertThat(Utf8.firstInvalid(text, 0, text.length))
        .isEqualTo(result.isError() ? in.position() : -1);
  }

  @Provide
  Arbitrary<byte[]> bytes() {
    Arbitrary<byte[]> character =
        Arbitraries.integers()
            .between(0, 0x10ffff)
            .map(c -> Character.toString(c).getBytes(StandardCharsets.UTF_8));
    Arbitrary<byte[]> ascii =
        Arbitraries.strings()
            .ascii()
            .ofMaxLength(12)
            .map(s -> s.getBytes(StandardCharsets.US_ASCII));
    Arbitrary<byte[]> any = Arbitraries.bytes().array(byte[].class).ofMaxSize(3);
    return Arbitraries.oneOf(character, ascii, ascii, any)
        .list()
        .ofMaxSize(6)
        .map(
            parts -> {
              ByteArrayOutputStream all = new ByteArrayOutputStream();
              parts.forEach(all::writeBytes);
              return all.toByteArray();
            });
  }

  @Test
  void onlyTheGivenPartIsLookedAt() {
    byte[] text = {(byte) 0xff, 'a', 'b', (byte) 0xc3, (byte) 0xa4};
    assertThat(Utf8.firstInvalid(text, 1, 5)).isEqualTo(-1);
    assertThat(Utf8.firstInvalid(text, 1, 4)).isEqualTo(3);
    assertThat(Utf8.firstInvalid(text, 0, 5)).isEqualTo(0);
  }
}
