package io.dreamdb.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.InvalidInput;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Blake3HasherTest {

  @Property(tries = 60)
  void anySplitOfAnyKindOfBufferGivesTheHashOfTheWhole(
      @ForAll @IntRange(max = 700_000) int length, @ForAll long seed) {
    byte[] bytes = TestBytes.random(length, seed);
    ByteBuffer direct = ByteBuffer.allocateDirect(length).put(bytes).flip();
    Random random = new Random(seed);
    int longest = List.of(100, 5_000, 70_000, 300_000).get(random.nextInt(4));
    Blake3Hasher hasher = new Blake3Hasher();
    for (int at = 0; at < length; ) {
      int some = Math.min(length - at, random.nextInt(longest + 1));
      switch (random.nextInt(3)) {
        case 0 -> hasher.update(bytes, at, some);
        case 1 -> updateWhole(hasher, direct.slice(at, some));
        default -> updateWhole(hasher, ByteBuffer.wrap(bytes, at, some));
      }
      at += some;
    }
    assertThat(hasher.lengthBytes()).isEqualTo(length);
    assertThat(hasher.digest()).isEqualTo(Blake3.hash(bytes));
  }

  private static void updateWhole(Blake3Hasher hasher, ByteBuffer buffer) {
    hasher.update(buffer);
    assertThat(buffer.remaining()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1000, 1024, 16_384, 65_536, 65_537, 100_000})
  void theDigestIsThatOfTheBytesSoFarAndDisturbsNothing(int piece) {
    byte[] bytes = TestBytes.random(3 * piece, piece);
    Blake3Hasher hasher = new Blake3Hasher();
    for (int at = 0; at <= bytes.length; at += piece) {
      assertThat(hasher.digest()).isEqualTo(Blake3.hash(bytes, 0, at));
      assertThat(hasher.outboard()).isEqualTo(new Blake3Hasher().update(bytes, 0, at).outboard());
      hasher.update(bytes, Math.min(at, bytes.length - piece), piece);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1_024, 16_383, 16_384, 16_385, 65_536, 65_537, 300_000})
  void theFirstGroupMayBeReplacedWhenAllWasFed(int length) {
    byte[] bytes = TestBytes.random(length, 1);
    Blake3Hasher hasher = new Blake3Hasher().update(bytes);
    byte[] first = TestBytes.random(Math.min(length, 16_384), 2);
    System.arraycopy(first, 0, bytes, 0, first.length);
    hasher.replaceFirst(first);
    assertThat(hasher.digest()).isEqualTo(Blake3.hash(bytes));
    assertThat(hasher.outboard()).isEqualTo(new Blake3Hasher().update(bytes).outboard());
    assertThatThrownBy(() -> hasher.replaceFirst(new byte[first.length + 1]))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("of " + length);
  }

  @Test
  void refusesARangeOutsideTheArray() {
    assertThatThrownBy(() -> new Blake3Hasher().update(new byte[4], 2, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
