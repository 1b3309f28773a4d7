package io.dreamdb.dataset;

import io.dreamdb.Conflict;
import io.dreamdb.InvalidInput;
import io.dreamdb.dataset.spi.BatchSource;
import io.dreamdb.manifest.Manifest;
import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.manifest.Summary;
import io.dreamdb.schema.Predicate;
import io.dreamdb.schema.Schema;
import io.dreamdb.track.Batch;
import io.dreamdb.track.BatchAnchors;
import io.dreamdb.track.DeletionBitmap;
import io.dreamdb.track.PartWriter;
import io.dreamdb.track.RowBatchCodec;
import io.dreamdb.track.RowsChange;
import io.dreamdb.track.RowsTrack;
import io.dreamdb.track.StoredTrack;
import io.dreamdb.track.TombstoneKind;
import io.dreamdb.track.TombstoneOperation;
import io.dreamdb.track.TombstoneWriter;
import java.util.Iterator;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Deletes rows of a branch as one commit, with who and why. Rows that are deleted already stay as
 * they are and do not count. If no row is left to delete, nothing is committed.
 */
public final class Delete {

  private final Space space;
  private final Committer committer;
  private final Head base;
  private final Dataset dataset;
  private @Nullable RowBatchCodec codec;
  private @Nullable String actor;
  private @Nullable String reason;

  Delete(Dataset dataset, Space space, Committer committer, Head base) {
    this.dataset = dataset;
    this.space = space;
    this.committer = committer;
    this.base = base;
  }

  /** The version in which rows are looked for. */
  public Snapshot snapshot() {
    return new Snapshot(dataset, space, base.stored());
  }

  /** Says who deletes, at most 256 bytes of UTF-8. */
  public Delete by(@Nullable String who) {
    actor = who;
    return this;
  }

  /** Says why, at most 1,024 bytes of UTF-8. */
  public Delete because(@Nullable String why) {
    reason = why;
    return this;
  }

  /** Reads row batches with another codec than core's. */
  public Delete readingWith(RowBatchCodec other) {
    codec = other;
    return this;
  }

  /**
   * Deletes the rows that match.
   *
   * @throws InvalidInput if the predicate does not fit the columns
   * @throws Conflict if others committed since what does not go together with it: under {@link
   *     Isolation#SERIALIZABLE} also rows that match
   */
  public CommitResult where(Predicate predicate) {
    RowFilter filter = new RowFilter(schema(), predicate);
    SortedMap<Long, DeletionBitmap> rows = new TreeMap<>();
    Iterator<Batch> batches = space.rows.batches(space.rowsTrack(base.stored()));
    while (batches.hasNext()) {
      BatchSource source = source(batches.next());
      DeletionBitmap matching = offsets(filter.select(source, codec()));
      if (!matching.isEmpty()) {
        rows.put(source.batch().firstAnchor(), matching);
      }
    }
    return commit(new MarkedRows(space, space.rowsTrack(base.stored()), rows), predicate);
  }

  /**
   * Deletes rows by their anchors.
   *
   * @param anchors in any order; those that the table does not have are refused
   * @param condition what made the caller choose them: under {@link Isolation#SERIALIZABLE} rows
   *     that others added since may not match it; empty: the rows were chosen by their anchors
   * @throws InvalidInput if there is no row with one of the anchors
   * @throws Conflict if others committed since what does not go together with it
   */
  public CommitResult anchors(PrimitiveIterator.OfLong anchors, Optional<Predicate> condition) {
    condition.ifPresent(given -> given.bind(schema()));
    return commit(
        MarkedRows.of(space, space.rowsTrack(base.stored()), anchors), condition.orElse(null));
  }

  private Schema schema() {
    return base.stored().manifest().state().schema();
  }

  private CommitResult commit(MarkedRows rows, @Nullable Predicate condition) {
    byte[] nonce = space.options.entropy().nonce();
    TombstoneOperation operation = new TombstoneOperation(TombstoneKind.DELETE, 0, actor, reason);
    return committer.commit(base, new DeleteChange(rows, condition, nonce, operation));
  }

  private RowBatchCodec codec() {
    RowBatchCodec present = codec;
    if (present == null) {
      present = Codecs.parquet();
      codec = present;
    }
    return present;
  }

  private BatchSource source(Batch batch) {
    return new BatchSource(space.reader, space.rows, batch);
  }

  private static DeletionBitmap offsets(long[] words) {
    DeletionBitmap.Builder builder = new DeletionBitmap.Builder();
    for (int word = 0; word < words.length; word++) {
      for (long bits = words[word]; bits != 0; bits &= bits - 1) {
        builder.add(word * 64 + Long.numberOfTrailingZeros(bits));
      }
    }
    return builder.build();
  }

  /** Rows to be deleted. */
  private final class DeleteChange implements Change {

    private final MarkedRows rows;
    private final @Nullable Predicate condition;
    private final byte[] nonce;
    private final TombstoneOperation operation;

    DeleteChange(
        MarkedRows rows,
        @Nullable Predicate condition,
        byte[] nonce,
        TombstoneOperation operation) {
      this.rows = rows;
      this.condition = condition;
      this.nonce = nonce;
      this.operation = operation;
    }

    @Override
    public String name() {
      return "delete";
    }

    @Override
    public Optional<Draft> apply(Step step) {
      StoredManifest head = step.head().stored();
      RowsTrack before = space.rowsTrack(head);
      if (step.rebased()) {
        Movements.refuse(space, step, Movements.REPLACING, "delete");
        Movements.refuseUpdated(space, space.rowsTrack(base.stored()), before, rows, "delete");
        Movements.refuseNewMatch(space, step, condition, Delete.this::codec, "delete");
      }
      RowsChange change = new RowsChange(space.reader, step.writer(), before);
      TombstoneWriter log =
          new TombstoneWriter(
              new PartWriter(step.writer()), nonce, operation.at(step.timestamp()), change::add);
      rows.forEach(before, (batch, offsets) -> delete(change, log, batch, offsets));
      long deleted = log.finish();
      if (deleted == 0) {
        return Optional.empty();
      }
      StoredTrack after = change.finish();
      Manifest manifest = head.manifest();
      Summary summary =
          new Summary(
              "delete",
              0,
              deleted,
              manifest.summary().rowsLive() - deleted,
              manifest.summary().batches(),
              0,
              0);
      return Optional.of(
          Draft.of(
              manifest.state().withTrack(Manifest.ROWS_TRACK, Optional.ofNullable(after.ref())),
              summary,
              manifest.anchors()));
    }

    private void delete(
        RowsChange change, TombstoneWriter log, Batch batch, DeletionBitmap offsets) {
      DeletionBitmap known = space.rows.deletions(batch);
      DeletionBitmap fresh = offsets.minus(known);
      if (!fresh.isEmpty()) {
        BatchAnchors anchors = space.rows.anchors(batch);
        change.put(batch, known.union(fresh));
        fresh.forEach(offset -> log.add(anchors.anchor(offset)));
      }
    }
  }
}
