package io.dreamdb.dataset;

import io.dreamdb.track.Batch;
import io.dreamdb.track.BatchDifference;
import io.dreamdb.track.RowsTrack;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The regions in which two tracks differ from a base, in the order of their anchors. What a side
 * shares with the base is not read. One region is in memory at a time.
 */
final class Regions implements Iterator<Region> {

  /** The differences of one side, the next one at hand. */
  private static final class Side {

    private final Iterator<BatchDifference> differences;
    private @Nullable BatchDifference next;

    Side(Iterator<BatchDifference> differences) {
      this.differences = differences;
      advance();
    }

    private void advance() {
      next = differences.hasNext() ? differences.next() : null;
    }

    long first() {
      return next == null ? Long.MAX_VALUE : next.firstAnchor();
    }

    /** Takes all that begin at or before an anchor; returns the last anchor of what was taken. */
    long take(long to, List<BatchDifference> taken) {
      long end = -1;
      while (next != null && next.firstAnchor() <= to) {
        taken.add(next);
        end = Math.max(end, Math.max(last(next.left()), last(next.right())));
        advance();
      }
      return end;
    }

    private static long last(@Nullable Batch batch) {
      return batch == null ? -1 : batch.lastAnchor();
    }
  }

  private final Side ours;
  private final Side theirs;

  Regions(Space space, RowsTrack base, RowsTrack ours, RowsTrack theirs) {
    this.ours = new Side(space.rows.differences(base, ours));
    this.theirs = new Side(space.rows.differences(base, theirs));
  }

  @Override
  public boolean hasNext() {
    return ours.next != null || theirs.next != null;
  }

  @Override
  public Region next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    List<BatchDifference> left = new ArrayList<>();
    List<BatchDifference> right = new ArrayList<>();
    long end = Math.min(ours.first(), theirs.first());
    for (long before = -1; before < end; ) {
      before = end;
      end = Math.max(end, Math.max(ours.take(end, left), theirs.take(end, right)));
    }
    TreeMap<Long, Batch> base = new TreeMap<>();
    putLeft(base, left);
    putLeft(base, right);
    return new Region(
        List.copyOf(base.values()), changed(base, left), changed(base, right), !right.isEmpty());
  }

  private static void putLeft(TreeMap<Long, Batch> base, List<BatchDifference> differences) {
    for (BatchDifference difference : differences) {
      Batch batch = difference.left();
      if (batch != null) {
        base.put(difference.firstAnchor(), batch);
      }
    }
  }

  private static List<Batch> changed(TreeMap<Long, Batch> base, List<BatchDifference> differences) {
    TreeMap<Long, Batch> changed = new TreeMap<>(base);
    for (BatchDifference difference : differences) {
      Batch batch = difference.right();
      if (batch == null) {
        changed.remove(difference.firstAnchor());
      } else {
        changed.put(difference.firstAnchor(), batch);
      }
    }
    return List.copyOf(changed.values());
  }
}
