package io.dreamdb.cbor;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.CorruptObject;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What holds for every value and for every input, judged by another implementation. */
class CborPropertiesTest {

  private static final byte[] SMALL_HEADS =
      HexFormat.of().parseHex("001718203840416061628081828384a0a1a2f4f5f6c3a99fff");

  @Property(tries = 500)
  void aValueReadsBackFromItsEncoding(@ForAll("values") CborValue value) {
    byte[] bytes = Cbor.encode(value);
    assertThat(Cbor.encodedLength(value)).isEqualTo(bytes.length);
    assertThat(Cbor.decode(bytes, "tree")).isEqualTo(value).hasSameHashCodeAs(value);

    ByteBuffer within = ByteBuffer.allocate(bytes.length + 10).put(2, bytes).position(2);
    assertThat(Cbor.decodePrefix(within, "tree")).isEqualTo(new CborPrefix(value, bytes.length));
  }

  @Property(tries = 500)
  void anotherImplementationWritesTheSameBytes(@ForAll("values") CborValue value) {
    byte[] bytes = Cbor.encode(value);
    assertThat(bytes).isEqualTo(Oracle.encode(value));
    assertThat(Oracle.decode(bytes)).contains(value);
  }

  @Property(tries = 10_000)
  void anyInputIsReadAsTheOtherImplementationDoesOrRefused(@ForAll("inputs") byte[] input) {
    assertReadExactlyOrRefused(input);
  }

  @Property(tries = 2_000)
  void aDamagedEncodingIsReadAsTheOtherImplementationDoesOrRefused(
      @ForAll("damagedEncodings") byte[] input) {
    assertReadExactlyOrRefused(input);
  }

  @Property(tries = 100)
  void anEncodingCutShortIsRefused(@ForAll("values") CborValue value) {
    byte[] bytes = Cbor.encode(value);
    int step = Math.max(1, bytes.length / 200);
    for (int length = 0; length < bytes.length; length += step) {
      assertThat(read(Arrays.copyOf(bytes, length))).isEmpty();
    }
  }

  @Test
  void everyInputOfTwoBytesIsReadAsTheOtherImplementationDoesOrRefused() {
    for (int first = 0; first < 256; first++) {
      assertReadExactlyOrRefused(new byte[] {(byte) first});
      for (int second = 0; second < 256; second++) {
        assertReadExactlyOrRefused(new byte[] {(byte) first, (byte) second});
      }
    }
  }

  private static void assertReadExactlyOrRefused(byte[] input) {
    Optional<CborValue> value = read(input);
    assertThat(value).isEqualTo(Oracle.decode(input));
    value.ifPresent(read -> assertThat(Cbor.encode(read)).isEqualTo(input));
  }

  private static Optional<CborValue> read(byte[] input) {
    try {
      return Optional.of(Cbor.decode(input, "input"));
    } catch (CorruptObject e) {
      assertThat(e).hasMessageStartingWith("input: not deterministic CBOR at offset ");
      return Optional.empty();
    }
  }

  @Provide
  Arbitrary<CborValue> values() {
    return CborTrees.values();
  }

  /** Random bytes, half of them heads of small items only, so that nesting happens. */
  @Provide
  Arbitrary<byte[]> inputs() {
    return Arbitraries.randomValue(random -> {
      byte[] input = new byte[random.nextInt(48)];
      random.nextBytes(input);
      if (random.nextBoolean()) {
        for (int i = 0; i < input.length; i++) {
          input[i] = SMALL_HEADS[Math.floorMod(input[i], SMALL_HEADS.length)];
        }
      }
      return input;
    });
  }

  /** Encodings with one byte replaced, put in or left out. */
  @Provide
  Arbitrary<byte[]> damagedEncodings() {
    return Arbitraries.randomValue(random -> {
      byte[] bytes = Cbor.encode(CborTrees.value(random));
      int at = random.nextInt(bytes.length);
      return damaged(bytes, at, random.nextInt(3), (byte) random.nextInt(256));
    });
  }

  private static byte[] damaged(byte[] bytes, int at, int kind, byte value) {
    ByteBuffer damaged = ByteBuffer.allocate(bytes.length + 1).put(bytes, 0, at);
    if (kind < 2) {
      damaged.put(value);
    }
    int rest = kind == 0 ? at : at + 1;
    damaged.put(bytes, rest, bytes.length - rest);
    return Arrays.copyOf(damaged.array(), damaged.position());
  }
}
