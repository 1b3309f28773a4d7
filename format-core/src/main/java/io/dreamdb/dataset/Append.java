package io.dreamdb.dataset;

import io.dreamdb.Conflict;
import io.dreamdb.InvalidInput;
import io.dreamdb.dataset.spi.TaskWriter;
import io.dreamdb.dataset.spi.WritePlan;
import io.dreamdb.dataset.spi.WrittenBatch;
import io.dreamdb.index.IndexTrack;
import io.dreamdb.index.IndexView;
import io.dreamdb.manifest.AnchorSource;
import io.dreamdb.manifest.Manifest;
import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.manifest.Summary;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.track.Anchor;
import io.dreamdb.track.Batch;
import io.dreamdb.track.RowBatchCodec;
import io.dreamdb.track.RowsChange;
import io.dreamdb.track.RowsTrack;
import io.dreamdb.track.StoredTrack;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Adds rows to a branch as one commit: any number of tasks write batches by the {@link #plan}, one
 * caller commits what they wrote. Where others commit first, the same batches are put on top of
 * theirs; nothing is written again but metadata.
 */
public final class Append {

  private final Dataset dataset;
  private final Space space;
  private final Committer committer;
  private final Head base;

  Append(Dataset dataset, Space space, Committer committer, Head base) {
    this.dataset = dataset;
    this.space = space;
    this.committer = committer;
    this.base = base;
  }

  /** What tasks need to write. */
  public WritePlan plan() {
    Manifest.Content state = base.stored().manifest().state();
    return new WritePlan(dataset.handle(), state.schema(), indexes(state), base.epoch());
  }

  private List<WritePlan.Index> indexes(Manifest.Content state) {
    List<WritePlan.Index> indexes = new ArrayList<>();
    for (Field field : state.schema().fields()) {
      Optional<ObjectRef> ref = state.track(IndexTrack.name(field.id()));
      if (ref.isPresent()) {
        IndexView view = new IndexView(space.reader, field.id());
        IndexTrack track = view.track(ref.get());
        indexes.add(
            new WritePlan.Index(
                field.id(), track.spatial(), track.compressor(), view.spills(track)));
      }
    }
    return indexes;
  }

  /** Begins to write in this process with core's own codec. */
  public TaskWriter writer() {
    return writer(Codecs.parquet());
  }

  /** Begins to write in this process. */
  public TaskWriter writer(RowBatchCodec codec) {
    return TaskWriter.open(plan(), codec);
  }

  /** Writes and commits rows in this process. */
  public CommitResult rows(Iterable<RowBlock> blocks) {
    try (TaskWriter writer = writer()) {
      blocks.forEach(writer::write);
      return commit(writer.finish());
    }
  }

  /**
   * Commits batches; none commits nothing.
   *
   * @throws Conflict if what others committed since does not go together with it
   */
  public CommitResult commit(List<WrittenBatch> batches) {
    return committer.commit(base, new AppendChange(space, batches));
  }

  /** Rows to be put on a head. */
  private record AppendChange(Space space, List<WrittenBatch> batches) implements Change {

    @Override
    public String name() {
      return "append";
    }

    @Override
    public Optional<Draft> apply(Step step) {
      if (batches.isEmpty()) {
        return Optional.empty();
      }
      StoredManifest head = step.head().stored();
      requireAgreement(step);
      long rows = batches.stream().mapToLong(batch -> batch.entry().rows()).sum();
      RowsTrack before = space.rowsTrack(head);
      AnchorSource source = source(head, before, rows);
      RowsChange change = new RowsChange(space.reader, step.writer(), before);
      AppendedPacks packs = new AppendedPacks(space, step.writer(), head.manifest().state());
      long next = source.next();
      long objects = 0;
      long bytes = 0;
      for (WrittenBatch written : batches) {
        WrittenBatch young = Restamp.young(space, written, step.writer());
        long first = Anchor.of(source.lane(), next);
        change.put(new Batch(first, young.entry().addedBy(step.generation(), step.timestamp())));
        packs.add(young.packs(), first);
        next += written.entry().rows();
        objects += written.objects();
        bytes += written.bytes();
      }
      StoredTrack after = change.finish();
      Manifest manifest = head.manifest();
      Summary summary =
          new Summary(
              "append",
              rows,
              0,
              manifest.summary().rowsLive() + rows,
              manifest.summary().batches() + batches.size(),
              objects,
              bytes);
      return Optional.of(
          Draft.of(
              packs.finish().withTrack(Manifest.ROWS_TRACK, Optional.ofNullable(after.ref())),
              summary,
              new AnchorSource(source.lane(), next)));
    }

    private void requireAgreement(Step step) {
      Manifest before = step.base().stored().manifest();
      Manifest now = step.head().stored().manifest();
      if (!now.state().schema().equals(before.state().schema())) {
        throw new Conflict(
            "append: the table's columns were changed meanwhile; run it again on the new columns");
      }
      if (space.options.isolation() == Isolation.SERIALIZABLE) {
        Movements.refuse(space, step, List.of("rollback", "overwrite"), "append");
      }
    }

    /** From where the rows' anchors come: the head's lane while it has room, else a new one. */
    private AnchorSource source(StoredManifest head, RowsTrack rowsTrack, long rows) {
      if (rows > AnchorSource.SEQUENCES) {
        throw new InvalidInput(rows + " rows in one commit; a lane has room for 2^41");
      }
      AnchorSource source = head.manifest().anchors();
      if (source != null && source.next() + rows <= AnchorSource.SEQUENCES) {
        return source;
      }
      int lane;
      do {
        lane = space.options.entropy().random().nextInt(AnchorSource.LANES);
      } while (space.rows.usesLane(rowsTrack, lane) || source != null && source.lane() == lane);
      return new AnchorSource(lane, 0);
    }
  }
}
