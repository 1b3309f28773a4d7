package io.dreamdb.track;

import java.util.function.Consumer;

/**
 * Makes the records of an update: which rows it replaced by which, in the order of the anchors of
 * those that are replaced. One part is in memory at a time. For one thread.
 */
public final class UpdateWriter {

  private final PartWriter parts;
  private final byte[] nonce;
  private final TombstoneOperation operation;
  private final long base;
  private final Consumer<TombstoneRecord> records;
  private AnchorRuns.Builder anchors = new AnchorRuns.Builder();
  private Replacements.Builder rows = new Replacements.Builder();
  private long replaced;
  private int part;

  /**
   * Begins an operation.
   *
   * @param nonce 16 random bytes, another for each operation
   * @param operation an update
   * @param base the anchor of the first row that the commit adds
   * @param records takes each part when it is stored
   */
  public UpdateWriter(
      PartWriter parts,
      byte[] nonce,
      TombstoneOperation operation,
      long base,
      Consumer<TombstoneRecord> records) {
    this.parts = parts;
    this.nonce = nonce.clone();
    this.operation = operation;
    this.base = base;
    this.records = records;
    TombstoneRecord.key(nonce, 0);
  }

  /**
   * Adds a row that was replaced.
   *
   * @param anchor the old row's, above all before
   * @param number the new row's, counted from the base
   */
  public void add(long anchor, long number) {
    anchors.add(anchor, 1);
    rows.add(number);
    replaced++;
    if (anchors.count() == AnchorRuns.MAX_ANCHORS) {
      flush();
    }
  }

  /** Ends the operation; returns how many rows were replaced. */
  public long finish() {
    if (anchors.count() > 0) {
      flush();
    }
    return replaced;
  }

  private void flush() {
    AnchorRuns runs = anchors.build();
    records.accept(
        new TombstoneRecord(
            TombstoneRecord.key(nonce, part++),
            operation,
            runs.count(),
            parts.store(runs),
            new Replaced(base, parts.store(rows.build()))));
    anchors = new AnchorRuns.Builder();
    rows = new Replacements.Builder();
  }
}
