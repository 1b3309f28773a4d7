package io.dreamdb.dataset;

import io.dreamdb.Conflict;
import io.dreamdb.dataset.spi.WrittenBatch;
import io.dreamdb.index.AnchorRun;
import io.dreamdb.manifest.Manifest;
import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.manifest.Summary;
import io.dreamdb.schema.Schema;
import io.dreamdb.track.AnchorSpan;
import io.dreamdb.track.Batch;
import io.dreamdb.track.BatchAnchors;
import io.dreamdb.track.BatchEntry;
import io.dreamdb.track.DeletionBitmap;
import io.dreamdb.track.PartWriter;
import io.dreamdb.track.RowsChange;
import io.dreamdb.track.RowsTrack;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Puts compacted batches in the place of those that they were made from. Rows that others deleted
 * meanwhile are deleted in the new batches; a batch that others rewrote refuses it.
 */
final class CompactChange implements Change {

  private final Space space;
  private final String operation;
  private final List<CompactedGroup> groups;
  private final List<RepackedIndex> indexes;

  CompactChange(
      Space space, String operation, List<CompactedGroup> groups, List<RepackedIndex> indexes) {
    this.space = space;
    this.operation = operation;
    this.groups = groups;
    this.indexes = indexes;
  }

  @Override
  public String name() {
    return operation;
  }

  @Override
  public Optional<Draft> apply(Step step) {
    if (groups.isEmpty()) {
      return Optional.empty();
    }
    Movements.refuse(space, step, Movements.REPLACING, operation);
    StoredManifest head = step.head().stored();
    RowsTrack before = space.rowsTrack(head);
    RowsChange change = new RowsChange(space.reader, step.writer(), before);
    for (CompactedGroup group : groups) {
      replace(step, before, change, group);
    }
    Manifest.Content content =
        head.manifest()
            .state()
            .withTrack(Manifest.ROWS_TRACK, Optional.ofNullable(change.finish().ref()));
    for (RepackedIndex index : indexes) {
      content = index.putInto(content, step.writer());
    }
    List<AnchorRun> abandoned = groups.stream().flatMap(CompactedGroup::abandoned).toList();
    content = AbandonedAnchors.uncovered(space, step.writer(), content, abandoned);
    return Optional.of(Draft.of(content, summary(head), head.manifest().anchors()));
  }

  private Summary summary(StoredManifest head) {
    Summary last = head.manifest().summary();
    long removed = groups.stream().mapToLong(group -> group.group().batches().size()).sum();
    List<WrittenBatch> written =
        groups.stream().flatMap(group -> group.written().stream()).map(w -> w.batch()).toList();
    return new Summary(
        operation,
        0,
        0,
        last.rowsLive(),
        last.batches() - removed + written.size(),
        written.stream().mapToLong(WrittenBatch::objects).sum()
            + indexes.stream().mapToLong(RepackedIndex::objects).sum(),
        written.stream().mapToLong(WrittenBatch::bytes).sum()
            + indexes.stream().mapToLong(RepackedIndex::bytes).sum());
  }

  private void replace(Step step, RowsTrack before, RowsChange change, CompactedGroup group) {
    DeletionBitmap.Builder deleted = new DeletionBitmap.Builder();
    Optional<BatchAnchors> anchors = group.written().map(w -> BatchAnchors.of(w.anchors()));
    for (Batch source : group.group().batches()) {
      Batch now = unchanged(before, source);
      BatchAnchors old = space.rows.anchors(now);
      space
          .rows
          .deletions(now)
          .forEach(offset ->
              anchors.ifPresent(known -> {
                int row = known.offset(old.anchor(offset));
                if (row >= 0) {
                  deleted.add(row);
                }
              }));
      change.remove(source.firstAnchor());
    }
    group
        .written()
        .ifPresent(written -> change.put(batch(step, group.group(), written), deleted.build()));
  }

  private Batch unchanged(RowsTrack before, Batch source) {
    return space
        .rows
        .batch(before, source.firstAnchor())
        .filter(now -> now.entry().samePayload(source.entry()))
        .orElseThrow(() ->
            new Conflict(
                String.format(
                    Locale.ROOT,
                    "%s: the batch at anchor %d was rewritten meanwhile; run it again",
                    operation,
                    source.firstAnchor())));
  }

  private Batch batch(Step step, RowGroup group, CompactedGroup.Written written) {
    long first = group.first().firstAnchor();
    WrittenBatch young = Restamp.young(space, written.batch(), step.writer());
    Schema schema = step.head().stored().manifest().state().schema();
    BatchEntry kept = SchemaAgreement.withoutDropped(young.entry(), schema);
    AnchorSpan span = new PartWriter(step.writer()).span(first, group.span(), written.anchors());
    BatchEntry entry = kept.withSpan(span).addedBy(step.generation(), step.timestamp());
    return new Batch(first, entry);
  }
}
