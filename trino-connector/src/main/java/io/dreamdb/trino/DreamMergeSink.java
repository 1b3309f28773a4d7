package io.dreamdb.trino;

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import io.trino.spi.Page;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.block.Block;
import io.trino.spi.connector.ConnectorMergeSink;
import io.trino.spi.type.BigintType;
import io.trino.spi.type.TinyintType;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;

/** Collects the anchors of rows to be deleted; they are the message to the coordinator. */
final class DreamMergeSink implements ConnectorMergeSink {

  private long[] anchors = new long[64];
  private int size;

  @Override
  public void storeMergedRows(Page page) {
    int channels = page.getChannelCount();
    Block operations = page.getBlock(channels - 3);
    Block rowIds = page.getBlock(channels - 1);
    for (int i = 0; i < page.getPositionCount(); i++) {
      if (TinyintType.TINYINT.getByte(operations, i) != DELETE_OPERATION_NUMBER) {
        throw new TrinoException(
            StandardErrorCode.NOT_SUPPORTED,
            "UPDATE and MERGE with inserts are not supported yet: use DELETE and INSERT");
      }
      if (size == anchors.length) {
        anchors = Arrays.copyOf(anchors, size + (size >> 1));
      }
      anchors[size++] = BigintType.BIGINT.getLong(rowIds, i);
    }
  }

  @Override
  public CompletableFuture<Collection<Slice>> finish() {
    Slice message = Slices.allocate(size * Long.BYTES);
    for (int i = 0; i < size; i++) {
      message.setLong(i * Long.BYTES, anchors[i]);
    }
    return CompletableFuture.completedFuture(List.of(message));
  }

  /** The anchors in messages, ascending. */
  static PrimitiveIterator.OfLong anchors(Collection<Slice> messages) {
    return messages.stream()
        .flatMapToLong(message ->
            LongStream.range(0, message.length() / Long.BYTES)
                .map(i -> message.getLong((int) i * Long.BYTES)))
        .sorted()
        .iterator();
  }
}
