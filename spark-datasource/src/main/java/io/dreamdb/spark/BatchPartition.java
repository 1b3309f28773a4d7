package io.dreamdb.spark;

import io.dreamdb.dataset.spi.ScanTask;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.connector.read.InputPartition;

/** Batches that one task of Spark's reads, one after the other. */
final class BatchPartition implements InputPartition {

  private static final long serialVersionUID = 1L;

  private final byte[][] batches;
  private final StoreOptions options;

  BatchPartition(List<ScanTask> tasks) {
    this.options =
        new StoreOptions(tasks.isEmpty() ? Map.of() : tasks.get(0).table().storeOptions());
    this.batches = tasks.stream().map(ScanTask::encode).toArray(byte[][]::new);
  }

  /** The batches. */
  List<ScanTask> tasks() {
    return Arrays.stream(batches).map(bytes -> ScanTask.decode(bytes, options.all())).toList();
  }
}
