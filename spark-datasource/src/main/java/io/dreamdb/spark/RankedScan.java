package io.dreamdb.spark;

import io.dreamdb.DreamException;
import io.dreamdb.dataset.SearchResult;
import io.dreamdb.dataset.Snapshot;
import io.dreamdb.dataset.spi.ScanTask;
import io.dreamdb.schema.Column;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.FloatColumn;
import io.dreamdb.schema.LongColumn;
import io.dreamdb.schema.PrimitiveType;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import io.dreamdb.schema.Validity;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.jspecify.annotations.Nullable;

/** Reads the rows that a ranking chooses, in its order, in one task. */
final class RankedScan implements Scan, Batch {

  /** The distance of a row, where the ranking has one. */
  static final String DISTANCE = "_distance";

  private final SnapshotHandle handle;
  private final Ranking ranking;
  private final StructType columns;

  RankedScan(SnapshotHandle handle, Ranking ranking, StructType columns) {
    this.handle = handle;
    this.ranking = ranking;
    this.columns = columns;
  }

  @Override
  public StructType readSchema() {
    return columns;
  }

  @Override
  public String description() {
    return "dreamdb " + ranking.description() + " of " + handle;
  }

  @Override
  public Batch toBatch() {
    return this;
  }

  @Override
  public CustomMetric[] supportedCustomMetrics() {
    return SearchMetric.all();
  }

  @Override
  public ColumnarSupportMode columnarSupportMode() {
    return ColumnarSupportMode.SUPPORTED;
  }

  @Override
  public InputPartition[] planInputPartitions() {
    return new InputPartition[] {new Whole()};
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new Factory(handle, ranking, List.of(columns.fieldNames()));
  }

  private static final class Whole implements InputPartition {
    private static final long serialVersionUID = 1L;
  }

  private record Factory(SnapshotHandle handle, Ranking ranking, List<String> columns)
      implements PartitionReaderFactory, Serializable {

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
      return new Reader(this);
    }

    ColumnarBatch read(Snapshot snapshot, Ranking.Ranked ranked) {
      int rows = ranked.anchors().length;
      Schema stored = snapshot.schema().select(columns.stream().filter(this::isStored).toList());
      RowBlock block =
          stored.fields().isEmpty()
              ? new RowBlock(stored, rows, List.of())
              : snapshot.lookup(ranked.anchors(), stored);
      List<ColumnVector> vectors = new ArrayList<>();
      for (String name : columns) {
        vectors.add(
            isStored(name)
                ? new BlockVector(block.column(field(stored, name).id()))
                : hidden(name, snapshot, ranked));
      }
      return new ColumnarBatch(vectors.toArray(ColumnVector[]::new), rows);
    }

    private static Field field(Schema schema, String name) {
      return schema.find(name).orElseThrow();
    }

    private boolean isStored(String name) {
      return !name.equals(DISTANCE) && HiddenColumn.find(name).isEmpty();
    }

    private static ColumnVector hidden(String name, Snapshot snapshot, Ranking.Ranked ranked) {
      int rows = ranked.anchors().length;
      if (name.equals(DISTANCE)) {
        return new BlockVector(new FloatColumn(ranked.distances(), Validity.all(rows)));
      }
      return switch (HiddenColumn.find(name).orElseThrow()) {
        case ANCHOR -> new BlockVector(anchors(ranked.anchors()));
        case MANIFEST -> BatchCursor.constant(rows, snapshot.version().toString());
        case BATCH -> new TextVector(batchNames(snapshot, ranked.anchors()));
      };
    }

    private static Column anchors(long[] anchors) {
      return new LongColumn(PrimitiveType.BIGINT, anchors.clone(), Validity.all(anchors.length));
    }

    private static List<String> batchNames(Snapshot snapshot, long[] anchors) {
      List<String> names = new ArrayList<>();
      for (long anchor : anchors) {
        Iterator<ScanTask> task = snapshot.scan().anchors(anchor, anchor + 1).tasks();
        names.add(task.next().batchName());
      }
      return names;
    }
  }

  private static final class Reader implements PartitionReader<ColumnarBatch> {

    private final Factory factory;
    private @Nullable ColumnarBatch batch;
    private Optional<SearchResult.Statistics> statistics = Optional.empty();

    Reader(Factory factory) {
      this.factory = factory;
    }

    @Override
    public boolean next() {
      if (batch != null) {
        return false;
      }
      try {
        Snapshot snapshot = factory.handle.open();
        Ranking.Ranked ranked = factory.ranking.rank(snapshot);
        statistics = ranked.statistics();
        batch = factory.read(snapshot, ranked);
        return true;
      } catch (DreamException e) {
        throw DreamFailure.of(e);
      }
    }

    @Override
    public ColumnarBatch get() {
      ColumnarBatch present = batch;
      if (present == null) {
        throw new IllegalStateException("there is no batch before next() said so");
      }
      return present;
    }

    @Override
    public CustomTaskMetric[] currentMetricsValues() {
      return statistics.map(SearchMetric::of).orElseGet(() -> new CustomTaskMetric[0]);
    }

    @Override
    public void close() {
      // All was read at once.
    }
  }
}
