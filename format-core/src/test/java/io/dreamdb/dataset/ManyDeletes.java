package io.dreamdb.dataset;

import io.dreamdb.object.RefName;
import io.dreamdb.schema.Column;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.LongColumn;
import io.dreamdb.schema.PrimitiveType;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import io.dreamdb.schema.Validity;
import io.dreamdb.track.Batch;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/** Deletes most rows of many batches by their anchors, in one statement of a small JVM. */
final class ManyDeletes {

  private static final Schema SCHEMA = Schema.of(Field.required(1, "id", PrimitiveType.BIGINT));

  /** One in so many rows stays. */
  private static final int KEPT = 5;

  private ManyDeletes() {}

  /**
   * Arguments: a folder, batches, rows of each. Prints how many rows were deleted and stayed, by
   * the commit and by counting, and the peak of the heap after a collection in MB.
   */
  public static void main(String[] arguments) {
    int batches = Integer.parseInt(arguments[1]);
    int rows = Integer.parseInt(arguments[2]);
    Warehouse warehouse = Warehouse.open(arguments[0]);
    warehouse.createSchema("demo", Map.of());
    Dataset table = warehouse.createTable(new TableName("demo", "many"), SCHEMA, Map.of());
    for (int batch = 0; batch < batches; batch++) {
      table.append(RefName.MAIN).rows(List.of(block((long) batch * rows, rows)));
    }
    CommitResult deleted =
        table.delete(RefName.MAIN).anchors(anchors(table.snapshot()).iterator(), Optional.empty());
    long live = 0;
    Iterator<Batch> after = table.snapshot().batches();
    while (after.hasNext()) {
      live += after.next().liveRows();
    }
    System.out.println(
        deleted.summary().rowsDeleted()
            + " "
            + deleted.summary().rowsLive()
            + " "
            + live
            + " "
            + (peakBytes() >> 20));
  }

  private static LongStream anchors(Snapshot snapshot) {
    Iterable<Batch> batches = snapshot::batches;
    return java.util.stream.StreamSupport.stream(batches.spliterator(), false)
        .flatMapToLong(batch ->
            LongStream.rangeClosed(batch.firstAnchor(), batch.lastAnchor())
                .filter(anchor -> Long.hashCode(anchor * 0x9E3779B97F4A7C15L) % KEPT != 0));
  }

  private static RowBlock block(long firstId, int rows) {
    long[] ids = LongStream.range(firstId, firstId + rows).toArray();
    Column column = new LongColumn(PrimitiveType.BIGINT, ids, Validity.all(rows));
    return new RowBlock(SCHEMA, rows, List.of(column));
  }

  /** What was in use after a collection at the most. */
  private static long peakBytes() {
    long peak = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null) {
        peak += pool.getPeakUsage().getUsed();
      }
    }
    return peak;
  }
}
