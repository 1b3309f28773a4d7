package io.dreamdb.track;

import io.dreamdb.manifest.AnchorSource;
import java.util.Locale;

/**
 * A batch in a rows track.
 *
 * @param firstAnchor the first anchor that it owns, its key in the tree
 * @param entry what the track says of it
 */
public record Batch(long firstAnchor, BatchEntry entry) {

  /** Checks that the batch does not leave its lane, and that its rows have anchors of its own. */
  public Batch {
    long end = Anchor.sequence(Anchor.require(firstAnchor)) + entry.span().length();
    if (end > AnchorSource.SEQUENCES) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a batch of %d anchors from sequence %d on, which leaves its lane",
              entry.span().length(),
              Anchor.sequence(firstAnchor)));
    }
    if (entry.span().rows() instanceof Stored.Inline<AnchorRuns> inline) {
      BatchAnchors.of(inline.value())
          .requireWithin(firstAnchor, entry.span().length(), entry.rows());
    }
  }

  /** The last anchor that the batch owns. */
  public long lastAnchor() {
    return firstAnchor + entry.span().length() - 1;
  }

  /** Whether the batch owns an anchor; a row with it may have been dropped. */
  public boolean owns(long anchor) {
    return anchor >= firstAnchor && anchor <= lastAnchor();
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
