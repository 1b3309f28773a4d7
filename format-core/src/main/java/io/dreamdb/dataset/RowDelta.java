package io.dreamdb.dataset;

import io.dreamdb.InvalidInput;
import io.dreamdb.dataset.spi.TaskWriter;
import io.dreamdb.dataset.spi.WritePlan;
import io.dreamdb.dataset.spi.WrittenBatch;
import io.dreamdb.schema.Predicate;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.track.RowBatchCodec;
import io.dreamdb.track.RowsTrack;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Replaces, deletes and adds rows of a branch as one commit, with who and why: what UPDATE and
 * MERGE do. A replaced row is deleted and another comes in its place, which the tombstone log
 * names; so a merge of branches knows what is the same row.
 */
public final class RowDelta {

  /**
   * A row that comes in the place of another.
   *
   * @param anchor the row that is replaced
   * @param number the new row, counted from 0 over all rows of the commit's batches
   */
  public record Replacement(long anchor, long number) {}

  private final Dataset dataset;
  private final Space space;
  private final Committer committer;
  private final Head base;
  private @Nullable RowBatchCodec codec;
  private @Nullable String actor;
  private @Nullable String reason;
  private @Nullable WriterEpoch once;
  private @Nullable Predicate condition;

  RowDelta(Dataset dataset, Space space, Committer committer, Head base) {
    this.dataset = dataset;
    this.space = space;
    this.committer = committer;
    this.base = base;
  }

  /** The version in which rows are looked for. */
  public Snapshot snapshot() {
    return new Snapshot(dataset, space, base.stored());
  }

  /** What tasks need to write the new rows. */
  public WritePlan plan() {
    return new Append(dataset, space, committer, base).plan();
  }

  /** Says who, at most 256 bytes of UTF-8. */
  public RowDelta by(@Nullable String who) {
    actor = who;
    return this;
  }

  /** Says why, at most 1,024 bytes of UTF-8. */
  public RowDelta because(@Nullable String why) {
    reason = why;
    return this;
  }

  /** Commits nothing if the branch has this commit of the writer already, or a later one. */
  public RowDelta once(WriterEpoch epoch) {
    once = epoch;
    return this;
  }

  /**
   * Says what made the caller choose the rows: under {@link Isolation#SERIALIZABLE}, rows that
   * others added since may not match it.
   *
   * @throws InvalidInput if the predicate does not fit the columns
   */
  public RowDelta chosenBy(Predicate predicate) {
    predicate.bind(base.stored().manifest().state().schema());
    condition = predicate;
    return this;
  }

  /** Reads row batches with another codec than core's. */
  public RowDelta readingWith(RowBatchCodec other) {
    codec = other;
    return this;
  }

  /**
   * Replaces rows by others, in this process.
   *
   * @param anchors the rows that are replaced, each once
   * @param rows the row that comes in the place of each, of the table's columns
   */
  public CommitResult replace(long[] anchors, RowBlock rows) {
    if (anchors.length != rows.rows()) {
      throw new InvalidInput(
          anchors.length + " rows are to be replaced by " + rows.rows() + "; give one for each");
    }
    List<Replacement> replaced =
        IntStream.range(0, anchors.length).mapToObj(i -> new Replacement(anchors[i], i)).toList();
    return commit(write(rows), replaced, LongStream.empty().iterator());
  }

  private List<WrittenBatch> write(RowBlock rows) {
    if (rows.rows() == 0) {
      return List.of();
    }
    try (TaskWriter writer = TaskWriter.open(plan(), codec())) {
      writer.write(rows);
      return writer.finish();
    }
  }

  /**
   * Commits batches that tasks wrote.
   *
   * @param added the new rows, those that replace others and those that do not
   * @param replaced which rows are replaced by which of {@code added}, each row at most once
   * @param deleted rows that are deleted besides, in any order
   * @throws InvalidInput if there is no such row, or a row is named twice
   * @throws io.dreamdb.Conflict if others committed since what does not go together with it: also a
   *     row that is replaced or deleted here and was by them
   */
  public CommitResult commit(
      List<WrittenBatch> added, List<Replacement> replaced, PrimitiveIterator.OfLong deleted) {
    Replacement[] pairs = replaced.toArray(Replacement[]::new);
    Arrays.sort(pairs, Comparator.comparingLong(Replacement::anchor));
    requireOnce(pairs, added);
    return committer.commit(base, change(added, pairs, deleted));
  }

  private RowDeltaChange change(
      List<WrittenBatch> added, Replacement[] pairs, PrimitiveIterator.OfLong deleted) {
    RowsTrack track = space.rowsTrack(base.stored());
    MarkedRows gone = MarkedRows.of(space, track, deleted);
    MarkedRows old =
        MarkedRows.of(space, track, Arrays.stream(pairs).mapToLong(Replacement::anchor).iterator());
    if (gone.intersects(old)) {
      throw new InvalidInput("A row is both replaced and deleted; name it once");
    }
    return new RowDeltaChange(
        space,
        base,
        added,
        old,
        pairs,
        gone,
        new RowDeltaChange.Said(actor, reason, once),
        new RowDeltaChange.Chosen(condition, this::codec));
  }

  private static void requireOnce(Replacement[] pairs, List<WrittenBatch> added) {
    long rows = added.stream().mapToLong(batch -> batch.entry().rows()).sum();
    long[] numbers = new long[pairs.length];
    for (int i = 0; i < pairs.length; i++) {
      numbers[i] = pairs[i].number();
      if (i > 0 && pairs[i].anchor() == pairs[i - 1].anchor()) {
        throw new InvalidInput("The row with anchor " + pairs[i].anchor() + " is replaced twice");
      }
      if (numbers[i] < 0 || numbers[i] >= rows) {
        throw new InvalidInput(
            "The row with anchor "
                + pairs[i].anchor()
                + " is replaced by row "
                + numbers[i]
                + " of the "
                + rows
                + " rows of the commit, counted from 0");
      }
    }
    Arrays.sort(numbers);
    for (int i = 1; i < numbers.length; i++) {
      if (numbers[i] == numbers[i - 1]) {
        throw new InvalidInput("Row " + numbers[i] + " of the commit replaces two rows");
      }
    }
  }

  private RowBatchCodec codec() {
    RowBatchCodec present = codec;
    if (present == null) {
      present = Codecs.parquet();
      codec = present;
    }
    return present;
  }
}
