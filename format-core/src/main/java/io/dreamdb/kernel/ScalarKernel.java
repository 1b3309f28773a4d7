package io.dreamdb.kernel;

/** The arithmetic of this package in plain Java: the twin that every other kernel must equal. */
final class ScalarKernel implements ArrayKernel {

  static final ScalarKernel INSTANCE = new ScalarKernel();

  private ScalarKernel() {}

  @Override
  public void dot(
      QueryVector query, float[] block, int offset, int rows, float[] out, int outOffset) {
    float[] lanes = new float[16];
    int dimension = query.dimension();
    for (int r = 0; r < rows; r++) {
      out[outOffset + r] = dot(query.padded(), block, offset + r * dimension, dimension, lanes);
    }
  }

  @Override
  public void squaredL2(
      QueryVector query, float[] block, int offset, int rows, float[] out, int outOffset) {
    float[] lanes = new float[16];
    int dimension = query.dimension();
    for (int r = 0; r < rows; r++) {
      out[outOffset + r] =
          squaredL2(query.padded(), block, offset + r * dimension, dimension, lanes);
    }
  }

  @Override
  public void cosine(
      QueryVector query, float[] block, int offset, int rows, float[] out, int outOffset) {
    float[] lanes = new float[16];
    int dimension = query.dimension();
    float queryNorm = query.squaredNorm();
    for (int r = 0; r < rows; r++) {
      int at = offset + r * dimension;
      float dot = dot(query.padded(), block, at, dimension, lanes);
      out[outOffset + r] = cosine(dot, queryNorm, squaredNorm(block, at, dimension, lanes));
    }
  }

  @Override
  public void squaredNorms(
      int dimension, float[] block, int offset, int rows, float[] out, int outOffset) {
    float[] lanes = new float[16];
    for (int r = 0; r < rows; r++) {
      out[outOffset + r] = squaredNorm(block, offset + r * dimension, dimension, lanes);
    }
  }

  @Override
  public int skipAbove(float[] values, int from, int to, float bound) {
    int at = from;
    while (at < to && !(values[at] <= bound)) {
      at++;
    }
    return at;
  }

  static float cosine(float dot, float queryNorm, float rowNorm) {
    return rowNorm == 0 ? 1 : 1 - (float) (dot / Math.sqrt((double) queryNorm * rowNorm));
  }

  /** The dot product of a padded query and the row at {@code at}; {@code lanes} is scratch. */
  static float dot(float[] q, float[] block, int at, int dimension, float[] lanes) {
    float s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
    float s8 = 0, s9 = 0, s10 = 0, s11 = 0, s12 = 0, s13 = 0, s14 = 0, s15 = 0;
    int whole = dimension & -16;
    for (int i = 0; i < whole; i += 16) {
      int x = at + i;
      s0 = Math.fma(q[i], block[x], s0);
      s1 = Math.fma(q[i + 1], block[x + 1], s1);
      s2 = Math.fma(q[i + 2], block[x + 2], s2);
      s3 = Math.fma(q[i + 3], block[x + 3], s3);
      s4 = Math.fma(q[i + 4], block[x + 4], s4);
      s5 = Math.fma(q[i + 5], block[x + 5], s5);
      s6 = Math.fma(q[i + 6], block[x + 6], s6);
      s7 = Math.fma(q[i + 7], block[x + 7], s7);
      s8 = Math.fma(q[i + 8], block[x + 8], s8);
      s9 = Math.fma(q[i + 9], block[x + 9], s9);
      s10 = Math.fma(q[i + 10], block[x + 10], s10);
      s11 = Math.fma(q[i + 11], block[x + 11], s11);
      s12 = Math.fma(q[i + 12], block[x + 12], s12);
      s13 = Math.fma(q[i + 13], block[x + 13], s13);
      s14 = Math.fma(q[i + 14], block[x + 14], s14);
      s15 = Math.fma(q[i + 15], block[x + 15], s15);
    }
    lanes[0] = s0;
    lanes[1] = s1;
    lanes[2] = s2;
    lanes[3] = s3;
    lanes[4] = s4;
    lanes[5] = s5;
    lanes[6] = s6;
    lanes[7] = s7;
    lanes[8] = s8;
    lanes[9] = s9;
    lanes[10] = s10;
    lanes[11] = s11;
    lanes[12] = s12;
    lanes[13] = s13;
    lanes[14] = s14;
    lanes[15] = s15;
    if (whole < dimension) {
      for (int l = 0; l < 16; l++) {
        float x = whole + l < dimension ? block[at + whole + l] : 0;
        lanes[l] = Math.fma(q[whole + l], x, lanes[l]);
      }
    }
    return tree(lanes);
  }

