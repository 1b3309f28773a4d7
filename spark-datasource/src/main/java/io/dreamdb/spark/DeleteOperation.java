package io.dreamdb.spark;

import io.dreamdb.dataset.Delete;
import io.dreamdb.schema.Predicate;
import java.util.Arrays;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.stream.LongStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.expressions.FieldReference;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.write.DeltaBatchWrite;
import org.apache.spark.sql.connector.write.DeltaWrite;
import org.apache.spark.sql.connector.write.DeltaWriteBuilder;
import org.apache.spark.sql.connector.write.DeltaWriter;
import org.apache.spark.sql.connector.write.DeltaWriterFactory;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.SupportsDelta;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/** A DELETE whose condition Spark evaluates: tasks find the anchors, the driver commits them. */
final class DeleteOperation implements SupportsDelta {

  private final DreamTable table;
  private final Delete delete;
  private @Nullable DreamScanBuilder scan;

  DeleteOperation(DreamTable table, Delete delete) {
    this.table = table;
    this.delete = delete;
  }

  @Override
  public Command command() {
    return Command.DELETE;
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
    // The rows are looked for in the version that the commit compares with what others did.
    DreamScanBuilder builder = new DreamScanBuilder(delete.snapshot(), table);
    scan = builder;
    return builder;
  }

  @Override
  public NamedReference[] rowId() {
    return new NamedReference[] {FieldReference.column("_anchor")};
  }

  @Override
  public DeltaWriteBuilder newWriteBuilder(LogicalWriteInfo info) {
    return new DeltaWriteBuilder() {
      @Override
      public DeltaWrite build() {
        return new AnchorWrite();
      }
    };
  }

  private final class AnchorWrite implements DeltaWrite, DeltaBatchWrite {

    @Override
    public DeltaBatchWrite toBatch() {
      return this;
    }

    @Override
    public DeltaWriterFactory createBatchWriterFactory(PhysicalWriteInfo info) {
      return new Factory();
    }

    @Override
    public void commit(WriterCommitMessage[] messages) {
      PrimitiveIterator.OfLong anchors =
          Arrays.stream(messages)
              .filter(Anchors.class::isInstance)
              .flatMapToLong(message -> LongStream.of(((Anchors) message).values))
              .iterator();
      // What of the condition was not pushed may be true for any row.
      DreamScanBuilder scanned = scan;
      Predicate condition = scanned == null ? Predicate.Constant.TRUE : scanned.filter();
      DreamFailure.translating(() -> {
        delete.anchors(anchors, Optional.of(condition));
      });
    }

    @Override
    public void abort(WriterCommitMessage[] messages) {
      // Nothing was written.
    }
  }

  private static final class Factory implements DeltaWriterFactory {

    private static final long serialVersionUID = 1L;

    @Override
    public DeltaWriter<InternalRow> createWriter(int partitionId, long taskId) {
      return new AnchorWriter();
    }
  }

  /** The anchors that a task found. */
  private static final class Anchors implements WriterCommitMessage {

    private static final long serialVersionUID = 1L;

    private final long[] values;

    Anchors(long[] values) {
      this.values = values;
    }
  }

  private static final class AnchorWriter implements DeltaWriter<InternalRow> {

    private long[] anchors = new long[64];
    private int count;

    @Override
    public void delete(InternalRow metadata, InternalRow id) {
      if (count == anchors.length) {
        anchors = Arrays.copyOf(anchors, count * 2);
      }
      anchors[count++] = id.getLong(0);
    }

    @Override
    public void update(InternalRow metadata, InternalRow id, InternalRow row) {
      throw new UnsupportedOperationException("a DELETE updates no row");
    }

    @Override
    public void insert(InternalRow row) {
      throw new UnsupportedOperationException("a DELETE inserts no row");
    }

    @Override
    public WriterCommitMessage commit() {
      return new Anchors(Arrays.copyOf(anchors, count));
    }

    @Override
    public void abort() {
      count = 0;
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
