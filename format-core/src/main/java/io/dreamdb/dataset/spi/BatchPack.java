package io.dreamdb.dataset.spi;

import io.dreamdb.index.AppendPack;
import io.dreamdb.index.IndexCache;
import io.dreamdb.index.PackBuild;
import io.dreamdb.object.ObjectWriter;
import io.dreamdb.schema.EmbeddingColumn;
import io.dreamdb.schema.Validity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The pack of one field of a batch that is being written. A batch of few rows gets none: it stays
 * uncovered, and costs nothing here. One thread.
 */
final class BatchPack implements AutoCloseable {

  /** With fewer vectors a pack is not worth its reads. */
  private static final int LEAST_VECTORS = 1_000;

  private static final int COPY_FLOATS = 1 << 16;

  /** Shared by the tasks of this process: an id means the same centroids for each of them. */
  private static final IndexCache CACHE = new IndexCache();

  private final WritePlan plan;
  private final WritePlan.Index index;
  private final List<EmbeddingColumn> waiting = new ArrayList<>();
  private int waitingVectors;
  private @Nullable AppendPack pack;

  BatchPack(WritePlan plan, WritePlan.Index index) {
    this.plan = plan;
    this.index = index;
  }

  void add(EmbeddingColumn column) {
    if (pack != null) {
      add(pack, column);
      return;
    }
    waiting.add(column);
    waitingVectors += column.rows() - column.validity().nullCount();
    if (waitingVectors >= LEAST_VECTORS) {
      PackBuild build =
          CACHE.packs(
              plan.table().reader(),
              index.fieldId(),
              index.spatial(),
              index.compressor(),
              index.spills());
      AppendPack opened = build.append(plan.table().store()::spool);
      pack = opened;
      waiting.forEach(held -> add(opened, held));
      waiting.clear();
    }
  }

  private static void add(AppendPack pack, EmbeddingColumn column) {
    int dimension = column.type().dimension();
    Validity validity = column.validity();
    int perCopy = Math.max(1, COPY_FLOATS / dimension);
    float[] copy = new float[Math.min(perCopy, column.rows()) * dimension];
    for (int row = 0; row < column.rows(); ) {
      boolean isNull = validity.isNull(row);
      int end = row + 1;
      while (end < column.rows() && end - row < perCopy && validity.isNull(end) == isNull) {
        end++;
      }
      if (!isNull) {
        column.values().get(row * dimension, copy, 0, (end - row) * dimension);
        pack.add(copy, 0, end - row);
      } else {
        pack.addNulls(end - row);
      }
      row = end;
    }
  }

  /** Stores the pack, if the batch is worth one. */
  Optional<WrittenPack> finish(ObjectWriter objects) {
    return pack == null
        ? Optional.empty()
        : pack.finish(objects)
            .map(entry ->
                new WrittenPack(
                    index.fieldId(), index.spatial().id(), index.compressor().id(), entry));
  }

  @Override
  public void close() {
    if (pack != null) {
      pack.close();
    }
  }
}
