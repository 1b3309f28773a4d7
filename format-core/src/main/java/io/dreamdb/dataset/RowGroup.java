package io.dreamdb.dataset;

import io.dreamdb.dataset.spi.WritePlan;
import io.dreamdb.track.Anchor;
import io.dreamdb.track.Batch;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Neighbouring batches that a compaction writes as one, without their deleted rows.
 *
 * @param batches of one lane, each owning the anchor behind the last of the one before
 */
record RowGroup(List<Batch> batches) {

  /** Copies the list. */
  RowGroup {
    batches = List.copyOf(batches);
  }

  long liveRows() {
    return batches.stream().mapToLong(Batch::liveRows).sum();
  }

  long rows() {
    return batches.stream().mapToLong(batch -> batch.entry().rows()).sum();
  }

  /** How many anchors the batch in the place of these owns. */
  long span() {
    return last().lastAnchor() - first().firstAnchor() + 1;
  }

  Batch first() {
    return batches.get(0);
  }

  private Batch last() {
    return batches.get(batches.size() - 1);
  }

  /**
   * Joins batches in their order, as many as have at most {@code targetRows} live rows together;
   * groups of one batch are left out.
   */
  static List<RowGroup> joining(Iterator<Batch> batches, WritePlan plan, int targetRows) {
    int most = Math.min(targetRows, plan.maxBatchRows());
    List<RowGroup> groups = new ArrayList<>();
    List<Batch> open = new ArrayList<>();
    long rows = 0;
    while (batches.hasNext()) {
      Batch batch = batches.next();
      boolean joins =
          !open.isEmpty()
              && rows + batch.liveRows() <= most
              && neighbours(open.get(open.size() - 1), batch);
      if (!joins) {
        addJoined(groups, open);
        open = new ArrayList<>();
        rows = 0;
      }
      open.add(batch);
      rows += batch.liveRows();
    }
    addJoined(groups, open);
    return groups;
  }

  private static void addJoined(List<RowGroup> groups, List<Batch> batches) {
    if (batches.size() > 1) {
      groups.add(new RowGroup(batches));
    }
  }

  /** Each batch of which at least that part of the rows is deleted, one row or more. */
  static List<RowGroup> withDeletions(Iterator<Batch> batches, double minDeletedRatio) {
    List<RowGroup> groups = new ArrayList<>();
    while (batches.hasNext()) {
      Batch batch = batches.next();
      int deleted = batch.entry().deleted();
      if (deleted > 0 && deleted >= minDeletedRatio * batch.entry().rows()) {
        groups.add(new RowGroup(List.of(batch)));
      }
    }
    return groups;
  }

  private static boolean neighbours(Batch left, Batch right) {
    return Anchor.lane(left.firstAnchor()) == Anchor.lane(right.firstAnchor())
        && left.lastAnchor() + 1 == right.firstAnchor();
  }
}
