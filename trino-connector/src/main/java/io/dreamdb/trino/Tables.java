package io.dreamdb.trino;

import io.dreamdb.dataset.Dataset;
import io.dreamdb.dataset.Snapshot;
import io.dreamdb.dataset.TableName;
import io.dreamdb.dataset.Warehouse;
import io.trino.spi.connector.SchemaTableName;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The tables of a catalog, on the coordinator by name and in tasks by location. Safe for many
 * threads.
 */
final class Tables implements AutoCloseable {

  /** Versions that are kept open; an open one holds little more than its schema. */
  private static final int OPEN_VERSIONS = 256;

  private final DreamConfig config;
  private final TrinoRowBatchCodec codec;
  private final Warehouse warehouse;
  private final Map<String, Snapshot> open =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Snapshot> eldest) {
          return size() > OPEN_VERSIONS;
        }
      };

  Tables(DreamConfig config, TrinoRowBatchCodec codec) {
    this.config = config;
    this.codec = codec;
    this.warehouse = Warehouse.open(config.warehouse(), config.storeOptions(), config.options());
  }

  Warehouse warehouse() {
    return warehouse;
  }

  TrinoRowBatchCodec codec() {
    return codec;
  }

  DreamConfig config() {
    return config;
  }

  static TableName name(SchemaTableName name) {
    return new TableName(name.getSchemaName(), name.getTableName());
  }

  /** The table that a statement reads or writes. */
  Dataset dataset(DreamTable table) {
    return snapshot(table).dataset();
  }

  /** The version that a statement reads, for ever the same. */
  Snapshot snapshot(DreamTable table) {
    String key = table.location() + "#" + table.version();
    synchronized (open) {
      Snapshot known = open.get(key);
      if (known != null) {
        return known;
      }
    }
    Dataset dataset = Dataset.open(table.location(), config.storeOptions(), config.options());
    return keep(table.location(), dataset.snapshot(table.version()));
  }

  /** Keeps a version open for the statements that read it. */
  Snapshot keep(String location, Snapshot snapshot) {
    Snapshot reading = snapshot.readingWith(codec);
    synchronized (open) {
      open.put(location + "#" + snapshot.version(), reading);
    }
    return reading;
  }

  @Override
  public void close() {
    warehouse.close();
  }
}