  private static float squaredL2(float[] q, float[] block, int at, int dimension, float[] lanes) {
    float s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
    float s8 = 0, s9 = 0, s10 = 0, s11 = 0, s12 = 0, s13 = 0, s14 = 0, s15 = 0;
    int whole = dimension & -16;
    for (int i = 0; i < whole; i += 16) {
      int x = at + i;
      s0 = addSquare(q[i] - block[x], s0);
      s1 = addSquare(q[i + 1] - block[x + 1], s1);
      s2 = addSquare(q[i + 2] - block[x + 2], s2);
      s3 = addSquare(q[i + 3] - block[x + 3], s3);
      s4 = addSquare(q[i + 4] - block[x + 4], s4);
      s5 = addSquare(q[i + 5] - block[x + 5], s5);
      s6 = addSquare(q[i + 6] - block[x + 6], s6);
      s7 = addSquare(q[i + 7] - block[x + 7], s7);
      s8 = addSquare(q[i + 8] - block[x + 8], s8);
      s9 = addSquare(q[i + 9] - block[x + 9], s9);
      s10 = addSquare(q[i + 10] - block[x + 10], s10);
      s11 = addSquare(q[i + 11] - block[x + 11], s11);
      s12 = addSquare(q[i + 12] - block[x + 12], s12);
      s13 = addSquare(q[i + 13] - block[x + 13], s13);
      s14 = addSquare(q[i + 14] - block[x + 14], s14);
      s15 = addSquare(q[i + 15] - block[x + 15], s15);
    }
    lanes[0] = s0;
    lanes[1] = s1;
    lanes[2] = s2;
    lanes[3] = s3;
    lanes[4] = s4;
    lanes[5] = s5;
    lanes[6] = s6;
    lanes[7] = s7;
    lanes[8] = s8;
    lanes[9] = s9;
    lanes[10] = s10;
    lanes[11] = s11;
    lanes[12] = s12;
    lanes[13] = s13;
    lanes[14] = s14;
    lanes[15] = s15;
    if (whole < dimension) {
      for (int l = 0; l < 16; l++) {
        float x = whole + l < dimension ? block[at + whole + l] : 0;
        lanes[l] = addSquare(q[whole + l] - x, lanes[l]);
      }
    }
    return tree(lanes);
  }

  private static float squaredNorm(float[] block, int at, int dimension, float[] lanes) {
    float s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
    float s8 = 0, s9 = 0, s10 = 0, s11 = 0, s12 = 0, s13 = 0, s14 = 0, s15 = 0;
    int whole = dimension & -16;
    for (int i = 0; i < whole; i += 16) {
      int x = at + i;
      s0 = addSquare(block[x], s0);
      s1 = addSquare(block[x + 1], s1);
      s2 = addSquare(block[x + 2], s2);
      s3 = addSquare(block[x + 3], s3);
      s4 = addSquare(block[x + 4], s4);
      s5 = addSquare(block[x + 5], s5);
      s6 = addSquare(block[x + 6], s6);
      s7 = addSquare(block[x + 7], s7);
      s8 = addSquare(block[x + 8], s8);
      s9 = addSquare(block[x + 9], s9);
      s10 = addSquare(block[x + 10], s10);
      s11 = addSquare(block[x + 11], s11);
      s12 = addSquare(block[x + 12], s12);
      s13 = addSquare(block[x + 13], s13);
      s14 = addSquare(block[x + 14], s14);
      s15 = addSquare(block[x + 15], s15);
    }
    lanes[0] = s0;
    lanes[1] = s1;
    lanes[2] = s2;
    lanes[3] = s3;
    lanes[4] = s4;
    lanes[5] = s5;
    lanes[6] = s6;
    lanes[7] = s7;
    lanes[8] = s8;
    lanes[9] = s9;
    lanes[10] = s10;
    lanes[11] = s11;
    lanes[12] = s12;
    lanes[13] = s13;
    lanes[14] = s14;
    lanes[15] = s15;
    if (whole < dimension) {
      for (int l = 0; l < 16; l++) {
        float x = whole + l < dimension ? block[at + whole + l] : 0;
        lanes[l] = addSquare(x, lanes[l]);
      }
    }
    return tree(lanes);
  }

  private static float addSquare(float value, float sum) {
    return Math.fma(value, value, sum);
  }

  static float tree(float[] lanes) {
    for (int half = 8; half > 0; half >>= 1) {
      for (int l = 0; l < half; l++) {
        lanes[l] += lanes[l + half];
      }
    }
    return lanes[0];
  }
}
