package io.dreamdb.spark;

import io.dreamdb.dataset.PendingTable;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.StagedTable;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.WriteBuilder;

/** A table that CREATE TABLE AS SELECT fills; nobody else sees it before it is complete. */
final class StagedDreamTable implements StagedTable, SupportsWrite {

  private final DreamTable table;
  private final PendingTable pending;

  StagedDreamTable(DreamTable table, PendingTable pending) {
    this.table = table;
    this.pending = pending;
  }

  @Override
  public String name() {
    return table.name();
  }

  @Override
  public Column[] columns() {
    return table.columns();
  }

  @Override
  public Map<String, String> properties() {
    return table.properties();
  }

  @Override
  public Set<TableCapability> capabilities() {
    return table.capabilities();
  }

  @Override
  public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
    return table.newWriteBuilder(info);
  }

  @Override
  public void commitStagedChanges() {
    DreamFailure.translating(() -> {
      pending.publish();
    });
  }

  @Override
  public void abortStagedChanges() {
    DreamFailure.translating(pending::abandon);
  }
}
