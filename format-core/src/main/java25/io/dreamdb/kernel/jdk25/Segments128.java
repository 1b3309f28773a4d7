package io.dreamdb.kernel.jdk25;

import io.dreamdb.kernel.NativeKernel;
import io.dreamdb.kernel.QueryVector;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** The 16 lanes as four vectors of 128 bits, over memory outside the heap. */
public final class Segments128 implements NativeKernel {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_128;
  private static final int GROUP = LaneTree.GROUP;

  private final NativeKernel twin;

  /** A kernel that leaves to its twin the rows whose last stride runs past the block. */
  public Segments128(NativeKernel twin) {
    this.twin = twin;
  }

  @Override
  public void dot(QueryVector query, ByteBuffer block, int rows, float[] out, int outOffset) {
    int dimension = query.dimension();
    MemorySegment segment = Rows.segment(block);
    int readable = Rows.readable(segment.byteSize(), rows, dimension);
    float[] lanes = new float[16 * Math.min(GROUP, readable)];
    for (int r = 0; r < readable; r += GROUP) {
      int count = Math.min(GROUP, readable - r);
      dot(query, segment, 4 * r * dimension, count, lanes);
      LaneTree.sum(lanes, count, out, outOffset + r);
    }
    if (readable < rows) {
      ByteBuffer rest = Rows.from(block, readable, dimension);
      twin.dot(query, rest, rows - readable, out, outOffset + readable);
    }
  }

  private static void dot(
      QueryVector query, MemorySegment segment, int offset, int rows, float[] lanes) {
    float[] q = query.padded();
    int dimension = query.dimension();
    int whole = dimension & -16;
    VectorMask<Float> keep0 = keep(0, dimension - whole);
    VectorMask<Float> keep1 = keep(4, dimension - whole);
    VectorMask<Float> keep2 = keep(8, dimension - whole);
    VectorMask<Float> keep3 = keep(12, dimension - whole);
    int at = offset;
    for (int r = 0; r < rows; r++, at += 4 * dimension) {
      FloatVector sum0 = FloatVector.zero(SPECIES);
      FloatVector sum1 = FloatVector.zero(SPECIES);
      FloatVector sum2 = FloatVector.zero(SPECIES);
      FloatVector sum3 = FloatVector.zero(SPECIES);
      for (int i = 0; i < whole; i += 16) {
        sum0 = load(segment, at + 4 * i).fma(load(q, i), sum0);
        sum1 = load(segment, at + 4 * i + 16).fma(load(q, i + 4), sum1);
        sum2 = load(segment, at + 4 * i + 32).fma(load(q, i + 8), sum2);
        sum3 = load(segment, at + 4 * i + 48).fma(load(q, i + 12), sum3);
      }
      if (whole < dimension) {
        sum0 = load(segment, at + 4 * whole, keep0).fma(load(q, whole), sum0);
        sum1 = load(segment, at + 4 * whole + 16, keep1).fma(load(q, whole + 4), sum1);
        sum2 = load(segment, at + 4 * whole + 32, keep2).fma(load(q, whole + 8), sum2);
        sum3 = load(segment, at + 4 * whole + 48, keep3).fma(load(q, whole + 12), sum3);
      }
      sum0.intoArray(lanes, 16 * r);
      sum1.intoArray(lanes, 16 * r + 4);
      sum2.intoArray(lanes, 16 * r + 8);
      sum3.intoArray(lanes, 16 * r + 12);
    }
  }

  @Override
  public void squaredL2(QueryVector query, ByteBuffer block, int rows, float[] out, int outOffset) {
    int dimension = query.dimension();
    MemorySegment segment = Rows.segment(block);
    int readable = Rows.readable(segment.byteSize(), rows, dimension);
    float[] lanes = new float[16 * Math.min(GROUP, readable)];
    for (int r = 0; r < readable; r += GROUP) {
      int count = Math.min(GROUP, readable - r);
      squaredL2(query, segment, 4 * r * dimension, count, lanes);
      LaneTree.sum(lanes, count, out, outOffset + r);
    }
    if (readable < rows) {
      ByteBuffer rest = Rows.from(block, readable, dimension);
      twin.squaredL2(query, rest, rows - readable, out, outOffset + readable);
    }
  }

