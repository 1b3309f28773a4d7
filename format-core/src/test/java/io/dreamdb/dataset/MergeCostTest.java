package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.manifest.Manifest;
import io.dreamdb.manifest.Summary;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.RefName;
import io.dreamdb.store.CountingObjectStore;
import io.dreamdb.store.ObjectStores;
import io.dreamdb.store.StoreOperation;
import io.dreamdb.track.Anchor;
import io.dreamdb.track.Batch;
import io.dreamdb.track.BatchEntry;
import io.dreamdb.track.DeletionBitmap;
import io.dreamdb.track.PartWriter;
import io.dreamdb.track.RowsChange;
import io.dreamdb.track.RowsTrack;
import io.dreamdb.track.StoredTrack;
import io.dreamdb.track.TombstoneKind;
import io.dreamdb.track.TombstoneOperation;
import io.dreamdb.track.TombstoneWriter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A merge reads what differs, however many batches there are. */
class MergeCostTest {

  private static final int ROWS = 4;

  @Test
  void aMergeReadsWhatDiffersHoweverLargeTheTable() {
    long small = requestsOfMerge(1_000);
    long large = requestsOfMerge(10_000);
    // Trees of more entries have a level more, and pages that hold more to be compared.
    assertThat(large).isLessThanOrEqualTo(small + 30);
  }

  @Test
  @Tag("slow")
  void aMergeOfAVeryLargeTableReadsNoMore() {
    long small = requestsOfMerge(1_000);
    long large = requestsOfMerge(100_000);
    assertThat(large).isLessThanOrEqualTo(small + 60);
  }

  /** Reads of a merge of two branches that deleted and added in some batches of many. */
  private static long requestsOfMerge(int batches) {
    FilmTable films = new FilmTable("memory:cost-" + batches + "-" + System.nanoTime(), 3);
    write(
        films,
        "main",
        "append",
        change -> {
          for (int i = 0; i < batches; i++) {
            change.rows.put(batch(3, i));
          }
        });
    films.table.createBranch("dev", "main");
    write(
        films,
        "main",
        "delete",
        change -> {
          change.delete(films, "main", batches / 3);
          change.rows.put(batch(4, 0));
        });
    write(
        films,
        "dev",
        "delete",
        change -> {
          change.delete(films, "dev", batches / 3);
          change.delete(films, "dev", batches / 2);
          change.rows.put(batch(5, 0));
          change.rows.put(batch(5, 1));
        });
    CountingObjectStore counting =
        new CountingObjectStore(ObjectStores.open(films.table.location()));
    Dataset fresh = new Dataset(films.space(counting), Map.of());

    CommitResult merged = fresh.merge(RefName.MAIN).from("dev").commit();

    assertThat(merged.summary().batches()).isEqualTo(batches + 3);
    assertThat(merged.summary().rowsLive()).isEqualTo((batches + 3L) * ROWS - 2);
    return counting.counts().of(StoreOperation.READ).requests();
  }

  /** Changes a track whose batches refer to nothing that is there. */
  private record Edit(RowsChange rows, TombstoneWriter log) {

    void delete(FilmTable films, String branch, int batch) {
      RowsTrack track = films.space.rowsTrack(films.space.liveHead(new RefName(branch)).stored());
      Batch found = films.space.rows.batch(track, batch(3, batch).firstAnchor()).orElseThrow();
      rows.put(found, DeletionBitmap.of(1));
      log.add(found.firstAnchor() + 1);
    }
  }

  private static Batch batch(int lane, int number) {
    byte[] digest = ByteBuffer.allocate(32).putInt(lane).putInt(number).array();
    ObjectRef data = new ObjectRef(ObjectId.ofDigest(digest), 0, 1_000);
    return new Batch(
        Anchor.of(lane, (long) number * ROWS), BatchEntry.of(ROWS, 1, 1, data, List.of(), null));
  }

  private static void write(
      FilmTable films, String branch, String operation, Consumer<Edit> edits) {
    new Committer(films.space)
        .commit(
            films.space.liveHead(new RefName(branch)),
            new Change() {
              @Override
              public String name() {
                return operation;
              }

              @Override
              public Optional<Draft> apply(Step step) {
                Manifest before = step.head().stored().manifest();
                RowsTrack track = films.space.rowsTrack(step.head().stored());
                RowsChange rows = new RowsChange(films.space.reader, step.writer(), track);
                TombstoneWriter log =
                    new TombstoneWriter(
                        new PartWriter(step.writer()),
                        films.space.options.entropy().nonce(),
                        new TombstoneOperation(TombstoneKind.DELETE, step.timestamp(), null, null),
                        rows::add);
                edits.accept(new Edit(rows, log));
                log.finish();
                StoredTrack after = rows.finish();
                Summary summary =
                    new Summary(
                        operation,
                        0,
                        0,
                        films.space.rows.liveRows(after.track()),
                        after.track().batches().count(),
                        0,
                        0);
                return Optional.of(
                    Draft.of(
                        before
                            .state()
                            .withTrack(Manifest.ROWS_TRACK, Optional.ofNullable(after.ref())),
                        summary,
                        before.anchors()));
              }
            });
  }
}
