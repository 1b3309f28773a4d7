package io.dreamdb.trino;

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import io.dreamdb.InvalidInput;
import io.dreamdb.dataset.spi.TaskWriter;
import io.dreamdb.dataset.spi.WritePlan;
import io.dreamdb.dataset.spi.WrittenBatch;
import io.dreamdb.schema.Column;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import io.trino.spi.Page;
import io.trino.spi.block.Block;
import io.trino.spi.connector.ConnectorPageSink;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Writes one task's rows; each batch becomes a message to the coordinator. */
final class DreamPageSink implements ConnectorPageSink {

  private final Schema schema;
  private final List<Integer> fieldIds;
  private final TaskWriter writer;
  private long bytes;

  /**
   * Begins to write.
   *
   * @param fieldIds the fields of the pages' channels
   */
  DreamPageSink(WritePlan plan, List<Integer> fieldIds, TrinoRowBatchCodec codec) {
    this.schema = plan.schema();
    this.fieldIds = fieldIds;
    this.writer = TaskWriter.open(plan, codec);
  }

  @Override
  public CompletableFuture<?> appendPage(Page page) {
    List<Column> columns = new ArrayList<>();
    for (Field field : schema.fields()) {
      int channel = fieldIds.indexOf(field.id());
      columns.add(
          channel < 0
              ? Column.ofMissing(field, page.getPositionCount())
              : column(field, page.getBlock(channel)));
    }
    writer.write(new RowBlock(schema, page.getPositionCount(), columns));
    bytes += page.getSizeInBytes();
    return NOT_BLOCKED;
  }

  private static Column column(Field field, Block block) {
    try {
      return BlockColumns.toColumn(field.type(), block);
    } catch (InvalidInput e) {
      throw new InvalidInput("Column '" + field.name() + "': " + e.getMessage());
    }
  }

  @Override
  public long getCompletedBytes() {
    return bytes;
  }

  @Override
  public CompletableFuture<Collection<Slice>> finish() {
    List<Slice> messages = new ArrayList<>();
    for (WrittenBatch batch : writer.finish()) {
      messages.add(Slices.wrappedBuffer(batch.encode()));
    }
    writer.close();
    return CompletableFuture.completedFuture(messages);
  }

  @Override
  public void abort() {
    writer.close();
  }
}
