package io.dreamdb.trino;

import io.dreamdb.schema.Column;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import io.dreamdb.track.RowBatchReader;
import io.trino.memory.context.AggregatedMemoryContext;
import io.trino.parquet.reader.ParquetReader;
import io.trino.spi.block.Block;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.block.ValueBlock;
import io.trino.spi.connector.SourcePage;
import io.trino.spi.type.Type;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads one row batch, page by page; pages before the rows asked for are not decoded. */
final class TrinoRowBatchReader implements RowBatchReader {

  private final ParquetBatch batch;
  private final Schema columns;
  private final List<Type> types;
  private final int rows;

  private @Nullable ParquetReader reader;
  private @Nullable SourcePage page;
  private int pageStart;

  TrinoRowBatchReader(ParquetBatch batch, Schema columns, TypeMapping types) {
    this.batch = batch;
    this.columns = columns;
    this.types = columns.fields().stream().map(field -> types.toTrino(field.type())).toList();
    this.rows = batch.rows();
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public RowBlock read(int first, int count) {
    Objects.checkFromIndexSize(first, count, rows);
    List<List<Block>> parts = new ArrayList<>();
    for (int i = 0; i < columns.fields().size(); i++) {
      parts.add(new ArrayList<>());
    }
    int next = first;
    while (next < first + count && batch.hasColumns()) {
      SourcePage at = seek(next);
      int from = next - pageStart;
      int length = Math.min(at.getPositionCount() - from, first + count - next);
      for (int i = 0; i < parts.size(); i++) {
        if (batch.has(i)) {
          parts.get(i).add(batch.block(at, i).getRegion(from, length));
        }
      }
      next += length;
    }
    List<Column> read = new ArrayList<>(parts.size());
    for (int i = 0; i < parts.size(); i++) {
      Field field = columns.fields().get(i);
      read.add(
          batch.has(i)
              ? BlockColumns.toColumn(field.type(), joined(types.get(i), parts.get(i), count))
              : Column.ofMissing(field, count));
    }
    return new RowBlock(columns, count, read);
  }

  /** The page that holds a row. */
  private SourcePage seek(int row) {
    try {
      if (reader == null || row < pageStart) {
        close();
        reader = batch.open(row, rows, AggregatedMemoryContext.newSimpleAggregatedMemoryContext());
        page = null;
      }
      ParquetReader open = Objects.requireNonNull(reader);
      while (page == null || row >= pageStart + page.getPositionCount()) {
        page = open.nextPage();
        if (page == null) {
          throw new IOException("it ends before row " + row + " of " + rows);
        }
        pageStart = Math.toIntExact(open.lastBatchStartRow());
      }
      return page;
    } catch (IOException | RuntimeException e) {
      throw batch.failure(e);
    }
  }

  private static Block joined(Type type, List<Block> parts, int count) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    BlockBuilder builder = type.createBlockBuilder(null, count);
    for (Block part : parts) {
      ValueBlock values = BlockColumns.flat(part);
      builder.appendBlockRange(values, 0, values.getPositionCount());
    }
    return builder.build();
  }

  @Override
  public void close() {
    if (reader != null) {
      try {
        reader.close();
      } catch (IOException e) {
        throw batch.failure(e);
      }
      reader = null;
    }
  }
}
