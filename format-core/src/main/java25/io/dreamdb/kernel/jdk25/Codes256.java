package io.dreamdb.kernel.jdk25;

import io.dreamdb.kernel.CodeKernel;
import io.dreamdb.kernel.CodeLoop;
import io.dreamdb.kernel.QueryPlanes;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Codes four at a time, for processors that count the bits of bytes by table look-ups. Of each
 * plane, three words are added bit by bit to a sum and a carry, so that only two are counted, and
 * the counts are added as bytes. Two planes are a pass, and the bytes of a code are added by plain
 * code: more vectors in one method would be more than HotSpot inlines, and what it does not inline
 * it puts on the heap.
 */
public final class Codes256 implements CodeLoop {
  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_256;
  private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_256;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_256;
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_256;
  private static final int TILE = 8; // blocks

  /** The even bytes of a word. */
  private static final long EVEN = 0x00FF00FF00FF00FFL;

  /** Words whose counts fit a byte: each three add at most 8 · (1 + 2). */
  private static final int FULL = 30;

  @Override
  public void estimate(
      QueryPlanes query,
      ByteBuffer codes,
      int offsetBytes,
      int blocks,
      float base,
      float[] out,
      int outOffset) {
    int step = CodeKernel.blockBytes(query.words());
    MemorySegment segment = Rows.part(codes, offsetBytes, blocks * step);
    int tile = Math.min(TILE, blocks);
    long[] counts = new long[2 * 8 * tile];
    int[] sums = new int[8 * tile];
    for (int first = 0; first < blocks; first += TILE) {
      int count = Math.min(TILE, blocks - first);
      int at = first * step;
      int kept = 0; // bits of what an earlier tile left in the sums
      for (int plane = 1; plane < query.bits(); plane += 2) {
        for (int word = 0; word < query.words(); word += FULL) {
          count(query, plane, word, segment, at, count, counts);
          add(counts, 8 * count, plane - 1, kept, sums);
          kept = -1;
        }
      }
      int columns = at + step - 64;
      int to = outOffset + 8 * first;
      estimates(
          segment, columns, step, sums, count, query.magnitude(), query.delta(), base, out, to);
    }
  }

  /**
   * Counts up to {@code FULL} words in two planes; beyond the last one lies one of zeros.
   *
   * @param counts takes a byte sum in each byte of each code's word: of the first plane, then, from
   *     its middle on, of the second
   */
  private static void count(
      QueryPlanes query,
      int plane,
      int word,
      MemorySegment segment,
      int at,
      int blocks,
      long[] counts) {
    int words = query.words();
    int end = Math.min(words, word + FULL);
    int whole = word + (end - word) / 3 * 3;
    int step = CodeKernel.blockBytes(words);
    long[] wide = query.wide();
    int low = 4 * words * plane;
    int high = low + 4 * words;
    count3(wide, 4 * word, 4 * whole, low, high, segment, at + 64 * word, step, blocks, counts);
    if (whole < end) {
      count1(wide, 4 * whole, 4 * end, low, high, segment, at + 64 * whole, step, blocks, counts);
    }
  }

  /** Whole groups of three words. */
  private static void count3(
      long[] wide,
      int from,
      int to,
      int low,
      int high,
      MemorySegment segment,
      int at,
      int step,
      int blocks,
      long[] counts) {
    int second = counts.length / 2;
    for (int half = 0; half < 2 * blocks; half++) {
      int word = at + (half >> 1) * step + 32 * (half & 1);
      ByteVector ones = ByteVector.zero(BYTES);
      ByteVector twos = ones;
      for (int i = from; i < to; i += 12, word += 192) {
        LongVector same0 = xor(load(segment, word), load(wide, i));
        LongVector same1 = xor(load(segment, word + 64), load(wide, i + 4));
        LongVector same2 = xor(load(segment, word + 128), load(wide, i + 8));
        LongVector x = same0.and(load(wide, low + i));
        LongVector y = same1.and(load(wide, low + i + 4));
        LongVector z = same2.and(load(wide, low + i + 8));
        LongVector either = xor(x, y);
        ByteVector carries = bits(x.and(y).or(either.and(z)));
        ones = ones.add(bits(xor(either, z))).add(carries.add(carries));
        x = same0.and(load(wide, high + i));
        y = same1.and(load(wide, high + i + 4));
        z = same2.and(load(wide, high + i + 8));
        either = xor(x, y);
        carries = bits(x.and(y).or(either.and(z)));
        twos = twos.add(bits(xor(either, z))).add(carries.add(carries));
      }
      ones.reinterpretAsLongs().intoArray(counts, 4 * half);
      twos.reinterpretAsLongs().intoArray(counts, second + 4 * half);
    }
  }

