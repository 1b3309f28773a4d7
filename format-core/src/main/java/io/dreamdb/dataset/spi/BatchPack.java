package io.dreamdb.dataset.spi;

import io.dreamdb.index.AppendPack;
import io.dreamdb.index.IndexCache;
import io.dreamdb.index.PackBuild;
import io.dreamdb.object.ObjectWriter;
import io.dreamdb.schema.EmbeddingColumn;
import io.dreamdb.schema.Validity;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The pack of one field of a batch that is being written. A batch of few rows gets none: it stays
 * uncovered, and costs nothing here. One thread.
 */
final class BatchPack implements AutoCloseable {

  /** With fewer vectors a pack is not worth its reads. */
  private static final int LEAST_VECTORS = 1_000;

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

  /** Adds rows; returns what is left to do, by {@link WriterThreads}. */
  List<IntConsumer> add(EmbeddingColumn column) {
    if (pack != null) {
      return parts(pack, column);
    }
    waiting.add(column);
    waitingVectors += column.rows() - column.validity().nullCount();
    if (waitingVectors < LEAST_VECTORS) {
      return List.of();
    }
    PackBuild build =
        CACHE.packs(
            plan.table().reader(),
            index.fieldId(),
            index.spatial(),
            index.compressor(),
            index.spills());
    AppendPack opened = build.append(WriterThreads.workers(), plan.table().store()::spool);
    pack = opened;
    List<IntConsumer> parts =
        waiting.stream().flatMap(held -> parts(opened, held).stream()).toList();
    waiting.clear();
    return parts;
  }

  private static List<IntConsumer> parts(AppendPack pack, EmbeddingColumn column) {
    List<IntConsumer> parts = new ArrayList<>();
    FloatBuffer vectors = column.values();
    Validity validity = column.validity();
    for (int row = 0; row < column.rows(); ) {
      boolean isNull = validity.isNull(row);
      int end = row + 1;
      while (end < column.rows() && validity.isNull(end) == isNull) {
        end++;
      }
      if (isNull) {
        pack.addNulls(end - row);
      } else {
        parts.addAll(pack.add(vectors, row * column.type().dimension(), end - row));
      }
      row = end;
    }
    return parts;
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
