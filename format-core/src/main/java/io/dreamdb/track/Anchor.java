package io.dreamdb.track;

import io.dreamdb.CorruptObject;
import io.dreamdb.manifest.AnchorSource;
import io.dreamdb.manifest.TreeKey;

/**
 * A row's key, kept as a {@code long} that is never negative: 22 bits lane, then 41 bits sequence.
 */
public final class Anchor {

  private static final int SEQUENCE_BITS = 41;

  private Anchor() {}

  /**
   * The anchor of a sequence in a lane.
   *
   * @throws IllegalArgumentException if one is beyond its range
   */
  public static long of(int lane, long sequence) {
    boolean valid =
        lane >= 0
            && lane < AnchorSource.LANES
            && sequence >= 0
            && sequence < AnchorSource.SEQUENCES;
    if (!valid) {
      throw new IllegalArgumentException("no anchor in lane " + lane + ", sequence " + sequence);
    }
    return (long) lane << SEQUENCE_BITS | sequence;
  }

  /** The lane of an anchor. */
  public static int lane(long anchor) {
    return (int) (anchor >>> SEQUENCE_BITS);
  }

  /** The sequence of an anchor in its lane. */
  public static long sequence(long anchor) {
    return anchor & AnchorSource.SEQUENCES - 1;
  }

  /** The key in the tree of batches: eight bytes, big-endian. */
  public static TreeKey key(long anchor) {
    return TreeKey.ofLong(require(anchor));
  }

  /** The anchor of a key that was read. */
  static long ofKey(TreeKey key) {
    byte[] bytes = key.toBytes();
    if (bytes.length != Long.BYTES || bytes[0] < 0) {
      throw new CorruptObject(
          "The rows track has a batch with key " + key + ": expected the 8 bytes of an anchor");
    }
    return key.toLong();
  }

  static long require(long anchor) {
    if (anchor < 0) {
      throw new IllegalArgumentException("anchor " + anchor + " is negative");
    }
    return anchor;
  }
}
