package io.dreamdb.dataset;

import io.dreamdb.Conflict;
import io.dreamdb.dataset.spi.WrittenBatch;
import io.dreamdb.manifest.Manifest;
import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.manifest.Summary;
import io.dreamdb.schema.Predicate;
import io.dreamdb.track.BatchAnchors;
import io.dreamdb.track.PartWriter;
import io.dreamdb.track.RowBatchCodec;
import io.dreamdb.track.RowsChange;
import io.dreamdb.track.RowsTrack;
import io.dreamdb.track.TombstoneKind;
import io.dreamdb.track.TombstoneOperation;
import io.dreamdb.track.TombstoneWriter;
import io.dreamdb.track.UpdateWriter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The change of a {@link RowDelta}: batches to be added, rows to be replaced and deleted. */
final class RowDeltaChange implements Change {

  /** Who does it, why, and as which commit of a writer. */
  record Said(@Nullable String actor, @Nullable String reason, @Nullable WriterEpoch once) {}

  /** What made the caller choose the rows, and how row batches are read to look for more. */
  record Chosen(@Nullable Predicate condition, Supplier<RowBatchCodec> codec) {}

  private final Space space;
  private final Head base;
  private final List<WrittenBatch> added;
  private final MarkedRows replaced;
  private final RowDelta.Replacement[] pairs; // ascending by anchor
  private final MarkedRows deleted;
  private final Said said;
  private final Chosen chosen;
  private final byte[] updateNonce;
  private final byte[] deleteNonce;

  RowDeltaChange(
      Space space,
      Head base,
      List<WrittenBatch> added,
      MarkedRows replaced,
      RowDelta.Replacement[] pairs,
      MarkedRows deleted,
      Said said,
      Chosen chosen) {
    this.space = space;
    this.base = base;
    this.added = List.copyOf(added);
    this.replaced = replaced;
    this.pairs = pairs;
    this.deleted = deleted;
    this.said = said;
    this.chosen = chosen;
    this.updateNonce = space.options.entropy().nonce();
    this.deleteNonce = space.options.entropy().nonce();
  }

  @Override
  public String name() {
    return "update";
  }

  @Override
  public Optional<Draft> apply(Step step) {
    StoredManifest head = step.head().stored();
    if (said.once != null && said.once.isIn(head.manifest().state())) {
      return Optional.empty();
    }
    RowsTrack before = space.rowsTrack(head);
    if (step.rebased()) {
      requireAgreement(step, before);
    }
    AddedBatches batches = new AddedBatches(space, step, before, added);
    RowsChange change = new RowsChange(space.reader, step.writer(), before);
    replaced
        .and(deleted)
        .forEach(
            before,
            (batch, offsets) -> change.put(batch, space.rows.deletions(batch).union(offsets)));
    long gone = logUpdate(step, change, before, batches.base()) + logDelete(step, change, before);
    if (gone == 0 && added.isEmpty() && said.once == null) {
      return Optional.empty();
    }
    batches.putInto(change);
    return Optional.of(draft(head, batches, batches.content(change.finish()), gone));
  }

  private Draft draft(
      StoredManifest head, AddedBatches batches, Manifest.Content content, long gone) {
    Summary last = head.manifest().summary();
    Summary summary =
        new Summary(
            name(),
            batches.rows(),
            gone,
            last.rowsLive() + batches.rows() - gone,
            last.batches() + added.size(),
            batches.objects(),
            batches.bytes());
    return Draft.of(
        said.once == null ? content : said.once.recordedIn(content), summary, batches.rest());
  }

  private void requireAgreement(Step step, RowsTrack now) {
    RowsTrack then = space.rowsTrack(base.stored());
    Movements.refuse(space, step, Movements.REPLACING, name());
    Append.requireRoom(step, name());
    Set<TombstoneKind> both = Set.of(TombstoneKind.DELETE, TombstoneKind.UPDATE);
    Movements.refuseTouched(space, then, now, replaced, both, name());
    Movements.refuseUpdated(space, then, now, deleted, name());
    Movements.refuseNewMatch(space, step, chosen.condition, chosen.codec, name());
  }

  private long logUpdate(Step step, RowsChange change, RowsTrack before, long firstNew) {
    UpdateWriter log =
        new UpdateWriter(
            new PartWriter(step.writer()),
            updateNonce,
            operation(TombstoneKind.UPDATE, step),
            firstNew,
            change::add);
    int[] next = {0};
    replaced.forEach(
        before,
        (batch, offsets) -> {
          if (space.rows.deletions(batch).intersects(offsets)) {
            throw new Conflict(
                name() + ": rows that it replaces are deleted; look at the table again");
          }
          BatchAnchors anchors = space.rows.anchors(batch);
          offsets.forEach(offset -> log.add(anchors.anchor(offset), pairs[next[0]++].number()));
        });
    if (next[0] < pairs.length) {
      throw new Conflict(
          name() + ": rows that it replaces were deleted and dropped; look at the table again");
    }
    return log.finish();
  }

  private long logDelete(Step step, RowsChange change, RowsTrack before) {
    TombstoneWriter log =
        new TombstoneWriter(
            new PartWriter(step.writer()),
            deleteNonce,
            operation(TombstoneKind.DELETE, step),
            change::add);
    deleted.forEach(
        before,
        (batch, offsets) -> {
          BatchAnchors anchors = space.rows.anchors(batch);
          offsets
              .minus(space.rows.deletions(batch))
              .forEach(offset -> log.add(anchors.anchor(offset)));
        });
    return log.finish();
  }

  private TombstoneOperation operation(TombstoneKind kind, Step step) {
    return new TombstoneOperation(kind, step.timestamp(), said.actor, said.reason);
  }
}
