package io.dreamdb.kernel.jdk25;

import io.dreamdb.kernel.NativeKernel;
import io.dreamdb.kernel.QueryVector;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** The 16 lanes as one vector of 512 bits, over memory outside the heap. */
public final class Segments512 implements NativeKernel {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_512;
  private static final int GROUP = LaneTree.GROUP;

  private final NativeKernel twin;

  /** A kernel that leaves to its twin the rows whose last stride runs past the block. */
  public Segments512(NativeKernel twin) {
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
    VectorMask<Float> keep = keep(0, dimension - whole);
    int at = offset;
    for (int r = 0; r < rows; r++, at += 4 * dimension) {
      FloatVector sum = FloatVector.zero(SPECIES);
      for (int i = 0; i < whole; i += 16) {
        sum = load(segment, at + 4 * i).fma(load(q, i), sum);
      }
      if (whole < dimension) {
        sum = load(segment, at + 4 * whole, keep).fma(load(q, whole), sum);
      }
      sum.intoArray(lanes, 16 * r);
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
    VectorMask<Float> keep = keep(0, dimension - whole);
    int at = offset;
    for (int r = 0; r < rows; r++, at += 4 * dimension) {
      FloatVector sum = FloatVector.zero(SPECIES);
      for (int i = 0; i < whole; i += 16) {
        FloatVector d = load(q, i).sub(load(segment, at + 4 * i));
        sum = d.fma(d, sum);
      }
      if (whole < dimension) {
        FloatVector d = load(q, whole).sub(load(segment, at + 4 * whole, keep));
        sum = d.fma(d, sum);
      }
      sum.intoArray(lanes, 16 * r);
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
    VectorMask<Float> keep = keep(0, dimension - whole);
    int at = offset;
    for (int r = 0; r < rows; r++, at += 4 * dimension) {
      FloatVector dot = FloatVector.zero(SPECIES);
      FloatVector norm = FloatVector.zero(SPECIES);
      for (int i = 0; i < whole; i += 16) {
        FloatVector x = load(segment, at + 4 * i);
        dot = x.fma(load(q, i), dot);
        norm = x.fma(x, norm);
      }
      if (whole < dimension) {
        FloatVector x = load(segment, at + 4 * whole, keep);
        dot = x.fma(load(q, whole), dot);
        norm = x.fma(x, norm);
      }
      dot.intoArray(dots, 16 * r);
      norm.intoArray(norms, 16 * r);
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
    VectorMask<Float> keep = keep(0, dimension - whole);
    int at = offset;
    for (int r = 0; r < rows; r++, at += 4 * dimension) {
      FloatVector sum = FloatVector.zero(SPECIES);
      for (int i = 0; i < whole; i += 16) {
        FloatVector x = load(segment, at + 4 * i);
        sum = x.fma(x, sum);
      }
      if (whole < dimension) {
        FloatVector x = load(segment, at + 4 * whole, keep);
        sum = x.fma(x, sum);
      }
      sum.intoArray(lanes, 16 * r);
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
