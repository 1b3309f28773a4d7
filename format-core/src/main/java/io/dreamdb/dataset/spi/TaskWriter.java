package io.dreamdb.dataset.spi;

import io.dreamdb.InvalidInput;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.ObjectWriter;
import io.dreamdb.schema.EmbeddingColumn;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import io.dreamdb.store.Spool;
import io.dreamdb.track.BatchEntry;
import io.dreamdb.track.BatchStatistics;
import io.dreamdb.track.PartWriter;
import io.dreamdb.track.RowBatchCodec;
import io.dreamdb.track.RowBatchWriter;
import io.dreamdb.track.VectorEntry;
import io.dreamdb.track.VectorStorageWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes one task's rows as batches. Nothing is visible until the batches are committed; what is
 * never committed is garbage. Memory does not grow with the rows. One thread, which the codec is
 * called on, too; vectors and packs are written beside it, on what processors are free.
 */
public final class TaskWriter implements AutoCloseable {

  /** Vectors of a block or a batch that are worth several threads. */
  private static final long SIDE_BY_SIDE_BYTES = 1 << 20;

  private final WritePlan plan;
  private final RowBatchCodec codec;
  private final ObjectWriter objects;
  private final Runnable atTheEnd;
  private final Schema scalars;
  private final List<Field> embeddings = new ArrayList<>();
  private final int rowsPerBatch;
  private final List<WrittenBatch> written = new ArrayList<>();
  private @Nullable Batch open;
  private boolean usable = true;

  private TaskWriter(WritePlan plan, RowBatchCodec codec, ObjectWriter objects, Runnable atTheEnd) {
    this.plan = plan;
    this.codec = codec;
    this.objects = objects;
    this.atTheEnd = atTheEnd;
    List<Field> others = new ArrayList<>();
    for (Field field : plan.schema().fields()) {
      if (field.type() instanceof EmbeddingType) {
        embeddings.add(field);
      } else {
        others.add(field);
      }
    }
    this.scalars = new Schema(others);
    this.rowsPerBatch = plan.maxBatchRows();
  }

  /** Begins a task's part of a write. */
  public static TaskWriter open(WritePlan plan, RowBatchCodec codec) {
    ObjectWriter objects =
        ObjectWriter.gathering(plan.table().store(), plan.table().genesis(), plan.epoch());
    return new TaskWriter(plan, codec, objects, objects::flush);
  }

  /** The same, where {@code objects} is flushed by the caller, before the batches are committed. */
  public static TaskWriter into(ObjectWriter objects, WritePlan plan, RowBatchCodec codec) {
    return new TaskWriter(plan, codec, objects, () -> {});
  }

  /**
   * Appends rows.
   *
   * @param rows exactly the columns of the plan's schema
   * @throws io.dreamdb.InvalidInput for a NULL where none may be, or a vector that cannot be
   *     stored, naming column and row
   */
  public void write(RowBlock rows) {
    requireUsable();
    if (!rows.schema().equals(plan.schema())) {
      throw new InvalidInput(
          "rows of the columns ("
              + rows.schema().text()
              + "); the table has ("
              + plan.schema().text()
              + "), with ids of its own");
    }
    rows.requireNotNull();
    usable = false;
    append(rows);
    usable = true;
  }

  private void append(RowBlock rows) {
    int from = 0;
    while (from < rows.rows()) {
      Batch batch = open == null ? new Batch() : open;
      open = batch;
      int count = Math.min(rows.rows() - from, rowsPerBatch - batch.rows);
      batch.write(count == rows.rows() ? rows : rows.slice(from, from + count));
      from += count;
      if (batch.rows == rowsPerBatch) {
        finishBatch(batch);
      }
    }
  }

  /** Stores what is left; returns all batches, in the order of the rows. */
  public List<WrittenBatch> finish() {
    requireUsable();
    if (open != null) {
      finishBatch(open);
    }
    atTheEnd.run();
    return List.copyOf(written);
  }

  /** After a failure a batch may have a row's values in one column and not in the next. */
  private void requireUsable() {
    if (!usable) {
      throw new IllegalStateException("this writer failed before; begin another");
    }
  }

  @Override
  public void close() {
    if (open != null) {
      open.close();
      open = null;
    }
  }

  private void finishBatch(Batch batch) {
    written.add(batch.finish());
    batch.close();
    open = null;
  }

