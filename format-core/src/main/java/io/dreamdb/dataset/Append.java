package io.dreamdb.dataset;

import io.dreamdb.Conflict;
import io.dreamdb.dataset.spi.TaskWriter;
import io.dreamdb.dataset.spi.WritePlan;
import io.dreamdb.dataset.spi.WrittenBatch;
import io.dreamdb.index.IndexTrack;
import io.dreamdb.index.IndexView;
import io.dreamdb.manifest.Manifest;
import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.manifest.Summary;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.ObjectWriter;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import io.dreamdb.track.RowBatchCodec;
import io.dreamdb.track.RowsChange;
import io.dreamdb.track.RowsTrack;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
  private @Nullable WriterEpoch once;

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

  /** Commits nothing if the branch has this commit of the writer already, or a later one. */
  public Append once(WriterEpoch epoch) {
    once = epoch;
    return this;
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
    // What the rows are stored in goes out together with what the commit writes.
    ObjectWriter objects = space.commitWriter(base.epoch());
    try (TaskWriter writer = TaskWriter.into(objects, plan(), Codecs.parquet())) {
      blocks.forEach(writer::write);
      return committer.commit(base, new AppendChange(space, writer.finish(), objects, once));
    }
  }

  /**
   * Commits batches; none commits nothing.
   *
   * @throws Conflict if what others committed since does not go together with it
   */
  public CommitResult commit(List<WrittenBatch> batches) {
    return committer.commit(base, new AppendChange(space, batches, null, once));
  }

  /** Refuses rows for which the head's columns have no room any more. */
  static void requireRoom(Change.Step step, String name) {
    Schema written = step.base().stored().manifest().state().schema();
    Schema now = step.head().stored().manifest().state().schema();
    SchemaAgreement.requireRoom(name, written, now);
  }

  /** Rows to be put on a head. */
  private record AppendChange(
      Space space,
      List<WrittenBatch> batches,
      @Nullable ObjectWriter unstored,
      @Nullable WriterEpoch once)
      implements Change {

    @Override
    public String name() {
      return "append";
    }

    @Override
    public Optional<Draft> apply(Step step) {
      if (batches.isEmpty() && once == null) {
        return Optional.empty();
      }
      StoredManifest head = step.head().stored();
      if (once != null && once.isIn(head.manifest().state())) {
        return Optional.empty();
      }
      requireAgreement(step);
      if (unstored != null && unstored.epoch() == step.writer().epoch()) {
        step.writer().adopt(unstored);
      } else if (unstored != null) {
        unstored.flush();
      }
      RowsTrack before = space.rowsTrack(head);
      AddedBatches added = new AddedBatches(space, step, before, batches);
      RowsChange change = new RowsChange(space.reader, step.writer(), before);
      added.putInto(change);
      Manifest.Content content = added.content(change.finish());
      Summary last = head.manifest().summary();
      Summary summary =
          new Summary(
              "append",
              added.rows(),
              0,
              last.rowsLive() + added.rows(),
              last.batches() + batches.size(),
              added.objects(),
              added.bytes());
      return Optional.of(
          Draft.of(once == null ? content : once.recordedIn(content), summary, added.rest()));
    }

    private void requireAgreement(Step step) {
      requireRoom(step, name());
      if (space.options.isolation() == Isolation.SERIALIZABLE) {
        Movements.refuse(space, step, Movements.REPLACING, name());
      }
    }
  }
}
