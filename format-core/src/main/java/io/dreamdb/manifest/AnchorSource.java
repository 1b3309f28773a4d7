package io.dreamdb.manifest;

/**
 * From where the next commit takes anchors.
 *
 * @param lane 22 bits
 * @param next the next free sequence, 41 bits; 2⁴¹ when the lane is used up
 */
public record AnchorSource(int lane, long next) {

  /** Number of lanes. */
  public static final int LANES = 1 << 22;

  /** Number of sequences in a lane. */
  public static final long SEQUENCES = 1L << 41;

  /** Checks the ranges. */
  public AnchorSource {
    if (lane < 0 || lane >= LANES || next < 0 || next > SEQUENCES) {
      throw new IllegalArgumentException("lane " + lane + ", next " + next);
    }
  }
}
