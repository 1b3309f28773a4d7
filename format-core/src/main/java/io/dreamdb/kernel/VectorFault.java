package io.dreamdb.kernel;

import io.dreamdb.InvalidInput;

/**
 * Why a vector cannot be stored or searched with.
 *
 * @param row its number in the block that was checked, from 0
 * @param reason what is wrong, with the value, and what was expected
 */
public record VectorFault(int row, String reason) {

  /** The failure to report; {@code firstRow} is the number of the block's row 0. */
  public InvalidInput toInvalidInput(long firstRow) {
    return new InvalidInput("the vector of row " + (firstRow + row) + " cannot be used: " + reason);
  }
}
