package io.dreamdb.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.MethodSource;

class Blake3Test {

  @BeforeAll
  static void useTheFastestKernel() throws InterruptedException {
    Blake3.warmUp();
  }

  @ParameterizedTest
  @CsvFileSource(resources = "blake3-vectors.csv")
  void agreesWithTheOfficialTestVectors(int length, String hash) {
    assertThat(Blake3.hash(TestBytes.counting(length))).asHexString().isEqualToIgnoringCase(hash);
  }

  static IntStream bordersOfChunksGroupsAndSteps() {
    int chunk = 1024;
    IntStream chunks = IntStream.rangeClosed(0, 34).map(i -> i * chunk);
    IntStream groups = IntStream.rangeClosed(3, 18).map(i -> i * 16 * chunk);
    IntStream large = IntStream.of(31, 32, 33, 48, 63, 64).map(i -> i * 16 * chunk);
    return IntStream.concat(IntStream.concat(chunks, groups), large)
        .flatMap(length -> IntStream.of(length - 1, length, length + 1))
        .filter(length -> length >= 0);
  }

  @ParameterizedTest
  @MethodSource("bordersOfChunksGroupsAndSteps")
  void agreesWithTwoForeignImplementationsAtEveryBorder(int length) {
    agreesWithForeign(TestBytes.random(length, length));
  }

  @Property(tries = 60)
  void agreesWithTwoForeignImplementations(
      @ForAll @IntRange(max = 1 << 20) int length, @ForAll long seed) {
    agreesWithForeign(TestBytes.random(length, seed));
  }

  private static void agreesWithForeign(byte[] bytes) {
    assertThat(Blake3.hash(bytes))
        .isEqualTo(TestBytes.hashByCommonsCodec(bytes))
        .isEqualTo(TestBytes.hashByRctcwyvrn(bytes));
  }

  @Test
  void hashesARangeOfAnArray() {
    byte[] bytes = TestBytes.random(100_000, 1);
    assertThat(Blake3.hash(bytes, 777, 70_001))
        .isEqualTo(Blake3.hash(Arrays.copyOfRange(bytes, 777, 70_778)));
  }

  @Test
  void refusesARangeOutsideTheArray() {
    byte[] bytes = new byte[10];
    assertThatThrownBy(() -> Blake3.hash(bytes, 5, 6))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> Blake3.hash(bytes, -1, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void hashesEveryKindOfBufferAndLeavesItAsItIs(@TempDir Path folder) throws IOException {
    byte[] bytes = TestBytes.random(200_003, 2);
    Path file = Files.write(folder.resolve("bytes"), bytes);
    byte[] expected = Blake3.hash(bytes, 3, 200_000);
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, bytes.length);
      ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
      ByteBuffer heap = ByteBuffer.wrap(bytes);
      for (ByteBuffer buffer :
          new ByteBuffer[] {mapped, direct, heap, heap.asReadOnlyBuffer(), heap.slice()}) {
        buffer.position(3);
        assertThat(Blake3.hash(buffer)).isEqualTo(expected);
        assertThat(buffer.position()).isEqualTo(3);
        assertThat(Blake3.hash(buffer.slice())).isEqualTo(expected);
      }
    }
  }
}
