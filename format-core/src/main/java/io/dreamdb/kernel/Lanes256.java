package io.dreamdb.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The 16 lanes as two vectors of 256 bits, over arrays. */
final class Lanes256 implements ArrayKernel {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_256;
  private static final int GROUP = LaneTree.GROUP;

  @Override
  public void dot(
      QueryVector query, float[] block, int offset, int rows, float[] out, int outOffset) {
    int dimension = query.dimension();
    int readable = Strides.readable(block.length, offset, rows, dimension);
    float[] lanes = new float[16 * Math.min(GROUP, readable)];
    for (int r = 0; r < readable; r += GROUP) {
      int count = Math.min(GROUP, readable - r);
      dot(query, block, offset + r * dimension, count, lanes);
      LaneTree.sum(lanes, count, out, outOffset + r);
    }
    if (readable < rows) {
      ScalarKernel.INSTANCE.dot(
          query, block, offset + readable * dimension, rows - readable, out, outOffset + readable);
    }
  }

  private static void dot(QueryVector query, float[] block, int offset, int rows, float[] lanes) {
    float[] q = query.padded();
    int dimension = query.dimension();
    int whole = dimension & -16;
    VectorMask<Float> keep0 = keep(0, dimension - whole);
    VectorMask<Float> keep1 = keep(8, dimension - whole);
    int at = offset;
    for (int r = 0; r < rows; r++, at += dimension) {
      FloatVector sum0 = FloatVector.zero(SPECIES);
      FloatVector sum1 = FloatVector.zero(SPECIES);
      for (int i = 0; i < whole; i += 16) {
        sum0 = load(block, at + i).fma(load(q, i), sum0);
        sum1 = load(block, at + i + 8).fma(load(q, i + 8), sum1);
      }
      if (whole < dimension) {
        sum0 = load(block, at + whole, keep0).fma(load(q, whole), sum0);
        sum1 = load(block, at + whole + 8, keep1).fma(load(q, whole + 8), sum1);
      }
      sum0.intoArray(lanes, 16 * r);
      sum1.intoArray(lanes, 16 * r + 8);
    }
  }

  @Override
  public void squaredL2(
      QueryVector query, float[] block, int offset, int rows, float[] out, int outOffset) {
    int dimension = query.dimension();
    int readable = Strides.readable(block.length, offset, rows, dimension);
    float[] lanes = new float[16 * Math.min(GROUP, readable)];
    for (int r = 0; r < readable; r += GROUP) {
      int count = Math.min(GROUP, readable - r);
      squaredL2(query, block, offset + r * dimension, count, lanes);
      LaneTree.sum(lanes, count, out, outOffset + r);
    }
    if (readable < rows) {
      ScalarKernel.INSTANCE.squaredL2(
          query, block, offset + readable * dimension, rows - readable, out, outOffset + readable);
    }
  }

  private static void squaredL2(
      QueryVector query, float[] block, int offset, int rows, float[] lanes) {
    float[] q = query.padded();
    int dimension = query.dimension();
    int whole = dimension & -16;
    VectorMask<Float> keep0 = keep(0, dimension - whole);
    VectorMask<Float> keep1 = keep(8, dimension - whole);
    int at = offset;
    for (int r = 0; r < rows; r++, at += dimension) {
      FloatVector sum0 = FloatVector.zero(SPECIES);
      FloatVector sum1 = FloatVector.zero(SPECIES);
      for (int i = 0; i < whole; i += 16) {
        FloatVector d0 = load(q, i).sub(load(block, at + i));
        sum0 = d0.fma(d0, sum0);
        FloatVector d1 = load(q, i + 8).sub(load(block, at + i + 8));
        sum1 = d1.fma(d1, sum1);
      }
      if (whole < dimension) {
        FloatVector d0 = load(q, whole).sub(load(block, at + whole, keep0));
        sum0 = d0.fma(d0, sum0);
        FloatVector d1 = load(q, whole + 8).sub(load(block, at + whole + 8, keep1));
        sum1 = d1.fma(d1, sum1);
      }
      sum0.intoArray(lanes, 16 * r);
      sum1.intoArray(lanes, 16 * r + 8);
    }
  }

  @Override
  public void cosine(
      QueryVector query, float[] block, int offset, int rows, float[] out, int outOffset) {
    int dimension = query.dimension();
    int readable = Strides.readable(block.length, offset, rows, dimension);
    float[] dots = new float[16 * Math.min(GROUP, readable)];
    float[] norms = new float[16 * Math.min(GROUP, readable)];
    for (int r = 0; r < readable; r += GROUP) {
      int count = Math.min(GROUP, readable - r);
      cosine(query, block, offset + r * dimension, count, dots, norms);
      LaneTree.cosine(query.squaredNorm(), dots, norms, count, out, outOffset + r);
    }
    if (readable < rows) {
      ScalarKernel.INSTANCE.cosine(
          query, block, offset + readable * dimension, rows - readable, out, outOffset + readable);
    }
  }

