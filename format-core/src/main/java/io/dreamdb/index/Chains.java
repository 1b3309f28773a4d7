package io.dreamdb.index;

/** Products of one point with centres anywhere, in the arithmetic of {@code Panels}. */
final class Chains {

  /** Centres at once: as many chains as the processor has in flight. */
  static final int WIDTH = 8;

  private Chains() {}

  /**
   * The products with {@link #WIDTH} centres.
   *
   * @param numbers of the centres, from {@code first} on
   */
  static void dots(
      float[] points,
      int at,
      float[] centres,
      int[] numbers,
      int first,
      int dimension,
      float[] out) {
    int at0 = numbers[first] * dimension;
    int at1 = numbers[first + 1] * dimension;
    int at2 = numbers[first + 2] * dimension;
    int at3 = numbers[first + 3] * dimension;
    int at4 = numbers[first + 4] * dimension;
    int at5 = numbers[first + 5] * dimension;
    int at6 = numbers[first + 6] * dimension;
    int at7 = numbers[first + 7] * dimension;
    float sum0 = 0;
    float sum1 = 0;
    float sum2 = 0;
    float sum3 = 0;
    float sum4 = 0;
    float sum5 = 0;
    float sum6 = 0;
    float sum7 = 0;
    for (int i = 0; i < dimension; i++) {
      float element = points[at + i];
      sum0 = Math.fma(element, centres[at0 + i], sum0);
      sum1 = Math.fma(element, centres[at1 + i], sum1);
      sum2 = Math.fma(element, centres[at2 + i], sum2);
      sum3 = Math.fma(element, centres[at3 + i], sum3);
      sum4 = Math.fma(element, centres[at4 + i], sum4);
      sum5 = Math.fma(element, centres[at5 + i], sum5);
      sum6 = Math.fma(element, centres[at6 + i], sum6);
      sum7 = Math.fma(element, centres[at7 + i], sum7);
    }
    out[0] = sum0;
    out[1] = sum1;
    out[2] = sum2;
    out[3] = sum3;
    out[4] = sum4;
    out[5] = sum5;
    out[6] = sum6;
    out[7] = sum7;
  }
}
