package io.dreamdb.kernel;

import io.dreamdb.InvalidInput;
import java.util.Objects;

/** Picks the smallest of many values, such as the candidates among estimates. Thread-safe. */
public final class Smallest {

  private Smallest() {}

  /**
   * Writes the indices of all values that are at most the r-th smallest, ascending. That are r, or
   * more if several equal the r-th; fewer only if there are no more numbers. {@code +∞} and NaN
   * stand for no value and are never picked; {@code -0} equals {@code 0}.
   *
   * @param out takes the indices: as long as the values, for all of them may be equal
   * @return how many
   * @throws InvalidInput if r is below 1
   * @throws IndexOutOfBoundsException if an array is shorter than {@code count}
   */
  public static int select(float[] values, int count, int r, int[] out) {
    if (r < 1) {
      throw new InvalidInput("r is " + r + ", expected at least 1");
    }
    Objects.checkFromIndexSize(0, count, values.length);
    Objects.checkFromIndexSize(0, count, out.length);
    return KernelChoice.SELECTION.now().select(values, count, r, out);
  }
}
