package io.dreamdb.index;

/**
 * What a pack's directory says of a cell.
 *
 * @param cell its number
 * @param members entries that are members of it; they stand first
 * @param spilled entries that are spilled into it
 * @param refBytes bytes of a row reference, 1 to 8
 * @param radius no member's residual has a larger norm
 * @param firstRef the smallest row reference
 * @param offset where its section begins in the object
 */
public record PackCell(
    int cell, int members, int spilled, int refBytes, float radius, long firstRef, long offset) {

  /** All entries. */
  public int entries() {
    return members + spilled;
  }

  /** Blocks of eight entries, the last one filled up. */
  public int blocks() {
    return PackLayout.blocks(entries());
  }

  /** The fewest bytes that hold a reference that is so much above the smallest. */
  static int refBytes(long largest) {
    return Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(largest) + 7) / 8);
  }
}
