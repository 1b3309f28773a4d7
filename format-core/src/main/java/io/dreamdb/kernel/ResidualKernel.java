package io.dreamdb.kernel;

import io.dreamdb.InvalidInput;
import java.util.Objects;

/** What a code keeps of a residual. Thread-safe. */
public final class ResidualKernel {

  private ResidualKernel() {}

  /**
   * The one-bit code of a residual r, bit i set where r<sub>i</sub> ≥ 0, and three sums in the
   * package's arithmetic, each lane by fused multiply-adds: Σ r<sub>i</sub>², Σ |r<sub>i</sub>| (a
   * product with 1) and Σ s<sub>i</sub>c<sub>i</sub>, s<sub>i</sub> = +1 where the bit is set, else
   * −1.
   *
   * @param residual [dimension] from {@code residualOffset}
   * @param center c, [dimension] from {@code centerOffset}
   * @param dimension a multiple of 64
   * @param bits takes dimension / 64 words from {@code bitsOffset}
   * @param out takes the three sums
   * @throws InvalidInput if the dimension is no multiple of 64
   * @throws IndexOutOfBoundsException if an array does not hold them
   */
  public static void encode(
      float[] residual,
      int residualOffset,
      float[] center,
      int centerOffset,
      int dimension,
      long[] bits,
      int bitsOffset,
      float[] out) {
    if (dimension % 64 != 0) {
      throw new InvalidInput("dimension " + dimension + ", expected a multiple of 64");
    }
    Objects.checkFromIndexSize(residualOffset, dimension, residual.length);
    Objects.checkFromIndexSize(centerOffset, dimension, center.length);
    Objects.checkFromIndexSize(bitsOffset, dimension / 64, bits.length);
    Objects.checkFromIndexSize(0, 3, out.length);
    KernelChoice.RESIDUALS
        .now()
        .encode(residual, residualOffset, center, centerOffset, dimension, bits, bitsOffset, out);
  }
}
