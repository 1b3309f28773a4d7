package io.dreamdb.kernel.jdk25;

import io.dreamdb.kernel.CodeKernel;
import io.dreamdb.kernel.CodeLoop;
import io.dreamdb.kernel.QueryPlanes;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** One lane of 512 bits for each code of a block, which counts bits by an instruction. */
public final class Codes512 implements CodeLoop {
  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_512;
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_256;

  @Override
  public void estimate(
      QueryPlanes query,
      ByteBuffer codes,
      int offsetBytes,
      int blocks,
      float base,
      float[] out,
      int outOffset) {
    int words = query.words();
    int step = CodeKernel.blockBytes(words);
    MemorySegment segment = Rows.part(codes, offsetBytes, blocks * step);
    float[] sums = new float[8 * blocks];
    switch (query.bits()) {
      case 3 -> sums3(query.planes(), words, query.magnitude(), segment, sums);
      case 4 -> sums4(query.planes(), words, query.magnitude(), segment, sums);
      default -> sums(query, segment, sums);
    }
    estimates(segment, 64 * words, step, sums, query.delta(), base, out, outOffset);
  }

  private static void sums3(
      long[] planes, int words, int magnitude, MemorySegment segment, float[] sums) {
    int at = 0;
    for (int b = 0; b < sums.length; b += 8, at += 64) {
      LongVector ones = LongVector.zero(LONGS);
      LongVector twos = ones;
      for (int w = 0; w < 3 * words; w += 3, at += 64) {
        LongVector same = same(segment, at, planes[w]);
        ones = ones.add(count(same, planes[w + 1]));
        twos = twos.add(count(same, planes[w + 2]));
      }
      store(ones.add(twos.add(twos)), magnitude, sums, b);
    }
  }

  private static void sums4(
      long[] planes, int words, int magnitude, MemorySegment segment, float[] sums) {
    int at = 0;
    for (int b = 0; b < sums.length; b += 8, at += 64) {
      LongVector ones = LongVector.zero(LONGS);
      LongVector twos = ones;
      LongVector fours = ones;
      for (int w = 0; w < 4 * words; w += 4, at += 64) {
        LongVector same = same(segment, at, planes[w]);
        ones = ones.add(count(same, planes[w + 1]));
        twos = twos.add(count(same, planes[w + 2]));
        fours = fours.add(count(same, planes[w + 3]));
      }
      twos = twos.add(fours.add(fours));
      store(ones.add(twos.add(twos)), magnitude, sums, b);
    }
  }

  private static void sums(QueryPlanes query, MemorySegment segment, float[] sums) {
    long[] planes = query.planes();
    int bits = query.bits();
    int words = query.words();
    int at = 0;
    for (int b = 0; b < sums.length; b += 8, at += 64) {
      LongVector sum = LongVector.zero(LONGS);
      for (int w = 0; w < bits * words; w += bits, at += 64) {
        LongVector same = same(segment, at, planes[w]);
        LongVector counts = LongVector.zero(LONGS);
        for (int k = bits - 1; k > 0; k--) {
          counts = counts.add(counts).add(count(same, planes[w + k]));
        }
        sum = sum.add(counts);
      }
      store(sum, query.magnitude(), sums, b);
    }
  }

  private static LongVector same(MemorySegment segment, int at, long signs) {
    return LongVector.fromMemorySegment(LONGS, segment, at, ByteOrder.LITTLE_ENDIAN)
        .lanewise(VectorOperators.XOR, LongVector.broadcast(LONGS, signs));
  }

  private static LongVector count(LongVector same, long plane) {
    return same.and(LongVector.broadcast(LONGS, plane)).lanewise(VectorOperators.BIT_COUNT);
  }

  private static void store(LongVector agreeing, int magnitude, float[] sums, int at) {
    LongVector sum = agreeing.add(agreeing).sub(magnitude);
    ((FloatVector) sum.convertShape(VectorOperators.L2F, FLOATS, 0)).intoArray(sums, at);
  }

  private static void estimates(
      MemorySegment segment,
      int columns,
      int step,
      float[] sums,
      float delta,
      float base,
      float[] out,
      int outOffset) {
    int at = columns;
    for (int i = 0; i < sums.length; i += 8, at += step) {
      FloatVector sum = FloatVector.fromArray(FLOATS, sums, i).mul(delta);
      column(segment, at + 32)
          .fma(sum, column(segment, at))
          .add(base)
          .intoArray(out, outOffset + i);
    }
  }

  private static FloatVector column(MemorySegment segment, int at) {
    return FloatVector.fromMemorySegment(FLOATS, segment, at, ByteOrder.LITTLE_ENDIAN);
  }
}
