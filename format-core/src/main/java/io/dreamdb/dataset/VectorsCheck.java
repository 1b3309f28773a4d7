package io.dreamdb.dataset;

import io.dreamdb.kernel.VectorArithmetic;
import io.dreamdb.kernel.VectorCheck;
import io.dreamdb.kernel.VectorFault;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.track.Batch;
import io.dreamdb.track.VectorEntry;
import io.dreamdb.track.VectorStorage;
import java.util.Optional;

/** Checks vector storages, vector by vector, against their batches' entries. */
final class VectorsCheck {

  private static final int BLOCK_FLOATS = 1 << 18;

  private final Space space;
  private final Findings found;

  VectorsCheck(Space space, Findings found) {
    this.space = space;
    this.found = found;
  }

  /** Checks the storage of a field, whose bytes have the right hash. */
  void check(Batch batch, Field field, VectorEntry entry) {
    String key = found.key(ObjectFamily.vectors(field.id()), entry.storage());
    found
        .attempt(key, "a vector storage", () -> space.rows.vectors(batch, field))
        .flatMap(storage -> storage)
        .ifPresent(storage -> checkVectors(key, (EmbeddingType) field.type(), entry, storage));
  }

  private void checkVectors(
      String key, EmbeddingType type, VectorEntry entry, VectorStorage storage) {
    int dimension = storage.dimension();
    int blockVectors = Math.max(1, BLOCK_FLOATS / dimension);
    float[] block = new float[Math.min(blockVectors, storage.present()) * dimension];
    float[] norms = new float[Math.min(blockVectors, storage.present())];
    long zeros = 0;
    float greatest = 0;
    for (int first = 0; first < storage.present(); first += blockVectors) {
      int count = Math.min(blockVectors, storage.present() - first);
      storage.vectors(first, count).asFloatBuffer().get(block, 0, count * dimension);
      Optional<VectorFault> fault =
          VectorCheck.firstFault(type.metric(), dimension, block, 0, count);
      if (fault.isPresent()) {
        int row = storage.row(first + fault.get().row());
        found.wrong(key, "vectors that may be stored", "row " + row + ": " + fault.get().reason());
        return;
      }
      VectorArithmetic.squaredNorms(dimension, block, 0, count, norms);
      for (int i = 0; i < count; i++) {
        zeros += norms[i] == 0 ? 1 : 0;
        greatest = Math.max(greatest, norms[i]);
      }
    }
    found.require(
        zeros == entry.zeros(),
        key,
        entry.zeros() + " zero vectors, by its batch",
        zeros + " zero vectors");
    found.require(
        greatest == entry.maxSquaredNorm(),
        key,
        "largest squared norm " + entry.maxSquaredNorm() + ", by its batch",
        "largest squared norm " + greatest);
  }
}
