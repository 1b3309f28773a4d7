package io.dreamdb.cbor;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.CorruptObject;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bytes that are CBOR to somebody and nothing to us, each with the offset of its fault. */
class CborMalformedTest {

  @ParameterizedTest(name = "{0} at {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # longer than needed
          1800                   | 0 | found integer of 0 in 1 bytes
          1817                   | 0 | found integer of 23 in 1 bytes
          190018                 | 0 | found integer of 24 in 2 bytes
          1900ff                 | 0 | found integer of 255 in 2 bytes
          1a0000ffff             | 0 | found integer of 65535 in 4 bytes
          1b00000000ffffffff     | 0 | found integer of 4294967295 in 8 bytes
          3800                   | 0 | found integer of 0 in 1 bytes
          3900ff                 | 0 | found integer of 255 in 2 bytes
          3a0000ffff             | 0 | found integer of 65535 in 4 bytes
          3b00000000ffffffff     | 0 | found integer of 4294967295 in 8 bytes
          82001801               | 2 | found integer of 1 in 1 bytes
          580161                 | 0 | found byte string of 1 in 1 bytes
          59000161               | 0 | found byte string of 1 in 2 bytes
          780161                 | 0 | found text of 1 in 1 bytes
          5b000000000000000161   | 0 | found byte string of 1 in 8 bytes
          980100                 | 0 | found array of 1 in 1 bytes
          b801616100             | 0 | found map of 1 in 1 bytes
          a178016100             | 1 | found text of 1 in 1 bytes
          # beyond 64 bits with sign
          1b8000000000000000     | 0 | found integer of 9223372036854775808
          1bffffffffffffffff     | 0 | found integer of 18446744073709551615
          3b8000000000000000     | 0 | found integer of 9223372036854775808
          # indefinite
          5fff                   | 0 | found an indefinite byte string
          5f4101ff               | 0 | found an indefinite byte string
          7fff                   | 0 | found an indefinite text
          7f6161ff               | 0 | found an indefinite text
          9fff                   | 0 | found an indefinite array
          9f00ff                 | 0 | found an indefinite array
          bfff                   | 0 | found an indefinite map
          bf616100ff             | 0 | found an indefinite map
          819fff                 | 1 | found an indefinite array
          a17f6161ff00           | 1 | found an indefinite text
          1f                     | 0 | found an indefinite integer
          ff                     | 0 | found a break
          81ff                   | 1 | found a break
          # after the end
          0000                   | 1 | found 1 more bytes
          80f6f6                 | 1 | found 2 more bytes
          a000                   | 1 | found 1 more bytes
          # order of keys
          a2616200616100         | 4 | found text "a" after text "b"
          a262616100616200       | 5 | found text "b" after text "aa"
          a262c3a900627a7a00     | 5 | found text "zz" after text "é"
          a264f09080800064efbd9e6100 | 7 | found text "～a" after text "𐀀"
          a2616100616101         | 4 | found text "a" again
          81a2616100616101       | 5 | found text "a" again
          a260006000             | 3 | found text "" again
          # floats
          f93e00                 | 0 | found a float
          fa3fc00000             | 0 | found a float
          fb3ff8000000000000     | 0 | found a float
          f97e00                 | 0 | found a float
          f97e01                 | 0 | found a float
          fb7ff8000000000001     | 0 | found a float
          # tags, bignums among them
          c000                   | 0 | found a tag
          c24101                 | 0 | found a tag
          c249010000000000000000 | 0 | found a tag
          c34100                 | 0 | found a tag
          81d9d9f700             | 1 | found a tag
          # simple values and what is reserved
          f7                     | 0 | found undefined
          e0                     | 0 | found simple value or reserved head 0xe0
          f3                     | 0 | found simple value or reserved head 0xf3
          f814                   | 0 | found simple value or reserved head 0xf8
          f820                   | 0 | found simple value or reserved head 0xf8
          fc                     | 0 | found simple value or reserved head 0xfc
          1c                     | 0 | found the reserved length code 28
          3d                     | 0 | found the reserved length code 29
          5e                     | 0 | found the reserved length code 30
          7c                     | 0 | found the reserved length code 28
          9d                     | 0 | found the reserved length code 29
          be                     | 0 | found the reserved length code 30
          # keys that are not text
          a10000                 | 1 | found an integer
          a1416100               | 1 | found a byte string
          a18000                 | 1 | found an array
          a1a000                 | 1 | found a map
          a1c000                 | 1 | found a tag
          a1f600                 | 1 | found simple value or reserved head 0xf6
          # UTF-8: no lead byte, overlong, surrogate, too high, cut short
          61ff                   | 1 | malformed sequence from byte 0xff
          6180                   | 1 | malformed sequence from byte 0x80
          62c080                 | 1 | malformed sequence from byte 0xc0
          62c1bf                 | 1 | malformed sequence from byte 0xc1
          63e08080               | 1 | malformed sequence from byte 0xe0
          63e09fbf               | 1 | malformed sequence from byte 0xe0
          64f0808080             | 1 | malformed sequence from byte 0xf0
          64f08fbfbf             | 1 | malformed sequence from byte 0xf0
          63eda080               | 1 | malformed sequence from byte 0xed
          63edbfbf               | 1 | malformed sequence from byte 0xed
          64f4908080             | 1 | malformed sequence from byte 0xf4
          64f5808080             | 1 | malformed sequence from byte 0xf5
          65f888808080           | 1 | malformed sequence from byte 0xf8
          61c3                   | 1 | malformed sequence from byte 0xc3
          62e282                 | 1 | malformed sequence from byte 0xe2
          63f09f98               | 1 | malformed sequence from byte 0xf0
          62c328                 | 1 | malformed sequence from byte 0xc3
          64f09f9841             | 1 | malformed sequence from byte 0xf0
          6361ff62               | 2 | malformed sequence from byte 0xff
          a161ff00               | 2 | malformed sequence from byte 0xff
          82616161ff             | 4 | malformed sequence from byte 0xff
          # cut short
          18                     | 0 | expected a head of 2 bytes, found the end
          1900                   | 0 | expected a head of 3 bytes, found the end
          1a000000               | 0 | expected a head of 5 bytes, found the end
          1b00000000000000       | 0 | expected a head of 9 bytes, found the end
          821900                 | 1 | expected a head of 3 bytes, found the end
          82190100               | 4 | expected a value, found the end
          41                     | 0 | found byte string of 1 bytes
          6261                   | 0 | found text of 2 bytes
          81                     | 0 | found array of 1
          8200                   | 0 | found array of 2
          818200                 | 1 | found array of 2
          828100                 | 1 | found array of 1
          a1                     | 0 | found map of 1
          a16161                 | 1 | found text of 1 bytes
          a1616141               | 3 | found byte string of 1 bytes
          # sizes that nobody has
          5b7fffffffffffffff     | 0 | found byte string of 9223372036854775807 bytes
          5bffffffffffffffff     | 0 | found byte string of 18446744073709551615
          7b7fffffffffffffff     | 0 | found text of 9223372036854775807 bytes
          7a7fffffff             | 0 | found text of 2147483647 bytes
          9b7fffffffffffffff     | 0 | found array of 9223372036854775807
          9b0000000100000000     | 0 | found array of 4294967296
          9a7fffffff             | 0 | found array of 2147483647
          bb7fffffffffffffff     | 0 | found map of 9223372036854775807
          bbffffffffffffffff     | 0 | found map of 18446744073709551615
          ba40000000             | 0 | found map of 1073741824
          """)
  void areRefusedAtTheOffsetOfTheFault(String hex, int offset, String reason) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertRefused(bytes, offset, reason);
  }

  @Test
  void noBytesAreRefused() {
    assertRefused(new byte[0], 0, "expected a value, found the end");
  }

  @Test
  void theThirtyThirdArrayIsRefused() {
    assertRefused(nested(33, "81"), 32, "expected at most 32 arrays and maps inside one another");
    assertRefused(nested(200_000, "81"), 32, "at most 32 arrays and maps");
  }

  @Test
  void theThirtyThirdMapIsRefused() {
    assertRefused(nested(33, "a160"), 64, "expected at most 32 arrays and maps inside one another");
  }

  private static byte[] nested(int times, String head) {
    return HexFormat.of().parseHex(head.repeat(times) + "00");
  }

  private static void assertRefused(byte[] bytes, int offset, String reason) {
    String start = "manifests/x: not deterministic CBOR at offset " + offset + ": ";
    assertThatThrownBy(() -> Cbor.decode(bytes, "manifests/x"))
        .isInstanceOf(CorruptObject.class)
        .hasMessageStartingWith(start)
        .hasMessageContaining(reason);

    ByteBuffer amid = ByteBuffer.allocateDirect(bytes.length + 7).position(3);
    amid.put(bytes).flip().position(3);
    assertThatThrownBy(() -> Cbor.decode(amid, "manifests/x"))
        .isInstanceOf(CorruptObject.class)
        .hasMessageStartingWith(start)
        .hasMessageContaining(reason);
  }
}
