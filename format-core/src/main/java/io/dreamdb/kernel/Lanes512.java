package io.dreamdb.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The 16 lanes as one vector of 512 bits, over arrays. */
final class Lanes512 implements ArrayKernel {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_512;
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
    VectorMask<Float> keep = keep(0, dimension - whole);
    int at = offset;
    for (int r = 0; r < rows; r++, at += dimension) {
      FloatVector sum = FloatVector.zero(SPECIES);
      for (int i = 0; i < whole; i += 16) {
        sum = load(block, at + i).fma(load(q, i), sum);
      }
      if (whole < dimension) {
        sum = load(block, at + whole, keep).fma(load(q, whole), sum);
      }
      sum.intoArray(lanes, 16 * r);
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
    VectorMask<Float> keep = keep(0, dimension - whole);
    int at = offset;
    for (int r = 0; r < rows; r++, at += dimension) {
      FloatVector sum = FloatVector.zero(SPECIES);
      for (int i = 0; i < whole; i += 16) {
        FloatVector d = load(q, i).sub(load(block, at + i));
        sum = d.fma(d, sum);
      }
      if (whole < dimension) {
        FloatVector d = load(q, whole).sub(load(block, at + whole, keep));
        sum = d.fma(d, sum);
      }
      sum.intoArray(lanes, 16 * r);
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
    VectorMask<Float> keep = keep(0, dimension - whole);
    int at = offset;
    for (int r = 0; r < rows; r++, at += dimension) {
      FloatVector dot = FloatVector.zero(SPECIES);
      FloatVector norm = FloatVector.zero(SPECIES);
      for (int i = 0; i < whole; i += 16) {
        FloatVector x = load(block, at + i);
        dot = x.fma(load(q, i), dot);
        norm = x.fma(x, norm);
      }
      if (whole < dimension) {
        FloatVector x = load(block, at + whole, keep);
        dot = x.fma(load(q, whole), dot);
        norm = x.fma(x, norm);
      }
      dot.intoArray(dots, 16 * r);
      norm.intoArray(norms, 16 * r);
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
    VectorMask<Float> keep = keep(0, dimension - whole);
    int at = offset;
    for (int r = 0; r < rows; r++, at += dimension) {
      FloatVector sum = FloatVector.zero(SPECIES);
      for (int i = 0; i < whole; i += 16) {
        FloatVector x = load(block, at + i);
        sum = x.fma(x, sum);
      }
      if (whole < dimension) {
        FloatVector x = load(block, at + whole, keep);
        sum = x.fma(x, sum);
      }
      sum.intoArray(lanes, 16 * r);
    }
  }

  @Override
  public int skipAbove(float[] values, int from, int to, float bound) {
    int at = from;
    for (; at + 64 <= to; at += 64) {
      VectorMask<Float> hit =
          atMost(values, at, bound)
              .or(atMost(values, at + 16, bound))
              .or(atMost(values, at + 32, bound))
              .or(atMost(values, at + 48, bound));
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
