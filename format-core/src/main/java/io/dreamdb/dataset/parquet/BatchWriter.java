package io.dreamdb.dataset.parquet;

import io.dreamdb.InvalidInput;
import io.dreamdb.LimitExceeded;
import io.dreamdb.StoreUnavailable;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import io.dreamdb.track.RowBatchWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * Writes a row batch, row group by row group. Groups and pages end at rows that depend on the rows
 * alone, not on the blocks in which they came.
 */
final class BatchWriter implements RowBatchWriter {

  /** Of one file. */
  static final int MAX_ROWS = 1 << 24;

  private static final long GROUP_BYTES = 128L << 20;
  private static final int GROUP_ROWS = 1 << 17;

  /** The size of a group is looked at after so many rows. */
  private static final int CHECK_ROWS = 128;

  /** Who reads one row decompresses a page of each column. */
  private static final int PAGE_ROWS = 1 << 12;

  private static final ParquetProperties PROPERTIES =
      ParquetProperties.builder()
          .withWriterVersion(WriterVersion.PARQUET_1_0)
          .withPageSize(1 << 20)
          .withPageRowCountLimit(PAGE_ROWS)
          .withValuesWriterFactory(new RawFloats.Factory())
          .withPageWriteChecksumEnabled(false)
          .withAllocator(HeapByteBufferAllocator.getInstance())
          .build();

  private final Schema schema;
  private final MessageType fileSchema;
  private final List<List<LeafWriter.Step>> paths;
  private final BatchOutput out;
  private final ParquetFileWriter file;
  private final PageCompressor compressor = new PageCompressor();
  private @Nullable ColumnChunkPageWriteStore pages;
  private List<LeafWriter> leaves = List.of();
  private int rows;
  private int groupRows;
  private boolean ended;

  BatchWriter(Schema schema, OutputStream out) {
    this.schema = schema;
    this.fileSchema = FileSchema.of(schema);
    this.paths = LeafWriter.paths(schema.fields());
    this.out = new BatchOutput(out);
    try {
      this.file =
          new ParquetFileWriter(
              this.out,
              fileSchema,
              ParquetFileWriter.Mode.CREATE,
              GROUP_BYTES,
              0,
              null,
              PROPERTIES);
      file.start();
    } catch (IOException e) {
      throw notWritten(e);
    }
  }

  @Override
  public void write(RowBlock block) {
    requireWritable(block);
    int from = 0;
    List<LeafWriter.Source> sources = sources(block);
    while (from < block.rows()) {
      int to = from + Math.min(block.rows() - from, CHECK_ROWS - groupRows % CHECK_ROWS);
      for (LeafWriter.Source source : sources) {
        source.write(from, to);
      }
      groupRows += to - from;
      from = to;
      if (isGroupFull()) {
        endGroup();
        sources = sources(block);
      }
    }
    rows += block.rows();
  }

  private List<LeafWriter.Source> sources(RowBlock block) {
    if (pages == null) {
      ColumnChunkPageWriteStore store =
          new ColumnChunkPageWriteStore(
              compressor,
              fileSchema,
              PROPERTIES.getAllocator(),
              PROPERTIES.getColumnIndexTruncateLength(),
              PROPERTIES.getPageWriteChecksumEnabled());
      leaves =
          paths.stream().map(path -> new LeafWriter(path, fileSchema, store, PROPERTIES)).toList();
      pages = store;
    }
    return leaves.stream().map(leaf -> leaf.new Source(block)).toList();
  }

  private boolean isGroupFull() {
    return groupRows % CHECK_ROWS == 0
        && (groupRows >= GROUP_ROWS
            || leaves.stream().mapToLong(LeafWriter::bufferedBytes).sum() >= GROUP_BYTES);
  }

  private void endGroup() {
    ColumnChunkPageWriteStore store = pages;
    if (store == null || groupRows == 0) {
      return;
    }
    try (store) {
      file.startBlock(groupRows);
      leaves.forEach(LeafWriter::flush);
      store.flushToFileWriter(file);
      file.endBlock();
    } catch (IOException e) {
      throw notWritten(e);
    }
    pages = null;
    leaves = List.of();
    groupRows = 0;
  }

  @Override
  public void finish() {
    requireOpen();
    endGroup();
    ended = true;
    try {
      out.end(file);
    } catch (IOException e) {
      throw notWritten(e);
    }
  }

  @Override
  public void close() {
    ended = true;
    if (pages != null) {
      pages.close();
    }
    pages = null;
    leaves = List.of();
    compressor.release();
  }

  private void requireWritable(RowBlock block) {
    requireOpen();
    List<Field> given = block.schema().fields();
    boolean same = given.size() == schema.fields().size();
    for (int i = 0; same && i < given.size(); i++) {
      Field expected = schema.fields().get(i);
      same =
          given.get(i).id() == expected.id()
              && given.get(i).type().text().equals(expected.type().text());
    }
    if (!same) {
      throw new InvalidInput(
          String.format(
              Locale.ROOT,
              "block with columns (%s) for a row batch of (%s): ids and types must be equal",
              block.schema().text(),
              schema.text()));
    }
    if (block.rows() > MAX_ROWS - rows) {
      throw new LimitExceeded(
          String.format(
              Locale.ROOT,
              "row batch of %d rows: at most %d, begin another one",
              (long) rows + block.rows(),
              MAX_ROWS));
    }
  }

  private void requireOpen() {
    if (ended) {
      throw new IllegalStateException("the row batch was finished or closed");
    }
  }

  private static StoreUnavailable notWritten(IOException e) {
    return new StoreUnavailable("cannot write a row batch: " + e.getMessage(), e);
  }
}
