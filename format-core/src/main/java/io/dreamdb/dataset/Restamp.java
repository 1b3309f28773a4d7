package io.dreamdb.dataset;

import io.dreamdb.Conflict;
import io.dreamdb.MissingObject;
import io.dreamdb.dataset.spi.WrittenBatch;
import io.dreamdb.dataset.spi.WrittenPack;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.ObjectWriter;
import io.dreamdb.object.VerifiedObject;
import io.dreamdb.store.Spool;
import io.dreamdb.track.BatchEntry;
import io.dreamdb.track.BatchStatistics;
import io.dreamdb.track.Stored;
import io.dreamdb.track.VectorEntry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives objects that were born too many epochs ago for a commit a new birth: the same bytes under a
 * key that no collector has ever condemned.
 */
final class Restamp {

  private static final int PIECE_BYTES = 1 << 22;

  private Restamp() {}

  /**
   * The batch with objects that a commit in the writer's epoch may add.
   *
   * @throws Conflict if one of them is gone: the task took longer than the grace of collections
   */
  static WrittenBatch young(Space space, WrittenBatch written, ObjectWriter writer) {
    long oldest = writer.epoch() - space.grace();
    BatchEntry entry = written.entry();
    boolean young =
        isYoung(entry.data(), oldest)
            && entry.vectors().stream().allMatch(vector -> isYoung(vector.storage(), oldest))
            && isYoung(statisticsObject(entry), oldest)
            && written.packs().stream().allMatch(pack -> isYoung(pack.entry().pack(), oldest));
    if (young) {
      return written;
    }
    try {
      return new WrittenBatch(
          copied(space, entry, writer, oldest),
          written.packs().stream().map(pack -> copied(space, pack, writer, oldest)).toList(),
          written.objects(),
          written.bytes());
    } catch (MissingObject e) {
      throw new Conflict(
          "append: a batch was written so long ago that its objects were collected ("
              + e.getMessage()
              + "); run it again");
    }
  }

  private static BatchEntry copied(
      Space space, BatchEntry entry, ObjectWriter writer, long oldest) {
    List<VectorEntry> vectors = new ArrayList<>();
    for (VectorEntry vector : entry.vectors()) {
      ObjectFamily family = ObjectFamily.vectors(vector.fieldId());
      ObjectRef storage = copied(space, family, vector.storage(), writer, oldest);
      vectors.add(
          new VectorEntry(
              vector.fieldId(), storage, vector.nulls(), vector.zeros(), vector.maxSquaredNorm()));
    }
    ObjectRef data = entry.data();
    ObjectRef statistics = statisticsObject(entry);
    Stored<BatchStatistics> stored =
        statistics == null
            ? entry.statistics()
            : new Stored.External<>(
                copied(space, ObjectFamily.STATISTICS, statistics, writer, oldest));
    return BatchEntry.of(
        entry.rows(),
        entry.generation(),
        entry.time(),
        data == null ? null : copied(space, ObjectFamily.BATCH, data, writer, oldest),
        vectors,
        stored);
  }

  private static WrittenPack copied(
      Space space, WrittenPack pack, ObjectWriter writer, long oldest) {
    ObjectFamily family = ObjectFamily.packs(pack.fieldId());
    ObjectRef ref = copied(space, family, pack.entry().pack(), writer, oldest);
    return new WrittenPack(
        pack.fieldId(), pack.spatial(), pack.compressor(), pack.entry().storedAt(ref));
  }

  private static ObjectRef copied(
      Space space, ObjectFamily family, ObjectRef ref, ObjectWriter writer, long oldest) {
    if (isYoung(ref, oldest)) {
      return ref;
    }
    VerifiedObject object = space.reader.open(family, ref);
    try (Spool spool = space.store.spool()) {
      for (long at = 0; at < ref.lengthBytes(); at += PIECE_BYTES) {
        spool.write(object.read(at, (int) Math.min(PIECE_BYTES, ref.lengthBytes() - at)));
      }
      return writer.write(family, spool.body());
    }
  }

  private static @Nullable ObjectRef statisticsObject(BatchEntry entry) {
    return entry.statistics() instanceof Stored.External<BatchStatistics> external
        ? external.ref()
        : null;
  }

  private static boolean isYoung(@Nullable ObjectRef ref, long oldest) {
    return ref == null || ref.birth() >= oldest;
  }
}
