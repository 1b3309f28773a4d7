package io.dreamdb.cbor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Our rules of UTF-8 against the JDK's. */
class Utf8Test {

  @Test
  void everyCodePointIsWellFormedButNoSurrogate() {
    for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
      if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
        String text = Character.toString(codePoint);
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (Utf8.malformedAt(utf8, utf8.length) != -1 || Utf8.length(text) != utf8.length) {
          throw new AssertionError("code point " + Integer.toHexString(codePoint));
        }
      }
    }
  }

  @Test
  void sequencesOfThreeBytesAreJudgedAsByTheJdk() {
    byte[] tails = {0x00, 0x7f, (byte) 0x80, (byte) 0x8f, (byte) 0x90, (byte) 0x9f, (byte) 0xa0};
    byte[] moreTails = {(byte) 0xbf, (byte) 0xc0, (byte) 0xc2, (byte) 0xe1, (byte) 0xff};
    byte[] all = ByteBuffer.allocate(12).put(tails).put(moreTails).array();
    for (int lead = 0; lead < 256; lead++) {
      for (byte second : all) {
        for (byte third : all) {
          for (byte fourth : all) {
            assertJudgedAsByTheJdk(new byte[] {(byte) lead, second, third, fourth});
          }
        }
      }
    }
  }

  @Property(tries = 2_000)
  void theFirstMalformedSequenceIsFound(@ForAll("texts") String text, @ForAll byte[] tail) {
    byte[] head = text.getBytes(StandardCharsets.UTF_8);
    byte[] both = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, both, head.length, tail.length);
    assertJudgedAsByTheJdk(both);
  }

  @Property(tries = 2_000)
  void textsAreOrderedAsTheirEncodings(
      @ForAll("texts") String left, @ForAll("texts") String right) {
    byte[] encodedLeft = Oracle.encode(new CborText(left));
    byte[] encodedRight = Oracle.encode(new CborText(right));
    assertThat(Integer.signum(Utf8.ORDER.compare(left, right)))
        .isEqualTo(Integer.signum(Arrays.compareUnsigned(encodedLeft, encodedRight)));
  }

  @Property(tries = 2_000)
  void anUnpairedSurrogateIsFoundWhereTheJdkCannotEncode(@ForAll String text) {
    boolean encodable = StandardCharsets.UTF_8.newEncoder().canEncode(text);
    assertThat(Utf8.unpairedSurrogateAt(text) < 0).isEqualTo(encodable);
  }

  private static void assertJudgedAsByTheJdk(byte[] bytes) {
    int malformed = Utf8.malformedAt(bytes, bytes.length);
    int wellFormed = malformed < 0 ? bytes.length : malformed;
    if (!decodes(bytes, wellFormed) || (malformed >= 0 && decodes(bytes, bytes.length))) {
      throw new AssertionError(Arrays.toString(bytes) + " malformed at " + malformed);
    }
  }

  private static boolean decodes(byte[] bytes, int length) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  @Provide
  Arbitrary<String> texts() {
    // Few different code points, so that texts share beginnings and lengths.
    return Arbitraries.oneOf(
        Arbitraries.of("a", "b", "é", "ü", "水", "～", "\ue000", "𐀀", "𐅑", "\udbff\udfff")
            .list()
            .ofMaxSize(5)
            .map(units -> String.join("", units)),
        CborTrees.texts());
  }
}
