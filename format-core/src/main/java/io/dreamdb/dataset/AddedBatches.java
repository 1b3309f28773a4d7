package io.dreamdb.dataset;

import io.dreamdb.InvalidInput;
import io.dreamdb.dataset.spi.WrittenBatch;
import io.dreamdb.manifest.AnchorSource;
import io.dreamdb.manifest.Manifest;
import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.schema.Schema;
import io.dreamdb.track.Anchor;
import io.dreamdb.track.Batch;
import io.dreamdb.track.BatchEntry;
import io.dreamdb.track.RowsChange;
import io.dreamdb.track.RowsTrack;
import io.dreamdb.track.StoredTrack;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Batches that a commit adds to a head. Their rows get the next anchors of the head's lane, one run
 * over all of them, and their packs go into the head's indexes.
 */
final class AddedBatches {

  private final Space space;
  private final Change.Step step;
  private final List<WrittenBatch> batches;
  private final AppendedPacks packs;
  private final AnchorSource source;
  private final long rows;
  private long objects;
  private long bytes;

  AddedBatches(Space space, Change.Step step, RowsTrack before, List<WrittenBatch> batches) {
    this.space = space;
    this.step = step;
    this.batches = batches;
    this.packs = new AppendedPacks(space, step.writer(), step.head().stored().manifest().state());
    this.rows = batches.stream().mapToLong(batch -> batch.entry().rows()).sum();
    this.source = source(step.head().stored(), before);
  }

  /** How many rows there are. */
  long rows() {
    return rows;
  }

  /** How many objects were put; after {@link #putInto}. */
  long objects() {
    return objects;
  }

  /** How long they are together; after {@link #putInto}. */
  long bytes() {
    return bytes;
  }

  /** The anchor of the first row. */
  long base() {
    return Anchor.of(source.lane(), source.next());
  }

  /** From where the commit after this one takes anchors. */
  @Nullable AnchorSource rest() {
    return rows == 0
        ? step.head().stored().manifest().anchors()
        : new AnchorSource(source.lane(), source.next() + rows);
  }

  /** Puts the batches. */
  void putInto(RowsChange change) {
    Schema schema = step.head().stored().manifest().state().schema();
    long next = source.next();
    for (WrittenBatch written : batches) {
      WrittenBatch young = Restamp.young(space, written, step.writer());
      long first = Anchor.of(source.lane(), next);
      BatchEntry entry = SchemaAgreement.withoutDropped(young.entry(), schema);
      change.put(new Batch(first, entry.addedBy(step.generation(), step.timestamp())));
      packs.add(young.packs(), first);
      next += written.entry().rows();
      objects += written.objects();
      bytes += written.bytes();
    }
  }

  /** The head's content with the packs and a track of rows. */
  Manifest.Content content(StoredTrack after) {
    return packs.finish().withTrack(Manifest.ROWS_TRACK, Optional.ofNullable(after.ref()));
  }

  /** From where the rows' anchors come: the head's lane while it has room, else a new one. */
  private AnchorSource source(StoredManifest head, RowsTrack rowsTrack) {
    if (rows > AnchorSource.SEQUENCES) {
      throw new InvalidInput(rows + " rows in one commit; a lane has room for 2^41");
    }
    AnchorSource present = head.manifest().anchors();
    if (present != null && present.next() + rows <= AnchorSource.SEQUENCES) {
      return present;
    }
    int lane;
    do {
      lane = space.options.entropy().random().nextInt(AnchorSource.LANES);
    } while (space.rows.usesLane(rowsTrack, lane) || present != null && present.lane() == lane);
    return new AnchorSource(lane, 0);
  }
}
