package io.dreamdb.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.InvalidInput;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Blake3TreeTest {

  private static final int GROUP = Blake3Tree.GROUP_BYTES;

  static IntStream lengths() {
    return IntStream.rangeClosed(0, 20)
        .flatMap(groups -> IntStream.of(-1025, -1, 0, 1, 1024, 9000).map(i -> groups * GROUP + i))
        .filter(length -> length >= 0);
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void theValuesOfAllGroupsCombineToTheHash(int length) {
    byte[] bytes = TestBytes.random(length, length);
    Blake3Tree tree = new Blake3Tree(length);
    assertThat(tree.groups()).isEqualTo(Math.max(1, (length + GROUP - 1) / GROUP));
    if (tree.groups() > 1) {
      assertThat(topDown(bytes, 0, (int) tree.groups(), true)).isEqualTo(Blake3.hash(bytes));
    }
  }

  /** The definition of the tree: the largest power of two below the count stands on the left. */
  private static byte[] topDown(byte[] bytes, int first, int count, boolean root) {
    if (count == 1) {
      int length = Math.min(GROUP, bytes.length - first * GROUP);
      return Blake3Tree.groupValue(bytes, first * GROUP, length, first);
    }
    int split = Integer.highestOneBit(count - 1);
    byte[] left = topDown(bytes, first, split, false);
    byte[] right = topDown(bytes, first + split, count - split, false);
    return root ? Blake3Tree.root(left, right) : Blake3Tree.parent(left, right);
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void theOutboardHoldsTheLevelsWithOddValuesCarriedUp(int length) {
    byte[] bytes = TestBytes.random(length, length);
    Blake3Tree tree = new Blake3Tree(length);
    byte[] outboard = new Blake3Hasher().update(bytes).outboard();
    assertThat(outboard).hasSize((int) tree.outboardBytes());
    for (int level = 0; level < tree.levels(); level++) {
      for (int index = 0; index < tree.levelSize(level); index++) {
        int first = index << level;
        int count = (int) Math.min(1 << level, tree.groups() - first);
        assertThat(value(outboard, tree, new Blake3Tree.Node(level, index)))
            .isEqualTo(topDown(bytes, first, count, false));
      }
    }
    assertThat(tree.verifiesOutboard(Blake3.hash(bytes), outboard)).isTrue();
  }

  @Test
  void levelsHalveUntilTwoValuesAreLeft() {
    Blake3Tree tree = new Blake3Tree(5L * GROUP - 7);
    assertThat(tree.levels()).isEqualTo(3);
    assertThat(IntStream.range(0, 3).mapToLong(tree::levelSize)).containsExactly(5L, 3L, 2L);
    assertThat(tree.outboardBytes()).isEqualTo(320);
    assertThat(tree.outboardOffset(new Blake3Tree.Node(1, 2))).isEqualTo(224);
    assertThat(tree.siblings(1, 2))
        .containsExactly(
            new Blake3Tree.Node(0, 0), new Blake3Tree.Node(0, 3), new Blake3Tree.Node(2, 1));
    assertThat(new Blake3Tree(5L << 30).outboardBytes()).isLessThan(21 << 20);
    assertThat(new Blake3Tree(0).levels()).isZero();
    assertThat(new Blake3Tree(GROUP).outboardBytes()).isZero();
  }

  @Property(tries = 60)
  void everyRangeIsVerifiedByItsSiblings(
      @ForAll @IntRange(max = 600_000) int length, @ForAll long seed) {
    Random random = new Random(seed);
    Range range = Range.draw(TestBytes.random(length, seed), random);
    assertThat(range.verifies(range.bytes, range.siblings, range.hash)).isTrue();
  }

  @Property(tries = 60)
  void aFlippedBitInBytesSiblingsOrHashIsFound(
      @ForAll @IntRange(min = 1, max = 600_000) int length, @ForAll long seed) {
    Random random = new Random(seed);
    Range range = Range.draw(TestBytes.random(length, seed), random);
    assertThat(range.verifies(flipped(range.bytes, random), range.siblings, range.hash)).isFalse();
    assertThat(range.verifies(range.bytes, range.siblings, flipped(range.hash, random))).isFalse();
    for (int node = 0; node < range.siblings.length / 32; node++) {
      byte[] siblings = range.siblings.clone();
      siblings[node * 32 + random.nextInt(32)] ^= (byte) (1 << random.nextInt(8));
      assertThat(range.verifies(range.bytes, siblings, range.hash)).isFalse();
    }
  }

  @Test
  void aFlippedBitInAnyValueOfTheOutboardIsFound() {
    byte[] bytes = TestBytes.random(11 * GROUP + 5, 1);
    Blake3Tree tree = new Blake3Tree(bytes.length);
    byte[] hash = Blake3.hash(bytes);
    byte[] outboard = new Blake3Hasher().update(bytes).outboard();
    for (int i = 0; i < outboard.length; i++) {
      outboard[i] ^= (byte) (1 << i % 8);
      assertThat(tree.verifiesOutboard(hash, outboard)).as("byte %d", i).isFalse();
      outboard[i] ^= (byte) (1 << i % 8);
    }
    assertThat(tree.verifiesOutboard(hash, Arrays.copyOf(outboard, 32))).isFalse();
    assertThat(tree.verifiesOutboard(flipped(hash, new Random(1)), outboard)).isFalse();
  }

  @Test
  void aGroupAtAnotherPlaceIsNotVerified() {
    byte[] bytes = new byte[4 * GROUP]; // all groups have the same bytes
    Blake3Tree tree = new Blake3Tree(bytes.length);
    byte[] first = Blake3Tree.groupValue(bytes, 0, GROUP, 0);
    assertThat(Blake3Tree.groupValue(bytes, 0, GROUP, 1)).isNotEqualTo(first);
    Range range = Range.of(bytes, 0, 1);
    assertThat(tree.verifies(range.hash, 1, ByteBuffer.wrap(range.bytes), range.siblings))
        .isFalse();
  }

  @Test
  void refusesRangesThatAreNotGroups() {
    Blake3Tree tree = new Blake3Tree(2 * GROUP + 10);
    byte[] hash = new byte[32];
    byte[] bytes = new byte[3 * GROUP];
    assertThatThrownBy(() -> tree.verifies(hash, 0, ByteBuffer.wrap(bytes, 0, 100), new byte[0]))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("100 bytes from group 0");
    assertThatThrownBy(() -> tree.verifies(hash, 2, ByteBuffer.wrap(bytes, 0, GROUP), new byte[0]))
        .isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> tree.verifies(hash, 2, ByteBuffer.wrap(bytes, 0, 0), new byte[0]))
        .isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> tree.verifies(hash, 3, ByteBuffer.wrap(bytes, 0, 10), new byte[0]))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> tree.verifies(hash, 0, ByteBuffer.wrap(bytes, 0, GROUP), new byte[32]))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("expected 2 values");
    assertThatThrownBy(() -> tree.siblings(2, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> new Blake3Tree(-1)).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> Blake3Tree.groupValue(bytes, 0, GROUP + 1, 0))
        .isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> Blake3Tree.parent(hash, new byte[31]))
        .isInstanceOf(InvalidInput.class);
  }

  private static byte[] value(byte[] outboard, Blake3Tree tree, Blake3Tree.Node node) {
    int at = (int) tree.outboardOffset(node);
    return Arrays.copyOfRange(outboard, at, at + 32);
  }

  private static byte[] flipped(byte[] bytes, Random random) {
    byte[] copy = bytes.clone();
    copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
    return copy;
  }

  private record Range(
      Blake3Tree tree, byte[] hash, int firstGroup, byte[] bytes, byte[] siblings) {

    static Range draw(byte[] object, Random random) {
      int groups = (int) new Blake3Tree(object.length).groups();
      int first = random.nextInt(groups);
      return of(object, first, 1 + random.nextInt(groups - first));
    }

    static Range of(byte[] object, int first, int count) {
      Blake3Tree tree = new Blake3Tree(object.length);
      Blake3Hasher hasher = new Blake3Hasher().update(object);
      byte[] outboard = hasher.outboard();
      ByteArrayOutputStream siblings = new ByteArrayOutputStream();
      for (Blake3Tree.Node node : tree.siblings(first, count)) {
        siblings.writeBytes(value(outboard, tree, node));
      }
      int end = Math.min(object.length, (first + count) * GROUP);
      byte[] bytes = Arrays.copyOfRange(object, first * GROUP, end);
      return new Range(tree, hasher.digest(), first, bytes, siblings.toByteArray());
    }

    boolean verifies(byte[] someBytes, byte[] someSiblings, byte[] someHash) {
      ByteBuffer direct = ByteBuffer.allocateDirect(someBytes.length + 3);
      direct.put(3, someBytes).position(3);
      boolean verified = verifies(ByteBuffer.wrap(someBytes), someSiblings, someHash);
      assertThat(verifies(direct, someSiblings, someHash)).isEqualTo(verified);
      assertThat(direct.position()).isEqualTo(3);
      return verified;
    }

    private boolean verifies(ByteBuffer someBytes, byte[] someSiblings, byte[] someHash) {
      return tree.verifies(someHash, firstGroup, someBytes, someSiblings);
    }
  }
}
