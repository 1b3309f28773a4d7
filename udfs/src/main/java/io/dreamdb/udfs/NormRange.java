package io.dreamdb.udfs;

import io.dreamdb.InvalidInput;

/**
 * What is known of the exact Euclidean norm of one or more vectors of floats: it is not below
 * {@code least} and not above {@code most}.
 *
 * @param least not negative
 * @param most not below {@code least}; may be infinite
 */
public record NormRange(double least, double most) {

  /** Refuses what is no range. */
  public NormRange {
    if (!(least >= 0 && most >= least)) {
      throw new InvalidInput(
          "norms from " + least + " to " + most + " are no range, expected 0 <= least <= most");
    }
  }
}
