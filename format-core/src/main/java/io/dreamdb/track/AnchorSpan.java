package io.dreamdb.track;

import org.jspecify.annotations.Nullable;

/**
 * Which anchors a batch owns and which of them its rows have.
 *
 * @param length how many anchors it owns, from its key on
 * @param rows the anchors of its rows; null: the first ones that it owns
 */
public record AnchorSpan(long length, @Nullable Stored<AnchorRuns> rows) {

  /** The span of a batch that was appended: a row for each anchor. */
  public static AnchorSpan of(int rows) {
    return new AnchorSpan(rows, null);
  }

  AnchorSpan born(long epoch) {
    return rows == null ? this : new AnchorSpan(length, Births.born(rows, epoch));
  }
}
