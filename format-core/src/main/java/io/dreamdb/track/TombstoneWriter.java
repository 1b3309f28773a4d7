package io.dreamdb.track;

import java.util.PrimitiveIterator;
import java.util.function.Consumer;

/**
 * Makes the records of one operation from its anchors, which come in ascending order: parts of at
 * most {@link AnchorRuns#MAX_ANCHORS}, of which one is in memory at a time. For one thread.
 */
public final class TombstoneWriter {

  private final PartWriter parts;
  private final byte[] nonce;
  private final TombstoneOperation operation;
  private final Consumer<TombstoneRecord> records;
  private AnchorRuns.Builder pending = new AnchorRuns.Builder();
  private long last = -1;
  private long anchors;
  private int part;

  /**
   * Begins an operation.
   *
   * @param nonce 16 random bytes, another for each operation
   * @param records takes each part when it is stored
   */
  public TombstoneWriter(
      PartWriter parts,
      byte[] nonce,
      TombstoneOperation operation,
      Consumer<TombstoneRecord> records) {
    this.parts = parts;
    this.nonce = nonce.clone();
    this.operation = operation;
    this.records = records;
    TombstoneRecord.key(nonce, 0);
  }

  /** Adds an anchor, above all before. */
  public void add(long anchor) {
    addRange(anchor, 1);
  }

  /** Adds all that the iterator has, ascending and above all before. */
  public void addAll(PrimitiveIterator.OfLong ascending) {
    while (ascending.hasNext()) {
      add(ascending.nextLong());
    }
  }

  /**
   * Adds {@code count} neighbours, all above those before.
   *
   * @throws IllegalArgumentException if they are not
   */
  public void addRange(long first, long count) {
    if (first <= last || count < 1 || count - 1 > Long.MAX_VALUE - first) {
      throw new IllegalArgumentException(
          count + " anchors from " + first + " on after " + last + ": expected ascending ones");
    }
    long at = first;
    for (long left = count; left > 0; ) {
      int piece = (int) Math.min(left, AnchorRuns.MAX_ANCHORS - pending.count());
      pending.add(at, piece);
      at += piece;
      left -= piece;
      if (pending.count() == AnchorRuns.MAX_ANCHORS) {
        flush();
      }
    }
    last = first + (count - 1);
    anchors += count;
  }

  /** Ends the operation; returns its number of anchors. Without anchors there is no record. */
  public long finish() {
    if (pending.count() > 0) {
      flush();
    }
    return anchors;
  }

  private void flush() {
    AnchorRuns runs = pending.build();
    pending = new AnchorRuns.Builder();
    records.accept(
        new TombstoneRecord(
            TombstoneRecord.key(nonce, part++), operation, runs.count(), parts.store(runs), null));
  }
}
