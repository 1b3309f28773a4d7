package io.dreamdb.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.CorruptObject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CborTest {

  private static final byte[] HEADER = HexFormat.of().parseHex("a1617619012c");

  @Test
  void aPrefixIsReadWithItsLengthWhateverFollows() {
    ByteBuffer file = ByteBuffer.allocateDirect(64).order(ByteOrder.LITTLE_ENDIAN);
    file.put(3, HEADER).position(3);
    CborPrefix prefix = Cbor.decodePrefix(file, "storage");
    assertThat(prefix.value()).hasToString("{\"v\": 300}");
    assertThat(prefix.lengthBytes()).isEqualTo(HEADER.length);
    assertThat(file.position()).isEqualTo(3);
  }

  @Test
  void aPrefixThatTheBufferCutsShortIsRefused() {
    for (int length = 0; length < HEADER.length; length++) {
      ByteBuffer cut = ByteBuffer.wrap(HEADER, 0, length);
      assertThatThrownBy(() -> Cbor.decodePrefix(cut, "storage"))
          .isInstanceOf(CorruptObject.class)
          .hasMessageStartingWith("storage: not deterministic CBOR at offset ");
    }
  }

  @Test
  void buffersOfEveryKindGiveTheSameValue() {
    ByteBuffer direct = ByteBuffer.allocateDirect(HEADER.length).put(HEADER).flip();
    CborValue value = Cbor.decode(HEADER, "array");
    assertThat(Cbor.decode(direct, "direct")).isEqualTo(value);
    assertThat(Cbor.decode(ByteBuffer.wrap(HEADER).asReadOnlyBuffer(), "heap")).isEqualTo(value);
    assertThat(Cbor.decode(direct.order(ByteOrder.LITTLE_ENDIAN), "little")).isEqualTo(value);
    assertThat(direct.position()).isZero();
  }

  @ParameterizedTest(name = "{0} characters")
  @ValueSource(
      ints = {
        0, 1, 7, 8, 23, 24, 63, 64, 85, 86, 255, 256, 1023, 1024, 1025, 3995, 3996, 3997, 3998,
        5000, 16_000, 21_845, 21_846, 65_535, 65_536, 200_000
      })
  void textOfAnyLengthIsWrittenInOnePieceAlsoAsAKey(int characters) {
    for (String unit : new String[] {"a", "é", "水", "𐅑"}) {
      String text = unit.repeat(characters);
      CborMap map = CborMap.builder().put(text, text).put("x" + text, CborNull.NULL).build();
      byte[] bytes = Cbor.encode(map);
      assertThat(bytes).isEqualTo(Oracle.encode(map));
      assertThat(Cbor.decode(bytes, "text")).isEqualTo(map);
    }
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        23,
        24,
        255,
        256,
        65_535,
        65_536,
        Integer.MAX_VALUE,
        1L << 31,
        (1L << 32) - 1,
        1L << 32,
        Long.MAX_VALUE
      })
  void integersAroundTheBordersOfHeadsAreWrittenInTheirShortestForm(long magnitude) {
    for (long value : new long[] {magnitude, -magnitude, -1 - magnitude}) {
      CborInt integer = new CborInt(value);
      byte[] bytes = Cbor.encode(integer);
      assertThat(bytes).isEqualTo(Oracle.encode(integer));
      assertThat(bytes).hasSize((int) Cbor.encodedLength(integer));
      assertThat(Cbor.decode(bytes, "integer")).isEqualTo(integer);
    }
  }
}