  private static void squaredL2(
      QueryVector query, MemorySegment segment, int offset, int rows, float[] lanes) {
    float[] q = query.padded();
    int dimension = query.dimension();
    int whole = dimension & -16;
    VectorMask<Float> keep0 = keep(0, dimension - whole);
    VectorMask<Float> keep1 = keep(4, dimension - whole);
    VectorMask<Float> keep2 = keep(8, dimension - whole);
    VectorMask<Float> keep3 = keep(12, dimension - whole);
    int at = offset;
    for (int r = 0; r < rows; r++, at += 4 * dimension) {
      FloatVector sum0 = FloatVector.zero(SPECIES);
      FloatVector sum1 = FloatVector.zero(SPECIES);
      FloatVector sum2 = FloatVector.zero(SPECIES);
      FloatVector sum3 = FloatVector.zero(SPECIES);
      for (int i = 0; i < whole; i += 16) {
        FloatVector d0 = load(q, i).sub(load(segment, at + 4 * i));
        sum0 = d0.fma(d0, sum0);
        FloatVector d1 = load(q, i + 4).sub(load(segment, at + 4 * i + 16));
        sum1 = d1.fma(d1, sum1);
        FloatVector d2 = load(q, i + 8).sub(load(segment, at + 4 * i + 32));
        sum2 = d2.fma(d2, sum2);
        FloatVector d3 = load(q, i + 12).sub(load(segment, at + 4 * i + 48));
        sum3 = d3.fma(d3, sum3);
      }
      if (whole < dimension) {
        FloatVector d0 = load(q, whole).sub(load(segment, at + 4 * whole, keep0));
        sum0 = d0.fma(d0, sum0);
        FloatVector d1 = load(q, whole + 4).sub(load(segment, at + 4 * whole + 16, keep1));
        sum1 = d1.fma(d1, sum1);
        FloatVector d2 = load(q, whole + 8).sub(load(segment, at + 4 * whole + 32, keep2));
        sum2 = d2.fma(d2, sum2);
        FloatVector d3 = load(q, whole + 12).sub(load(segment, at + 4 * whole + 48, keep3));
        sum3 = d3.fma(d3, sum3);
      }
      sum0.intoArray(lanes, 16 * r);
      sum1.intoArray(lanes, 16 * r + 4);
      sum2.intoArray(lanes, 16 * r + 8);
      sum3.intoArray(lanes, 16 * r + 12);
    }
  }

  @Override
  public void cosine(QueryVector query, ByteBuffer block, int rows, float[] out, int outOffset) {
    int dimension = query.dimension();
    MemorySegment segment = Rows.segment(block);
    int readable = Rows.readable(segment.byteSize(), rows, dimension);
    float[] dots = new float[16 * Math.min(GROUP, readable)];
    float[] norms = new float[16 * Math.min(GROUP, readable)];
    for (int r = 0; r < readable; r += GROUP) {
      int count = Math.min(GROUP, readable - r);
      cosine(query, segment, 4 * r * dimension, count, dots, norms);
      LaneTree.cosine(query.squaredNorm(), dots, norms, count, out, outOffset + r);
    }
    if (readable < rows) {
      ByteBuffer rest = Rows.from(block, readable, dimension);
      twin.cosine(query, rest, rows - readable, out, outOffset + readable);
    }
  }

  private static void cosine(
      QueryVector query, MemorySegment segment, int offset, int rows, float[] dots, float[] norms) {
    float[] q = query.padded();
    int dimension = query.dimension();
    int whole = dimension & -16;
    VectorMask<Float> keep0 = keep(0, dimension - whole);
    VectorMask<Float> keep1 = keep(4, dimension - whole);
    VectorMask<Float> keep2 = keep(8, dimension - whole);
    VectorMask<Float> keep3 = keep(12, dimension - whole);
    int at = offset;
    for (int r = 0; r < rows; r++, at += 4 * dimension) {
      FloatVector dot0 = FloatVector.zero(SPECIES);
      FloatVector dot1 = FloatVector.zero(SPECIES);
      FloatVector dot2 = FloatVector.zero(SPECIES);
      FloatVector dot3 = FloatVector.zero(SPECIES);
      FloatVector norm0 = FloatVector.zero(SPECIES);
      FloatVector norm1 = FloatVector.zero(SPECIES);
      FloatVector norm2 = FloatVector.zero(SPECIES);
      FloatVector norm3 = FloatVector.zero(SPECIES);
      for (int i = 0; i < whole; i += 16) {
        FloatVector x0 = load(segment, at + 4 * i);
        dot0 = x0.fma(load(q, i), dot0);
        norm0 = x0.fma(x0, norm0);
        FloatVector x1 = load(segment, at + 4 * i + 16);
        dot1 = x1.fma(load(q, i + 4), dot1);
        norm1 = x1.fma(x1, norm1);
        FloatVector x2 = load(segment, at + 4 * i + 32);
        dot2 = x2.fma(load(q, i + 8), dot2);
        norm2 = x2.fma(x2, norm2);
        FloatVector x3 = load(segment, at + 4 * i + 48);
        dot3 = x3.fma(load(q, i + 12), dot3);
        norm3 = x3.fma(x3, norm3);
      }
      if (whole < dimension) {
        FloatVector x0 = load(segment, at + 4 * whole, keep0);
        dot0 = x0.fma(load(q, whole), dot0);
        norm0 = x0.fma(x0, norm0);
        FloatVector x1 = load(segment, at + 4 * whole + 16, keep1);
        dot1 = x1.fma(load(q, whole + 4), dot1);
        norm1 = x1.fma(x1, norm1);
        FloatVector x2 = load(segment, at + 4 * whole + 32, keep2);
        dot2 = x2.fma(load(q, whole + 8), dot2);
        norm2 = x2.fma(x2, norm2);
        FloatVector x3 = load(segment, at + 4 * whole + 48, keep3);
        dot3 = x3.fma(load(q, whole + 12), dot3);
        norm3 = x3.fma(x3, norm3);
      }
      dot0.intoArray(dots, 16 * r);
      dot1.intoArray(dots, 16 * r + 4);
      dot2.intoArray(dots, 16 * r + 8);
      dot3.intoArray(dots, 16 * r + 12);
      norm0.intoArray(norms, 16 * r);
      norm1.intoArray(norms, 16 * r + 4);
      norm2.intoArray(norms, 16 * r + 8);
      norm3.intoArray(norms, 16 * r + 12);
    }
  }

