package io.dreamdb.dataset.parquet;

import io.dreamdb.schema.ColumnBuilder;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.ParquetDecodingException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one Parquet column: its values into a column builder, and its levels where they say
 * something about the fields above.
 */
final class LeafReader {

  private final FileBytes bytes;
  private final FileFooter footer;
  private final ColumnDescriptor column;
  private final int maxRepetition;
  private final int maxDefinition;

  /** An entry with a lower definition level is no slot of this column: a list above is empty. */
  private final int slotDefinition;

  private final boolean keepsLevels;
  private final @Nullable ScalarMatch match;

  private @Nullable ChunkPages pages;
  private int group = -1;
  private int nextRow; // of the file
  private int untilRow; // of the group

  private @Nullable PageEntries page;
  private int pageLeft;
  private int pendingRepetition = -1;

  // What the current read collects.
  private @Nullable ColumnBuilder builder;
  private @Nullable ValueReader sink;
  private byte[] repetitionLevels = new byte[0];
  private byte[] definitionLevels = new byte[0];
  private int entries;

  /**
   * Reads a column.
   *
   * @param match what to make of the values; null: only levels are wanted
   */
  LeafReader(
      FileBytes bytes,
      FileFooter footer,
      ColumnDescriptor column,
      int slotDefinition,
      @Nullable ScalarMatch match) {
    this.bytes = bytes;
    this.footer = footer;
    this.column = column;
    this.maxRepetition = column.getMaxRepetitionLevel();
    this.maxDefinition = column.getMaxDefinitionLevel();
    this.slotDefinition = slotDefinition;
    this.keepsLevels = column.getPath().length > 1;
    this.match = match;
  }

  /** Reads rows of the file; what the last read gave is given up. */
  void read(int first, int count) throws IOException {
    if (match == null) {
      sink = ValuesReader::skip;
    } else {
      ColumnBuilder fresh = ColumnBuilder.of(match.type());
      builder = fresh;
      sink = match.reader(fresh);
    }
    entries = 0;
    int row = first;
    while (row < first + count) {
      seek(row, first + count);
      int take = Math.min(first + count, footer.starts()[group + 1]) - row;
      advance(take, true);
      row += take;
    }
  }

  ColumnBuilder builder() {
    if (builder == null) {
      throw new IllegalStateException("column " + column + " is read for its levels alone");
    }
    return builder;
  }

  int entries() {
    return entries;
  }

  int repetition(int entry) {
    return repetitionLevels[entry];
  }

  int definition(int entry) {
    return definitionLevels[entry];
  }

  /** Makes {@code row} the next one. */
  private void seek(int row, int until) throws IOException {
    int wanted = groupOf(row);
    int start = footer.starts()[wanted];
    untilRow = Math.min(until, footer.starts()[wanted + 1]) - start;
    ChunkPages current = pages;
    if (current == null || group != wanted) {
      current = new ChunkPages(bytes, column, chunk(footer.metadata().getBlocks().get(wanted)));
      pages = current;
      group = wanted;
      goTo(current, row, start);
    } else if (row < nextRow || row > nextRow && current.isAhead(row - start)) {
      goTo(current, row, start);
    }
    advance(row - nextRow, false);
  }

  private void goTo(ChunkPages current, int row, int start) {
    nextRow = start + current.seek(row - start);
    pageLeft = 0;
    pendingRepetition = -1;
  }

  private int groupOf(int row) {
    int found = Arrays.binarySearch(footer.starts(), row);
    return found >= 0 ? found : -found - 2;
  }

  private ColumnChunkMetaData chunk(BlockMetaData rowGroup) {
    for (ColumnChunkMetaData chunk : rowGroup.getColumns()) {
      if (Arrays.equals(chunk.getPath().toArray(), column.getPath())) {
        return chunk;
      }
    }
    throw new ParquetDecodingException("a row group lacks column " + column);
  }

  private void advance(int rows, boolean keep) throws IOException {
    if (maxRepetition == 0) {
      advanceFlat(rows, keep);
    } else {
      advanceNested(rows, keep);
    }
    nextRow += rows;
  }

  private void advanceFlat(int rows, boolean keep) throws IOException {
    int left = rows;
    while (left > 0) {
      if (pageLeft == 0 && !nextPage()) {
        throw endsEarly();
      }
      int take = Math.min(left, pageLeft);
      if (keep) {
        Levels definitions = page().definitions();
        for (int i = 0; i < take; i++) {
          entry(0, definitions.next(), true);
        }
      } else {
        pass(take);
      }
      pageLeft -= take;
      left -= take;
    }
  }

  private void pass(int count) throws IOException {
    int present = page().definitions().pass(count, maxDefinition);
    if (present < 0) {
      throw new ParquetDecodingException(
          "a level in column " + column + ": expected at most " + maxDefinition);
    }
    if (present > 0) {
      page().values().skip(present);
    }
  }

  private void advanceNested(int rows, boolean keep) throws IOException {
    int begun = 0;
    while (begun < rows || !isBetweenRows()) {
      if (pendingRepetition < 0) {
        if (pageLeft == 0) {
          if (!nextPage()) {
            break;
          }
          continue;
        }
        pendingRepetition = level(page().repetitions().next(), maxRepetition);
      }
      if (pendingRepetition == 0) {
        if (begun == rows) {
          return;
        }
        begun++;
      } else if (begun == 0) {
        throw new ParquetDecodingException("column " + column + " goes on where a row begins");
      }
      entry(pendingRepetition, page().definitions().next(), keep);
      pendingRepetition = -1;
      pageLeft--;
    }
    if (begun < rows) {
      throw endsEarly();
    }
  }

  /** Whether it is known without another page that the row is over. */
  private boolean isBetweenRows() {
    return pendingRepetition < 0 && pageLeft == 0 && pages != null && pages.isIndexed();
  }

  private void entry(int repetition, int definition, boolean keep) {
    level(definition, maxDefinition);
    boolean present = definition == maxDefinition;
    if (!keep) {
      if (present) {
        page().values().skip();
      }
      return;
    }
    if (present) {
      value();
    } else if (builder != null && definition >= slotDefinition) {
      builder.appendNull();
    }
    if (keepsLevels) {
      keep(repetition, definition);
    }
  }

  private void value() {
    if (sink == null) {
      throw new IllegalStateException("no read was begun");
    }
    sink.read(page().values());
  }

  private PageEntries page() {
    if (page == null) {
      throw endsEarly();
    }
    return page;
  }

  private void keep(int repetition, int definition) {
    if (entries == definitionLevels.length) {
      int length = Math.max(256, Math.addExact(entries, entries >> 1));
      repetitionLevels = Arrays.copyOf(repetitionLevels, length);
      definitionLevels = Arrays.copyOf(definitionLevels, length);
    }
    repetitionLevels[entries] = (byte) repetition;
    definitionLevels[entries++] = (byte) definition;
  }

  private int level(int level, int max) {
    if (level < 0 || level > max) {
      throw new ParquetDecodingException(
          String.format(
              Locale.ROOT, "level %d in column %s: expected at most %d", level, column, max));
    }
    return level;
  }

  private ParquetDecodingException endsEarly() {
    return new ParquetDecodingException("column " + column + " has fewer rows than its group");
  }

  private boolean nextPage() throws IOException {
    DataPage next = pages == null ? null : pages.next(untilRow);
    if (pages == null || next == null) {
      return false;
    }
    page = PageEntries.of(next, column, pages);
    pageLeft = next.getValueCount();
    return true;
  }
}
