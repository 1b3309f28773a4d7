package io.dreamdb.spark;

import io.dreamdb.dataset.Append;
import io.dreamdb.dataset.spi.WritePlan;
import io.dreamdb.dataset.spi.WrittenBatch;
import io.dreamdb.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/** Adds rows as one commit. What tasks of a failed statement wrote is garbage that nobody sees. */
final class DreamWrite implements WriteBuilder, Write, BatchWrite {

  private final Append append;
  private final WritePlan plan;
  private final String table;

  /**
   * A write to a branch.
   *
   * @param analyzed the columns that the rows were made for
   */
  DreamWrite(Append append, Schema analyzed, String table) {
    this.append = append;
    this.plan = append.plan();
    this.table = table;
    if (!plan.schema().equals(analyzed)) {
      throw DreamFailure.invalid(
          "the columns of '"
              + table
              + "' are not those of the branch to be written; run it again,"
              + " or name the branch in the table's name");
    }
  }

  @Override
  public Write build() {
    return this;
  }

  @Override
  public BatchWrite toBatch() {
    return this;
  }

  @Override
  public String description() {
    return "dreamdb append to " + table;
  }

  @Override
  public DataWriterFactory createBatchWriterFactory(PhysicalWriteInfo info) {
    return new RowWriter.Factory(plan);
  }

  @Override
  public void commit(WriterCommitMessage[] messages) {
    List<WrittenBatch> batches = new ArrayList<>();
    for (WriterCommitMessage message : messages) {
      if (message instanceof RowWriter.Written written) {
        batches.addAll(written.batches());
      }
    }
    DreamFailure.translating(() -> {
      append.commit(batches);
    });
  }

  @Override
  public void abort(WriterCommitMessage[] messages) {
    // Objects that nothing refers to are left to the collector: another writer may have found the
    // same bytes there already.
  }
}