  @Override
  public void squaredNorms(int dimension, ByteBuffer block, int rows, float[] out, int outOffset) {
    MemorySegment segment = Rows.segment(block);
    int readable = Rows.readable(segment.byteSize(), rows, dimension);
    float[] lanes = new float[16 * Math.min(GROUP, readable)];
    for (int r = 0; r < readable; r += GROUP) {
      int count = Math.min(GROUP, readable - r);
      squaredNorms(dimension, segment, 4 * r * dimension, count, lanes);
      LaneTree.sum(lanes, count, out, outOffset + r);
    }
    if (readable < rows) {
      ByteBuffer rest = Rows.from(block, readable, dimension);
      twin.squaredNorms(dimension, rest, rows - readable, out, outOffset + readable);
    }
  }

  private static void squaredNorms(
      int dimension, MemorySegment segment, int offset, int rows, float[] lanes) {
    int whole = dimension & -16;
    VectorMask<Float> keep0 = keep(0, dimension - whole);
    VectorMask<Float> keep1 = keep(4, dimension - whole);
    VectorMask<Float> keep2 = keep(8, dimension - whole);
    VectorMask<Float> keep3 = keep(12, dimension - whole);
    int at = offset;
    for (int r = 0; r < rows; r++, at += 4 * dimension) {
      FloatVector sum0 = FloatVector.zero(SPECIES);
      FloatVector sum1 = FloatVector.zero(SPECIES);
      FloatVector sum2 = FloatVector.zero(SPECIES);
      FloatVector sum3 = FloatVector.zero(SPECIES);
      for (int i = 0; i < whole; i += 16) {
        FloatVector x0 = load(segment, at + 4 * i);
        sum0 = x0.fma(x0, sum0);
        FloatVector x1 = load(segment, at + 4 * i + 16);
        sum1 = x1.fma(x1, sum1);
        FloatVector x2 = load(segment, at + 4 * i + 32);
        sum2 = x2.fma(x2, sum2);
        FloatVector x3 = load(segment, at + 4 * i + 48);
        sum3 = x3.fma(x3, sum3);
      }
      if (whole < dimension) {
        FloatVector x0 = load(segment, at + 4 * whole, keep0);
        sum0 = x0.fma(x0, sum0);
        FloatVector x1 = load(segment, at + 4 * whole + 16, keep1);
        sum1 = x1.fma(x1, sum1);
        FloatVector x2 = load(segment, at + 4 * whole + 32, keep2);
        sum2 = x2.fma(x2, sum2);
        FloatVector x3 = load(segment, at + 4 * whole + 48, keep3);
        sum3 = x3.fma(x3, sum3);
      }
      sum0.intoArray(lanes, 16 * r);
      sum1.intoArray(lanes, 16 * r + 4);
      sum2.intoArray(lanes, 16 * r + 8);
      sum3.intoArray(lanes, 16 * r + 12);
    }
  }

  /** The lanes from that one on whose number is below the count. */
  private static VectorMask<Float> keep(int lane, int count) {
    return load(LaneTree.NUMBERS, lane).lt(count);
  }

  private static FloatVector load(float[] values, int at) {
    return FloatVector.fromArray(SPECIES, values, at);
  }

  private static FloatVector load(MemorySegment segment, int at) {
    return FloatVector.fromMemorySegment(SPECIES, segment, at, ByteOrder.LITTLE_ENDIAN);
  }

  private static FloatVector load(MemorySegment segment, int at, VectorMask<Float> keep) {
    return FloatVector.zero(SPECIES).blend(load(segment, at), keep);
  }
}
