package io.dreamdb.store;

import io.dreamdb.InvalidInput;

/**
 * A range of an object's bytes.
 *
 * @param offset first byte, from 0
 * @param lengthBytes number of bytes, may be 0
 */
public record ByteRange(long offset, int lengthBytes) {

  /** Refuses negative values and an end beyond the range of a long. */
  public ByteRange {
    if (offset < 0 || lengthBytes < 0 || offset > Long.MAX_VALUE - lengthBytes) {
      throw new InvalidInput(
          "byte range at offset " + offset + " of " + lengthBytes + " bytes: expected 0 or more");
    }
  }

  /** The first byte behind the range. */
  public long end() {
    return offset + lengthBytes;
  }
}
