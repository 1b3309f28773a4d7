package io.dreamdb.track;

import io.dreamdb.manifest.AnchorSource;
import java.util.Locale;

/**
 * A batch in a rows track: the row at offset i has the anchor {@code firstAnchor + i}.
 *
 * @param firstAnchor the first row's anchor, its key in the tree
 * @param entry what the track says of it
 */
public record Batch(long firstAnchor, BatchEntry entry) {

  /** Checks that the batch does not leave its lane. */
  public Batch {
    long end = Anchor.sequence(Anchor.require(firstAnchor)) + entry.rows();
    if (end > AnchorSource.SEQUENCES) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a batch of %d rows from sequence %d on, which leaves its lane",
              entry.rows(),
              Anchor.sequence(firstAnchor)));
    }
  }

  /** The last row's anchor. */
  public long lastAnchor() {
    return firstAnchor + entry.rows() - 1;
  }

  /** Whether a row of the batch, deleted or not, has that anchor. */
  public boolean contains(long anchor) {
    return anchor >= firstAnchor && anchor <= lastAnchor();
  }

  /**
   * The offset of the row with that anchor.
   *
   * @throws IllegalArgumentException if the batch has none
   */
  public int offset(long anchor) {
    if (!contains(anchor)) {
      throw new IllegalArgumentException(
          "anchor " + anchor + " in the batch " + firstAnchor + " to " + lastAnchor());
    }
    return (int) (anchor - firstAnchor);
  }

  /** Rows that are not deleted. */
  public int liveRows() {
    return entry.liveRows();
  }

  /** The same batch with another entry. */
  public Batch with(BatchEntry newEntry) {
    return new Batch(firstAnchor, newEntry);
  }
}
