package io.dreamdb.spark;

import io.dreamdb.DreamException;
import io.dreamdb.dataset.parquet.ParquetRowBatchCodec;
import io.dreamdb.dataset.spi.TaskWriter;
import io.dreamdb.dataset.spi.WritePlan;
import io.dreamdb.dataset.spi.WrittenBatch;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/** Writes the rows of one task. One thread. */
final class RowWriter implements DataWriter<InternalRow> {

  private final TaskWriter writer;
  private final RowBuffer buffer;

  private RowWriter(WritePlan plan) {
    this.writer = TaskWriter.open(plan, new ParquetRowBatchCodec());
    this.buffer = new RowBuffer(plan.schema());
  }

  /** Makes writers on executors. */
  static final class Factory implements DataWriterFactory {

    private static final long serialVersionUID = 1L;

    private final byte[] plan;
    private final StoreOptions options;

    Factory(WritePlan plan) {
      this.plan = plan.encode();
      this.options = new StoreOptions(plan.table().storeOptions());
    }

    @Override
    public DataWriter<InternalRow> createWriter(int partitionId, long taskId) {
      return DreamFailure.translating(() -> new RowWriter(WritePlan.decode(plan, options.all())));
    }
  }

  /** What a task wrote. */
  static final class Written implements WriterCommitMessage {

    private static final long serialVersionUID = 1L;

    private final byte[][] encoded;

    Written(List<WrittenBatch> batches) {
      this.encoded = batches.stream().map(WrittenBatch::encode).toArray(byte[][]::new);
    }

    List<WrittenBatch> batches() {
      return Arrays.stream(encoded).map(WrittenBatch::decode).toList();
    }
  }

  @Override
  public void write(InternalRow row) {
    try {
      buffer.add(row);
      if (buffer.isFull()) {
        writer.write(buffer.drain());
      }
    } catch (DreamException e) {
      throw DreamFailure.of(e);
    }
  }

  @Override
  public WriterCommitMessage commit() {
    return DreamFailure.translating(() -> {
      if (buffer.rows() > 0) {
        writer.write(buffer.drain());
      }
      return new Written(writer.finish());
    });
  }

  @Override
  public void abort() {
    close();
  }

  @Override
  public void close() {
    writer.close();
  }
}
