package io.dreamdb.dataset.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.apache.parquet.io.ParquetDecodingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers that parquet-java encoded. */
class HybridNumbersTest {

  private static final int COUNT = 5_000;

  /** Runs of one number, and stretches of any. */
  private static int[] numbers(int width, Random random) {
    int mask = (int) ((1L << width) - 1);
    int[] numbers = new int[COUNT];
    for (int i = 0; i < COUNT; ) {
      int end = Math.min(COUNT, i + 1 + random.nextInt(60));
      boolean run = random.nextBoolean();
      int same = random.nextInt() & mask;
      for (; i < end; i++) {
        numbers[i] = run ? same : random.nextInt() & mask;
      }
    }
    return numbers;
  }

  private static byte[] encoded(int[] numbers, int width) throws IOException {
    try (var encoder =
        new RunLengthBitPackingHybridEncoder(width, 64, 1 << 20, new HeapByteBufferAllocator())) {
      for (int number : numbers) {
        encoder.writeInt(number);
      }
      return encoder.toBytes().toByteArray();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 7, 8, 9, 15, 17, 24, 31, 32})
  void numbersAreReadSkippedAndCounted(int width) throws IOException {
    Random random = new Random(width);
    int[] numbers = numbers(width, random);
    byte[] bytes = encoded(numbers, width);
    int largest = Arrays.stream(numbers).max().orElseThrow();
    HybridNumbers found = new HybridNumbers(ByteBuffer.wrap(bytes), width);
    for (int i = 0; i < COUNT; ) {
      int some = Math.min(COUNT - i, random.nextInt(100));
      switch (random.nextInt(3)) {
        case 0 -> {
          for (int j = i; j < i + some; j++) {
            assertThat(found.next()).as("number %d", j).isEqualTo(numbers[j]);
          }
        }
        case 1 -> found.skip(some);
        default -> {
          int[] passed = Arrays.copyOfRange(numbers, i, i + some);
          if (Arrays.stream(passed).allMatch(number -> number >= 0)) {
            long equal = Arrays.stream(passed).filter(number -> number == largest).count();
            assertThat(found.pass(some, largest)).isEqualTo((int) equal);
          } else {
            found.skip(some);
          }
        }
      }
      i += some;
    }
  }

  @Test
  void aLargerLevelThanTheColumnHasIsSeen() throws IOException {
    int[] single = new int[100];
    single[50] = 3;
    int[] run = new int[100];
    Arrays.fill(run, 30, 70, 3);
    for (int[] levels : new int[][] {single, run}) {
      byte[] bytes = encoded(levels, 2);
      assertThat(new HybridNumbers(ByteBuffer.wrap(bytes), 2).pass(100, 2)).isNegative();
      assertThat(new HybridNumbers(ByteBuffer.wrap(bytes), 2).pass(100, 3)).isPositive();
    }
  }

  /** As parquet-java does; its encoder once wrote no more bytes than the last numbers need. */
  @Test
  void bytesThatOnlyFillUpMayBeMissing() {
    // One run of eight numbers of 4 bits, of which three are there, in two of four bytes.
    HybridNumbers found = new HybridNumbers(ByteBuffer.wrap(new byte[] {3, 0x21, 0x03}), 4);
    assertThat(new int[] {found.next(), found.next(), found.next()}).containsExactly(1, 2, 3);
  }

  @Test
  void runsThatAreLongerThanTheirBytesAreRefused() {
    for (byte[] bytes :
        new byte[][] {
          {},
          {5, 1, 2, 3}, // packed: 16 numbers of 4 bits in 8 bytes
          {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f},
          {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 1},
          {4} // a run without its number
        }) {
      HybridNumbers found = new HybridNumbers(ByteBuffer.wrap(bytes), 4);
      assertThatThrownBy(() -> found.pass(1, 1)).isInstanceOf(ParquetDecodingException.class);
    }
    assertThatThrownBy(() -> new HybridNumbers(ByteBuffer.allocate(9), 33))
        .isInstanceOf(ParquetDecodingException.class)
        .hasMessageContaining("33 bits");
  }
}