  /** The batch that is being written. */
  private final class Batch implements AutoCloseable {

    private final long objectsBefore = objects.objectsWritten();
    private final long bytesBefore = objects.bytesWritten();
    private final BatchStatistics.Collector statistics = new BatchStatistics.Collector(scalars);
    private final List<VectorStorageWriter> vectors = new ArrayList<>();
    private final Map<Integer, BatchPack> packs = new TreeMap<>();
    private final @Nullable Spool data;
    private final @Nullable RowBatchWriter rowWriter;
    private @Nullable ObjectRef stored;
    private int rows;

    Batch() {
      for (Field field : embeddings) {
        vectors.add(new VectorStorageWriter(field, plan.table().store()::spool));
      }
      for (WritePlan.Index index : plan.indexes()) {
        packs.put(index.fieldId(), new BatchPack(plan, index));
      }
      if (scalars.fields().isEmpty()) {
        data = null;
        rowWriter = null;
      } else {
        data = plan.table().store().spool();
        rowWriter = codec.writer(scalars, data);
      }
    }

    void write(RowBlock block) {
      List<IntConsumer> parts = new ArrayList<>();
      long vectorBytes = 0;
      for (int i = 0; i < embeddings.size(); i++) {
        EmbeddingColumn column = (EmbeddingColumn) block.column(embeddings.get(i).id());
        VectorStorageWriter writer = vectors.get(i);
        parts.add(worker -> writer.append(column));
        vectorBytes += (long) column.rows() * column.type().dimension() * Float.BYTES;
        BatchPack pack = packs.get(embeddings.get(i).id());
        if (pack != null) {
          parts.addAll(pack.add(column));
        }
      }
      run(() -> writeScalars(block), parts, vectorBytes);
      rows += block.rows();
    }

    private void writeScalars(RowBlock block) {
      if (rowWriter != null) {
        RowBlock others =
            embeddings.isEmpty()
                ? block
                : new RowBlock(
                    scalars,
                    block.rows(),
                    scalars.fields().stream().map(field -> block.column(field.id())).toList());
        rowWriter.write(others);
        statistics.add(others);
      }
    }

    WrittenBatch finish() {
      List<VectorEntry> entries = new ArrayList<>();
      List<WrittenPack> finished = new ArrayList<>();
      List<IntConsumer> parts = new ArrayList<>();
      long vectorBytes = 0;
      for (VectorStorageWriter writer : vectors) {
        parts.add(worker -> writer.finish(objects).ifPresent(entry -> add(entry, entries)));
        vectorBytes += writer.vectorBytes();
      }
      for (BatchPack pack : packs.values()) {
        parts.add(worker -> pack.finish(objects).ifPresent(entry -> add(entry, finished)));
      }
      run(this::finishScalars, parts, vectorBytes);
      // Ids are drawn at random, so columns come in any order of them.
      entries.sort(Comparator.comparingInt(VectorEntry::fieldId));
      finished.sort(Comparator.comparingInt(WrittenPack::fieldId));
      BatchStatistics collected = statistics.build();
      BatchEntry entry =
          BatchEntry.of(
              rows,
              0,
              0,
              stored,
              entries,
              collected.isEmpty() ? null : new PartWriter(objects).store(collected));
      return new WrittenBatch(
          entry,
          finished,
          objects.objectsWritten() - objectsBefore,
          objects.bytesWritten() - bytesBefore);
    }

    private static <T> void add(T entry, List<T> entries) {
      synchronized (entries) {
        entries.add(entry);
      }
    }

    private void finishScalars() {
      if (rowWriter != null && data != null) {
        rowWriter.finish();
        stored = objects.write(ObjectFamily.BATCH, data.body());
      }
    }

    /** Side by side if there is much to do, for which threads are worth waking. */
    private static void run(Runnable own, List<IntConsumer> parts, long vectorBytes) {
      if (vectorBytes >= SIDE_BY_SIDE_BYTES) {
        WriterThreads.run(own, parts);
      } else {
        parts.forEach(part -> part.accept(0));
        own.run();
      }
    }

    @Override
    public void close() {
      vectors.forEach(VectorStorageWriter::close);
      packs.values().forEach(BatchPack::close);
      if (rowWriter != null) {
        rowWriter.close();
      }
      if (data != null) {
        data.close();
      }
    }
  }
}
