package io.dreamdb.trino;

import io.dreamdb.dataset.spi.BatchSource;
import io.dreamdb.dataset.spi.ScanTask;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.Schema;
import io.dreamdb.track.BatchAnchors;
import io.dreamdb.track.VectorStorage;
import io.trino.memory.context.AggregatedMemoryContext;
import io.trino.parquet.reader.ParquetReader;
import io.trino.spi.block.Block;
import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.MemoryContext;
import io.trino.spi.connector.SourcePage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The live rows of one batch that match, page by page. Columns are decoded when a page is asked for
 * them, vectors only for the rows that are left then.
 */
final class BatchPageSource implements ConnectorPageSource {

  private static final int WINDOW_ROWS = 1 << 13;

  /**
   * What a page needs of its batch.
   *
   * @param anchors of its rows
   * @param vectors of embeddings, by field id
   * @param missing one row of each column that the batch may lack, by field id
   * @param file the row batch, where columns of it are wanted
   * @param places of the columns among those of the file; −1: the batch lacks it
   */
  record Columns(
      ScanTask task,
      BatchAnchors anchors,
      List<DreamColumn> columns,
      TypeMapping types,
      Map<Integer, VectorStorage> vectors,
      Map<Integer, Block> missing,
      @Nullable ParquetBatch file,
      int[] places) {}

  private final Columns columns;
  private final BatchReader rows;
  private final @Nullable ParquetBatch data;
  private final DreamTable.@Nullable Top top;
  private final MemoryContext memory;
  private final AggregatedMemoryContext readerMemory =
      AggregatedMemoryContext.newSimpleAggregatedMemoryContext();

  private int @Nullable [] topRows;
  private @Nullable ParquetReader reader;
  private int next;
  private long bytes;
  private long readNanos;
  private boolean closed;

  /**
   * Opens a batch.
   *
   * @param schema the table's columns
   * @param table what is wanted of them
   * @param wanted the columns of the pages
   */
  BatchPageSource(
      ScanTask task,
      Schema schema,
      DreamTable table,
      List<DreamColumn> wanted,
      TypeMapping types,
      MemoryContext memory) {
    BatchSource source = task.open();
    this.memory = memory;
    this.top = table.top();
    this.rows = new BatchReader(source, schema, table.predicate(), new TrinoRowBatchCodec(types));
    Map<Integer, VectorStorage> vectors = new HashMap<>();
    Map<Integer, Block> missing = new HashMap<>();
    List<Field> scalars = new ArrayList<>();
    int[] places = new int[wanted.size()];
    Arrays.fill(places, -1);
    List<DreamColumn> all = new ArrayList<>(wanted);
    if (top != null) {
      all.add(top.column());
    }
    for (int i = 0; i < all.size(); i++) {
      DreamColumn column = all.get(i);
      Field field = schema.findById(column.fieldId()).orElse(null);
      if (field != null) {
        missing.put(field.id(), ColumnDefault.block(field, types));
      }
      if (field != null && TypeMapping.isEmbedding(field.type())) {
        source.vectors(field).ifPresent(storage -> vectors.put(field.id(), storage));
      } else if (field != null && !rows.isEmpty()) {
        places[i] = scalars.size();
        scalars.add(field);
      }
    }
    this.data =
        scalars.isEmpty()
            ? null
            : source
                .data()
                .map(object -> new ParquetBatch(object, new Schema(scalars), types))
                .orElse(null);
    for (int i = 0; i < places.length; i++) {
      places[i] = data == null || places[i] < 0 || !data.has(places[i]) ? -1 : places[i];
    }
    this.columns =
        new Columns(
            task, source.anchors(), List.copyOf(wanted), types, vectors, missing, data, places);
  }

  @Override
  public @Nullable SourcePage getNextSourcePage() {
    if (isFinished()) {
      return null;
    }
    long start = System.nanoTime();
    try {
      if (top != null && topRows == null) {
        topRows = firstRows(top);
      }
      return data != null && data.hasColumns() ? nextOfFile(data) : nextWindow();
    } finally {
      readNanos += System.nanoTime() - start;
      memory.setBytes(readerMemory.getBytes());
    }
  }

  private int[] firstRows(DreamTable.Top first) {
    int[] matching = new int[columns.task().rows()];
    int size = 0;
    for (int from = 0; from < columns.task().rows(); from += WINDOW_ROWS) {
      int count = Math.min(WINDOW_ROWS, columns.task().rows() - from);
      for (int position : rows.positions(from, count)) {
        matching[size++] = from + position;
      }
    }
    return VectorBlocks.top(
        columns.vectors().get(first.column().fieldId()), Arrays.copyOf(matching, size), first);
  }

  private @Nullable SourcePage nextWindow() {
    int first = next;
    int count = Math.min(WINDOW_ROWS, columns.task().rows() - first);
    next += count;
    return page(first, positions(first, count), null);
  }

  private @Nullable SourcePage nextOfFile(ParquetBatch file) {
    try {
      if (reader == null) {
        reader = file.open(0, columns.task().rows(), readerMemory);
      }
      SourcePage page = reader.nextPage();
      if (page == null) {
        next = columns.task().rows();
        return null;
      }
      int first = Math.toIntExact(reader.lastBatchStartRow());
      next = first + page.getPositionCount();
      int[] positions = positions(first, page.getPositionCount());
      if (positions.length == 0) {
        return null;
      }
      if (positions.length < page.getPositionCount()) {
        page.selectPositions(positions, 0, positions.length);
      }
      return page(first, positions, page);
    } catch (IOException | RuntimeException e) {
      throw file.failure(e);
    }
  }

  private int[] positions(int first, int count) {
    if (topRows == null) {
      return rows.positions(first, count);
    }
    int from = place(topRows, first);
    int to = place(topRows, first + count);
    int[] positions = Arrays.copyOfRange(topRows, from, to);
    for (int i = 0; i < positions.length; i++) {
      positions[i] -= first;
    }
    return positions;
  }

  private static int place(int[] ascending, int row) {
    int found = Arrays.binarySearch(ascending, row);
    return found >= 0 ? found : -found - 1;
  }

  private @Nullable SourcePage page(int first, int[] positions, @Nullable SourcePage decoded) {
    if (positions.length == 0) {
      return null;
    }
    for (int i = 0; i < positions.length; i++) {
      positions[i] += first;
    }
    return new BatchPage(columns, positions, decoded);
  }

  @Override
  public boolean isFinished() {
    return closed || rows.isEmpty() || next >= columns.task().rows();
  }

  @Override
  public long getCompletedBytes() {
    return reader == null ? bytes : reader.getDataSource().getReadBytes();
  }

  @Override
  public long getReadTimeNanos() {
    return readNanos;
  }

  @Override
  public void close() {
    closed = true;
    rows.close();
    if (reader != null && data != null) {
      bytes = reader.getDataSource().getReadBytes();
      try {
        reader.close();
      } catch (IOException e) {
        throw data.failure(e);
      }
      reader = null;
    }
  }
}