  private static void cosine(
      QueryVector query, float[] block, int offset, int rows, float[] dots, float[] norms) {
    float[] q = query.padded();
    int dimension = query.dimension();
    int whole = dimension & -16;
    VectorMask<Float> keep0 = keep(0, dimension - whole);
    VectorMask<Float> keep1 = keep(8, dimension - whole);
    int at = offset;
    for (int r = 0; r < rows; r++, at += dimension) {
      FloatVector dot0 = FloatVector.zero(SPECIES);
      FloatVector dot1 = FloatVector.zero(SPECIES);
      FloatVector norm0 = FloatVector.zero(SPECIES);
      FloatVector norm1 = FloatVector.zero(SPECIES);
      for (int i = 0; i < whole; i += 16) {
        FloatVector x0 = load(block, at + i);
        dot0 = x0.fma(load(q, i), dot0);
        norm0 = x0.fma(x0, norm0);
        FloatVector x1 = load(block, at + i + 8);
        dot1 = x1.fma(load(q, i + 8), dot1);
        norm1 = x1.fma(x1, norm1);
      }
      if (whole < dimension) {
        FloatVector x0 = load(block, at + whole, keep0);
        dot0 = x0.fma(load(q, whole), dot0);
        norm0 = x0.fma(x0, norm0);
        FloatVector x1 = load(block, at + whole + 8, keep1);
        dot1 = x1.fma(load(q, whole + 8), dot1);
        norm1 = x1.fma(x1, norm1);
      }
      dot0.intoArray(dots, 16 * r);
      dot1.intoArray(dots, 16 * r + 8);
      norm0.intoArray(norms, 16 * r);
      norm1.intoArray(norms, 16 * r + 8);
    }
  }

  @Override
  public void squaredNorms(
      int dimension, float[] block, int offset, int rows, float[] out, int outOffset) {
    int readable = Strides.readable(block.length, offset, rows, dimension);
    float[] lanes = new float[16 * Math.min(GROUP, readable)];
    for (int r = 0; r < readable; r += GROUP) {
      int count = Math.min(GROUP, readable - r);
      squaredNorms(dimension, block, offset + r * dimension, count, lanes);
      LaneTree.sum(lanes, count, out, outOffset + r);
    }
    if (readable < rows) {
      ScalarKernel.INSTANCE.squaredNorms(
          dimension,
          block,
          offset + readable * dimension,
          rows - readable,
          out,
          outOffset + readable);
    }
  }

  private static void squaredNorms(
      int dimension, float[] block, int offset, int rows, float[] lanes) {
    int whole = dimension & -16;
    VectorMask<Float> keep0 = keep(0, dimension - whole);
    VectorMask<Float> keep1 = keep(8, dimension - whole);
    int at = offset;
    for (int r = 0; r < rows; r++, at += dimension) {
      FloatVector sum0 = FloatVector.zero(SPECIES);
      FloatVector sum1 = FloatVector.zero(SPECIES);
      for (int i = 0; i < whole; i += 16) {
        FloatVector x0 = load(block, at + i);
        sum0 = x0.fma(x0, sum0);
        FloatVector x1 = load(block, at + i + 8);
        sum1 = x1.fma(x1, sum1);
      }
      if (whole < dimension) {
        FloatVector x0 = load(block, at + whole, keep0);
        sum0 = x0.fma(x0, sum0);
        FloatVector x1 = load(block, at + whole + 8, keep1);
        sum1 = x1.fma(x1, sum1);
      }
      sum0.intoArray(lanes, 16 * r);
      sum1.intoArray(lanes, 16 * r + 8);
    }
  }

  @Override
  public int skipAbove(float[] values, int from, int to, float bound) {
    int at = from;
    for (; at + 64 <= to; at += 64) {
      VectorMask<Float> hit =
          atMost(values, at, bound)
              .or(atMost(values, at + 8, bound))
              .or(atMost(values, at + 16, bound))
              .or(atMost(values, at + 24, bound))
              .or(atMost(values, at + 32, bound))
              .or(atMost(values, at + 40, bound))
              .or(atMost(values, at + 48, bound))
              .or(atMost(values, at + 56, bound));
      if (hit.anyTrue()) {
        return at;
      }
    }
    return at;
  }

  private static VectorMask<Float> atMost(float[] values, int at, float bound) {
    return load(values, at).compare(VectorOperators.LE, bound);
  }

  /** The lanes from that one on whose number is below the count. */
  private static VectorMask<Float> keep(int lane, int count) {
    return load(LaneTree.NUMBERS, lane).lt(count);
  }

  private static FloatVector load(float[] values, int at) {
    return FloatVector.fromArray(SPECIES, values, at);
  }

  private static FloatVector load(float[] values, int at, VectorMask<Float> keep) {
    return FloatVector.zero(SPECIES).blend(load(values, at), keep);
  }
}
