package io.dreamdb.dataset;

import io.dreamdb.Conflict;
import io.dreamdb.dataset.spi.BatchSource;
import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.schema.Predicate;
import io.dreamdb.schema.Schema;
import io.dreamdb.track.Batch;
import io.dreamdb.track.BatchAnchors;
import io.dreamdb.track.BatchDifference;
import io.dreamdb.track.RowBatchCodec;
import io.dreamdb.track.RowsTrack;
import io.dreamdb.track.TombstoneDifference;
import io.dreamdb.track.TombstoneKind;
import io.dreamdb.track.TombstoneRecord;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What others committed between the head that a change was planned on and the present one, and what
 * of it the change does not go together with.
 */
final class Movements {

  /** Operations after which the rows that a change was planned on may not be those of the head. */
  static final List<String> REPLACING =
      List.of("rollback", "overwrite", "revert", "cherry_pick", "fast_forward", "import");

  private Movements() {}

  /**
   * Refuses a change that others' operations of these kinds do not go together with.
   *
   * @throws Conflict naming the operation and its version
   */
  static void refuse(Space space, Change.Step step, List<String> operations, String name) {
    refuse(
        space,
        step,
        (now, before) -> operations.contains(now.manifest().summary().operation()),
        name);
  }

  /**
   * Refuses a change that some of others' commits do not go together with.
   *
   * @param refused tells it from a commit and the one before it
   * @throws Conflict naming the operation and its version
   */
  static void refuse(
      Space space,
      Change.Step step,
      BiPredicate<StoredManifest, StoredManifest> refused,
      String name) {
    StoredManifest at = step.head().stored();
    while (!at.id().equals(step.base().stored().id())) {
      StoredManifest before = space.manifests.read(at.manifest().lineage().parents().get(0));
      if (refused.test(at, before)) {
        throw new Conflict(
            name
                + ": others committed "
                + at.manifest().summary().operation()
                + " ("
                + at.contentId()
                + ") meanwhile; look at the table and run it again");
      }
      at = before;
    }
  }

  /**
   * Refuses a change of rows that others updated.
   *
   * @throws Conflict naming such a row
   */
  static void refuseUpdated(
      Space space, RowsTrack base, RowsTrack head, MarkedRows rows, String name) {
    refuseTouched(space, base, head, rows, Set.of(TombstoneKind.UPDATE), name);
  }

  /**
   * Refuses a change of rows on which others did one of these things.
   *
   * @throws Conflict naming such a row
   */
  static void refuseTouched(
      Space space,
      RowsTrack base,
      RowsTrack head,
      MarkedRows rows,
      Set<TombstoneKind> kinds,
      String name) {
    Iterator<TombstoneDifference> records = space.rows.tombstoneDifferences(base, head);
    while (records.hasNext()) {
      TombstoneRecord record = records.next().right();
      if (record == null || !kinds.contains(record.operation().kind())) {
        continue;
      }
      OptionalLong common = rows.firstOf(space.rows.anchors(record));
      if (common.isPresent()) {
        throw new Conflict(
            String.format(
                Locale.ROOT,
                "%s: others committed %s of the row with anchor %d meanwhile; run it again",
                name,
                record.operation().kind().text(),
                common.getAsLong()));
      }
    }
  }

  /**
   * Refuses a change whose condition does not mean any more what it meant, and, under {@link
   * Isolation#SERIALIZABLE}, one that would have met rows which others added.
   *
   * @param condition what the change was to meet; null: only rows that it names
   * @param codec reads row batches, if any has to be read
   * @throws Conflict if a column of the condition was changed, or rows that match were added
   */
  static void refuseNewMatch(
      Space space,
      Change.Step step,
      @Nullable Predicate condition,
      Supplier<RowBatchCodec> codec,
      String name) {
    if (condition == null) {
      return;
    }
    Schema then = step.base().stored().manifest().state().schema();
    Schema now = step.head().stored().manifest().state().schema();
    SchemaAgreement.requireFields(name, condition.bind(then).fieldIds(), then, now);
    if (space.options.isolation() == Isolation.SERIALIZABLE) {
      RowFilter filter = new RowFilter(SchemaAgreement.namedAs(then, now), condition);
      refuseNewMatch(space, step, filter, codec.get(), name);
    }
  }

  private static void refuseNewMatch(
      Space space, Change.Step step, RowFilter filter, RowBatchCodec codec, String name) {
    RowsTrack then = space.rowsTrack(step.base().stored());
    RowsTrack head = space.rowsTrack(step.head().stored());
    Iterator<BatchDifference> differences = space.rows.differences(then, head);
    while (differences.hasNext()) {
      Batch now = differences.next().right();
      if (now != null && anyNewMatches(space, then, now, filter, codec)) {
        throw new Conflict(
            name
                + ": others added rows that match it meanwhile; run it again, or use the isolation"
                + " level snapshot");
      }
    }
  }

  /** Whether a row matches that is not one of those that a track had, in whatever batch. */
  private static boolean anyNewMatches(
      Space space, RowsTrack then, Batch now, RowFilter condition, RowBatchCodec codec) {
    BatchSource source = new BatchSource(space.reader, space.rows, now);
    long[] words = condition.select(source, codec);
    BatchAnchors anchors = source.anchors();
    for (int word = 0; word < words.length; word++) {
      for (long bits = words[word]; bits != 0; bits &= bits - 1) {
        long anchor = anchors.anchor(word * 64 + Long.numberOfTrailingZeros(bits));
        if (space.rows.batchOf(then, anchor).isEmpty()) {
          return true;
        }
      }
    }
    return false;
  }
}
