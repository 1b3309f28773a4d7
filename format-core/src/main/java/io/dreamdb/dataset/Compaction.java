package io.dreamdb.dataset;

import io.dreamdb.InvalidInput;
import io.dreamdb.dataset.spi.WritePlan;
import io.dreamdb.index.AnchorRun;
import io.dreamdb.index.BuildWork;
import io.dreamdb.index.IndexTrack;
import io.dreamdb.index.IndexView;
import io.dreamdb.index.PackEntry;
import io.dreamdb.manifest.Manifest;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.schema.Field;
import io.dreamdb.track.Batch;
import io.dreamdb.track.RowBatchCodec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes batches of a branch anew, without their deleted rows, and the packs of indexes that hold
 * such rows or stand in more places than they need; as one commit. Rows keep their anchors.
 *
 * <p>Writers go on beside it: what others append stays as it is, what they delete is deleted in the
 * new batches, too. The old objects are read by earlier versions until these are expired and
 * garbage is collected.
 */
public final class Compaction {

  static final String COMPACT = "compact";
  static final String MATERIALIZE = "materialize";

  private final Snapshot snapshot;
  private final Space space;
  private final Committer committer;
  private final Head base;
  private final String operation;
  private final WritePlan plan;
  private final List<RowGroup> groups;
  private @Nullable RowBatchCodec codec;

  private Compaction(
      Snapshot snapshot,
      Space space,
      Committer committer,
      Head base,
      String operation,
      WritePlan plan,
      List<RowGroup> groups) {
    this.snapshot = snapshot;
    this.space = space;
    this.committer = committer;
    this.base = base;
    this.operation = operation;
    this.plan = plan;
    this.groups = groups;
  }

  /** Joins small neighbouring batches into ones of at most {@code targetRows}. */
  static Compaction joining(
      Snapshot snapshot, Space space, Committer committer, Head base, int targetRows) {
    if (targetRows < 1) {
      throw new InvalidInput("A target of " + targetRows + " rows a batch; give 1 or more");
    }
    WritePlan plan = plan(snapshot, base);
    List<RowGroup> groups = RowGroup.joining(snapshot.batches(), plan, targetRows);
    return new Compaction(snapshot, space, committer, base, COMPACT, plan, groups);
  }

  /** Writes each batch anew of which at least that part of the rows is deleted. */
  static Compaction dropping(
      Snapshot snapshot, Space space, Committer committer, Head base, double minDeletedRatio) {
    if (!(minDeletedRatio >= 0 && minDeletedRatio <= 1)) {
      throw new InvalidInput(
          "A least ratio of deleted rows of " + minDeletedRatio + "; give one from 0 to 1");
    }
    List<RowGroup> groups = RowGroup.withDeletions(snapshot.batches(), minDeletedRatio);
    return new Compaction(
        snapshot, space, committer, base, MATERIALIZE, plan(snapshot, base), groups);
  }

  /** Packs are written by indexes, of many batches together, not beside each. */
  private static WritePlan plan(Snapshot snapshot, Head base) {
    return new WritePlan(snapshot.dataset().handle(), snapshot.schema(), List.of(), base.epoch());
  }

  /** Reads row batches, and writes them, with another codec than core's. */
  public Compaction with(RowBatchCodec other) {
    codec = other;
    return this;
  }

  /** What would be done; nothing is written. */
  public CompactionResult preview() {
    return result(CommitResult.nothing(base.stored(), operation), (int) outputs(), 0);
  }

  private long outputs() {
    return groups.stream().filter(group -> group.liveRows() > 0).count();
  }

  /**
   * Writes and commits; if there is nothing to do, nothing is committed.
   *
   * @throws io.dreamdb.Conflict if others rewrote a batch or an index meanwhile
   */
  public CompactionResult run() {
    RowBatchCodec present = codec == null ? Codecs.parquet() : codec;
    List<CompactedGroup> written = new ArrayList<>();
    for (RowGroup group : groups) {
      written.add(CompactedGroup.write(space, group, plan, present));
    }
    List<RepackedIndex> indexes = written.isEmpty() ? List.of() : repacked();
    CommitResult commit =
        committer.commit(base, new CompactChange(space, operation, written, indexes));
    int packs = indexes.stream().mapToInt(index -> index.packs().size()).sum();
    return result(commit, (int) outputs(), packs);
  }

  private CompactionResult result(CommitResult commit, int outputs, int packs) {
    long rows = groups.stream().mapToLong(RowGroup::rows).sum();
    long live = groups.stream().mapToLong(RowGroup::liveRows).sum();
    int batches = groups.stream().mapToInt(group -> group.batches().size()).sum();
    return new CompactionResult(commit, batches, outputs, live, rows - live, packs);
  }

  private List<RepackedIndex> repacked() {
    List<RepackedIndex> indexes = new ArrayList<>();
    Manifest.Content content = base.stored().manifest().state();
    for (Field field : content.schema().fields()) {
      Optional<ObjectRef> ref = content.track(IndexTrack.name(field.id()));
      if (ref.isPresent()) {
        IndexView view = new IndexView(space.reader, field.id());
        IndexTrack track = view.track(ref.get());
        if (isFragmented(view, track) || holdsDropped(view, track)) {
          TableVectors vectors = TableVectors.of(snapshot, field, remainingRows());
          indexes.add(
              RepackedIndex.build(
                  space,
                  space.writer(base.epoch()),
                  view,
                  track,
                  vectors,
                  new BuildWork(SearchThreads.count(0))));
        }
      }
    }
    return indexes;
  }

  private static boolean isFragmented(IndexView view, IndexTrack track) {
    Iterator<PackEntry> packs = view.packs(track);
    int last = -1;
    while (packs.hasNext()) {
      PackEntry pack = packs.next();
      if (pack.level() == 0 || pack.firstCell() < last) {
        return true;
      }
      last = Math.max(last, pack.lastCell());
    }
    return false;
  }

  private boolean holdsDropped(IndexView view, IndexTrack track) {
    return groups.stream()
        .flatMap(group -> group.batches().stream())
        .filter(batch -> batch.entry().deleted() > 0)
        .anyMatch(batch -> {
          Iterator<AnchorRun> covered =
              view.coverage(track, batch.firstAnchor(), batch.lastAnchor());
          return covered.hasNext();
        });
  }

  /** All rows but those that the new batches lack, as maximal ranges. */
  private List<UncoveredRows.Range> remainingRows() {
    Set<Long> rewritten = new HashSet<>();
    groups.forEach(group -> group.batches().forEach(b -> rewritten.add(b.firstAnchor())));
    List<UncoveredRows.Range> ranges = new ArrayList<>();
    Iterator<Batch> batches = snapshot.batches();
    while (batches.hasNext()) {
      Batch batch = batches.next();
      if (rewritten.contains(batch.firstAnchor())) {
        addLive(ranges, batch);
      } else {
        ranges.add(new UncoveredRows.Range(batch, 0, batch.entry().rows()));
      }
    }
    return ranges;
  }

  private void addLive(List<UncoveredRows.Range> ranges, Batch batch) {
    int[] next = {0};
    space
        .rows
        .deletions(batch)
        .forEach(offset -> {
          if (offset > next[0]) {
            ranges.add(new UncoveredRows.Range(batch, next[0], offset));
          }
          next[0] = offset + 1;
        });
    if (next[0] < batch.entry().rows()) {
      ranges.add(new UncoveredRows.Range(batch, next[0], batch.entry().rows()));
    }
  }
}
