package io.dreamdb.spark;

import io.dreamdb.dataset.Snapshot;
import io.dreamdb.dataset.spi.ScanTask;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.Predicate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.jspecify.annotations.Nullable;

/** Reads rows of one version: small batches together in a task, each large one in its own. */
final class DreamScan implements Scan, Batch, SupportsReportStatistics {

  /** A task that reads less has more to do with itself than with the rows. */
  private static final long MIN_TASK_BYTES = 4L << 20;

  private static final long MAX_TASK_BYTES = 128L << 20;

  /** Rows of a columnar batch, fewer where vectors are long. */
  private static final int MAX_BATCH_ROWS = 4_096;

  private static final int MAX_BATCH_BYTES = 16 << 20;

  private final Snapshot snapshot;
  private final String table;
  private final StructType columns;
  private final Predicate filter;
  private final OptionalInt limit;

  DreamScan(
      Snapshot snapshot, String table, StructType columns, Predicate filter, OptionalInt limit) {
    this.snapshot = snapshot;
    this.table = table;
    this.columns = columns;
    this.filter = filter;
    this.limit = limit;
  }

  @Override
  public StructType readSchema() {
    return columns;
  }

  @Override
  public String description() {
    return "dreamdb "
        + table
        + " version "
        + snapshot.version()
        + (filter == Predicate.Constant.TRUE ? "" : " where " + filter.text());
  }

  @Override
  public Batch toBatch() {
    return this;
  }

  @Override
  public ColumnarSupportMode columnarSupportMode() {
    return ColumnarSupportMode.SUPPORTED;
  }

  // --- Statistics

  @Override
  public Statistics estimateStatistics() {
    long rows = snapshot.rowCount();
    long bytes = rows * rowBytes();
    return new Statistics() {
      @Override
      public OptionalLong sizeInBytes() {
        return OptionalLong.of(bytes);
      }

      @Override
      public OptionalLong numRows() {
        return OptionalLong.of(rows);
      }
    };
  }

  /** About how many bytes of a row are read. */
  private long rowBytes() {
    long bytes = 8;
    for (String name : columns.fieldNames()) {
      Optional<Field> field = snapshot.schema().find(name);
      bytes +=
          field.isPresent() && field.get().type() instanceof EmbeddingType type
              ? 4L * type.dimension()
              : columns.apply(name).dataType().defaultSize();
    }
    return bytes;
  }

  // --- Tasks

  @Override
  public InputPartition[] planInputPartitions() {
    return DreamFailure.translating(this::partitions);
  }

  private InputPartition[] partitions() {
    long target = targetRows();
    List<InputPartition> partitions = new ArrayList<>();
    List<ScanTask> together = new ArrayList<>();
    long rows = 0;
    long found = 0;
    Iterator<ScanTask> tasks = snapshot.scan().where(filter).tasks();
    // Without a filter all live rows of a batch come, so a limit needs no more batches than these.
    boolean counted = limit.isPresent() && filter == Predicate.Constant.TRUE;
    while (tasks.hasNext() && !(counted && found >= limit.getAsInt())) {
      ScanTask task = tasks.next();
      if (!together.isEmpty() && rows + task.rows() > target) {
        partitions.add(new BatchPartition(together));
        together.clear();
        rows = 0;
      }
      together.add(task);
      rows += task.rows();
      found += task.batch().liveRows();
    }
    if (!together.isEmpty()) {
      partitions.add(new BatchPartition(together));
    }
    return partitions.toArray(InputPartition[]::new);
  }

  private long targetRows() {
    long perCore =
        snapshot.rowCount() * rowBytes() / SparkContext.getOrCreate().defaultParallelism();
    long bytes = Math.max(MIN_TASK_BYTES, Math.min(MAX_TASK_BYTES, perCore));
    return Math.max(1, bytes / rowBytes());
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new Factory(
        new ReadPlan(
            SchemaText.of(snapshot.schema()),
            List.of(columns.fieldNames()),
            filter.text(),
            snapshot.version().toString(),
            batchRows()));
  }

  private int batchRows() {
    return (int) Math.max(1, Math.min(MAX_BATCH_ROWS, MAX_BATCH_BYTES / rowBytes()));
  }

  private record Factory(ReadPlan plan) implements PartitionReaderFactory {

    @Override
    public boolean supportColumnarReads(InputPartition partition) {
      return true;
    }

    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
      throw new UnsupportedOperationException("rows come in columns only");
    }

    @Override
    public PartitionReader<ColumnarBatch> createColumnarReader(InputPartition partition) {
      return DreamFailure.translating(
          () -> new BatchReader(plan, ((BatchPartition) partition).tasks()));
    }
  }

  // Scans that read the same are equal, so that Spark reads once for a query that needs it twice.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DreamScan scan && key().equals(scan.key());
  }

  @Override
  public int hashCode() {
    return key().hashCode();
  }

  private List<Object> key() {
    return Arrays.asList(snapshot.dataset().location(), snapshot.version(), columns, filter, limit);
  }
}