  /** The words that are left, added to what was counted. */
  private static void count1(
      long[] wide,
      int from,
      int to,
      int low,
      int high,
      MemorySegment segment,
      int at,
      int step,
      int blocks,
      long[] counts) {
    int second = counts.length / 2;
    for (int half = 0; half < 2 * blocks; half++) {
      int word = at + (half >> 1) * step + 32 * (half & 1);
      ByteVector ones = load(counts, 4 * half).reinterpretAsBytes();
      ByteVector twos = load(counts, second + 4 * half).reinterpretAsBytes();
      for (int i = from; i < to; i += 4, word += 64) {
        LongVector same = xor(load(segment, word), load(wide, i));
        ones = ones.add(bits(same.and(load(wide, low + i))));
        twos = twos.add(bits(same.and(load(wide, high + i))));
      }
      ones.reinterpretAsLongs().intoArray(counts, 4 * half);
      twos.reinterpretAsLongs().intoArray(counts, second + 4 * half);
    }
  }

  /**
   * Adds the bytes of each code, the second plane's twice, and all of them 2^shift times, to those
   * bits of its sum that are kept.
   */
  private static void add(long[] counts, int codes, int shift, int kept, int[] sums) {
    int second = counts.length / 2;
    for (int i = 0; i < codes; i++) {
      long one = counts[i];
      long two = counts[second + i];
      long sum = (two & EVEN) + (two >>> 8 & EVEN); // four sums, each in 16 bits
      sum += sum + (one & EVEN) + (one >>> 8 & EVEN);
      sum += sum >>> 16;
      sum += sum >>> 32;
      sums[i] = (sums[i] & kept) + ((int) (sum & 0xFFFF) << shift);
    }
  }

  private static void estimates(
      MemorySegment segment,
      int columns,
      int step,
      int[] sums,
      int blocks,
      int magnitude,
      float delta,
      float base,
      float[] out,
      int to) {
    for (int b = 0; b < blocks; b++) {
      IntVector agreeing = IntVector.fromArray(INTS, sums, 8 * b);
      IntVector sum = agreeing.add(agreeing).sub(magnitude);
      FloatVector t = (FloatVector) sum.convert(VectorOperators.I2F, 0);
      column(segment, columns + 32 + b * step)
          .fma(t.mul(delta), column(segment, columns + b * step))
          .add(base)
          .intoArray(out, to + 8 * b);
    }
  }

  private static LongVector load(long[] wide, int at) {
    return LongVector.fromArray(LONGS, wide, at);
  }

  private static LongVector xor(LongVector a, LongVector b) {
    return a.lanewise(VectorOperators.XOR, b);
  }

  private static ByteVector bits(LongVector words) {
    return words.reinterpretAsBytes().lanewise(VectorOperators.BIT_COUNT);
  }

  private static LongVector load(MemorySegment segment, int at) {
    return LongVector.fromMemorySegment(LONGS, segment, at, ByteOrder.LITTLE_ENDIAN);
  }

  private static FloatVector column(MemorySegment segment, int at) {
    return FloatVector.fromMemorySegment(FLOATS, segment, at, ByteOrder.LITTLE_ENDIAN);
  }
}
