package io.dreamdb.dataset;

import io.dreamdb.Conflict;
import io.dreamdb.manifest.Manifest;
import io.dreamdb.manifest.Summary;
import io.dreamdb.object.ObjectWriter;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.Schema;
import io.dreamdb.track.Batch;
import io.dreamdb.track.BatchEntry;
import io.dreamdb.track.RowsChange;
import io.dreamdb.track.VectorEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Puts vectors of a new field beside batches; batches that others rewrote refuse it. */
final class AttachChange implements Change {

  private final Space space;
  private final SchemaChange columns;
  private final Field field;
  private final List<AttachEmbedding.Attached> attached;
  private final long birth;
  private final long objects;
  private final long bytes;

  /**
   * @param columns adds the field, and drops the one that it replaces
   * @param written wrote the vectors
   */
  AttachChange(
      Space space,
      SchemaChange columns,
      Field field,
      List<AttachEmbedding.Attached> attached,
      ObjectWriter written) {
    this.space = space;
    this.columns = columns;
    this.field = field;
    this.attached = attached;
    this.birth = written.epoch();
    this.objects = written.objectsWritten();
    this.bytes = written.bytesWritten();
  }

  @Override
  public String name() {
    return AttachEmbedding.OPERATION;
  }

  @Override
  public Optional<Draft> apply(Step step) {
    if (birth < step.writer().epoch() - space.grace()) {
      throw new Conflict(
          name()
              + ": garbage was collected more than once while vectors were written; run it again");
    }
    Manifest.Content content = columns.apply(step).orElseThrow().content();
    var before = space.rowsTrack(step.head().stored());
    RowsChange change = new RowsChange(space.reader, step.writer(), before);
    for (AttachEmbedding.Attached one : attached) {
      Batch now =
          space
              .rows
              .batch(before, one.batch().firstAnchor())
              .filter(batch -> sameRows(batch.entry(), one.batch().entry()))
              .orElseThrow(() -> rewritten(one.batch()));
      change.put(now.with(with(now.entry(), one.vectors(), content.schema())));
    }
    Manifest head = step.head().stored().manifest();
    Summary last = head.summary();
    Summary summary = new Summary(name(), 0, 0, last.rowsLive(), last.batches(), objects, bytes);
    return Optional.of(
        Draft.of(
            content.withTrack(Manifest.ROWS_TRACK, Optional.ofNullable(change.finish().ref())),
            summary,
            head.anchors()));
  }

  private static boolean sameRows(BatchEntry now, BatchEntry then) {
    return now.withVectors(List.of()).samePayload(then.withVectors(List.of()));
  }

  private BatchEntry with(BatchEntry entry, Optional<VectorEntry> vectors, Schema schema) {
    BatchEntry kept = SchemaAgreement.withoutDropped(entry, schema);
    List<VectorEntry> all = new ArrayList<>(kept.vectors());
    vectors.ifPresent(all::add);
    all.sort(Comparator.comparingInt(VectorEntry::fieldId));
    return kept.withVectors(all);
  }

  private Conflict rewritten(Batch batch) {
    return new Conflict(
        String.format(
            Locale.ROOT,
            "%s of '%s': the batch at anchor %d was rewritten meanwhile; run it again",
            name(),
            field.name(),
            batch.firstAnchor()));
  }
}
