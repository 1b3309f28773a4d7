package io.dreamdb.dataset.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.internal.hadoop.metadata.IndexReference;
import org.apache.parquet.io.ParquetDecodingException;
import org.jspecify.annotations.Nullable;

/**
 * The pages of one column in one row group. With an offset index reading may begin at any page and
 * takes only the bytes it needs, and more and more ahead while it goes on in order. A small chunk
 * is read at once; its index is used where that takes no request of its own.
 */
final class ChunkPages {

  private static final int SMALL_CHUNK_BYTES = 1 << 18;
  private static final int MAX_AHEAD_BYTES = 1 << 23;

  /** What a page takes in memory in an index, and a value in a dictionary beside its bytes. */
  private static final int INDEX_PAGE_BYTES = 32;

  private static final int DICTIONARY_VALUE_BYTES = 64;

  private final FileBytes file;
  private final ColumnDescriptor column;
  private final ColumnChunkMetaData chunk;
  private final PageDecoder decoder;
  private final @Nullable OffsetIndex index;
  private final long end;

  private @Nullable Dictionary dictionary;
  private boolean dictionaryWasRead;
  private ByteBuffer window = ByteBuffer.allocate(0);
  private long windowStart;
  private int ahead;
  private long position;
  private int page; // the next one; meaningful with an index
  private long valuesLeft;

  ChunkPages(FileBytes file, ColumnDescriptor column, ColumnChunkMetaData chunk)
      throws IOException {
    this.file = file;
    this.column = column;
    this.chunk = chunk;
    this.decoder = new PageDecoder(column, file.decompressor(chunk.getCodec()));
    this.position = chunk.getStartingPos();
    this.end = Math.addExact(position, chunk.getTotalSize());
    this.valuesLeft = chunk.getValueCount();
    this.index = index();
  }

  private @Nullable OffsetIndex index() throws IOException {
    IndexReference reference = chunk.getOffsetIndexReference();
    if (reference == null) {
      return null;
    }
    OffsetIndex known = file.decoded(reference.getOffset(), OffsetIndex.class);
    if (known != null || isSmall() && !file.holds(reference.getOffset())) {
      return known;
    }
    ByteBuffer bytes = file.read(reference.getOffset(), reference.getLength());
    var stored = new org.apache.parquet.format.OffsetIndex();
    int unused = ThriftBytes.read(bytes, stored);
    OffsetIndex found = ParquetMetadataConverter.fromParquetOffsetIndex(stored);
    requireOrdered(found);
    file.remember(reference.getOffset(), found, (long) INDEX_PAGE_BYTES * found.getPageCount());
    return found;
  }

  private boolean isSmall() {
    return chunk.getTotalSize() <= SMALL_CHUNK_BYTES;
  }

  private void requireOrdered(OffsetIndex found) {
    long offset = position;
    long row = -1;
    for (int i = 0; i < found.getPageCount(); i++) {
      boolean first = i == 0 && found.getFirstRowIndex(0) != 0;
      if (first || found.getOffset(i) < offset || found.getFirstRowIndex(i) <= row) {
        throw new ParquetDecodingException("page " + i + " of column " + column + " is misplaced");
      }
      row = found.getFirstRowIndex(i);
      offset = Math.addExact(found.getOffset(i), found.getCompressedPageSize(i));
    }
    if (found.getPageCount() == 0 || offset > end) {
      throw new ParquetDecodingException("the page index of column " + column + " has other pages");
    }
  }

  /** Whether pages begin with rows; else a row may go on in the next page. */
  boolean isIndexed() {
    return index != null;
  }

  /** Whether a page that is still ahead has the row. */
  boolean isAhead(int row) {
    return index != null && page < index.getPageCount() && index.getFirstRowIndex(page) <= row;
  }

  /**
   * Goes to the page that has the row.
   *
   * @return the first row of that page
   */
  int seek(int row) {
    if (index == null) {
      position = chunk.getStartingPos();
      valuesLeft = chunk.getValueCount();
      return 0;
    }
    page = 0;
    while (page + 1 < index.getPageCount() && index.getFirstRowIndex(page + 1) <= row) {
      page++;
    }
    position = index.getOffset(page);
    ahead = 0;
    return (int) index.getFirstRowIndex(page);
  }

  /**
   * The next page, decompressed; null behind the last.
   *
   * @param untilRow the first row that is not wanted
   */
  @Nullable DataPage next(int untilRow) throws IOException {
    if (index != null) {
      return page < index.getPageCount() ? page(index.getOffset(page), untilRow) : null;
    }
    while (valuesLeft > 0) {
      load(untilRow);
      DataPage read = readPage();
      if (read != null) {
        valuesLeft -= read.getValueCount();
        return read;
      }
    }
    return null;
  }

  /** The next page of an index, at that offset. */
  private DataPage page(long offset, int untilRow) throws IOException {
    DataPage read = file.decoded(offset, DataPage.class);
    if (read == null) {
      load(untilRow);
      read = readPage();
      if (read == null) {
        throw new ParquetDecodingException(
            "page " + page + " of column " + column + " holds no values");
      }
      file.remember(offset, read, read.getUncompressedSize());
    }
    page++;
    return read;
  }

  private void load(int untilRow) {
    if (window.remaining() == 0 && (index == null || isSmall())) {
      windowStart = chunk.getStartingPos();
      window = file.read(windowStart, end - windowStart);
    }
    if (index == null) {
      return;
    }
    position = index.getOffset(page);
    long pageEnd = position + index.getCompressedPageSize(page);
    if (position >= windowStart && pageEnd <= windowStart + window.remaining()) {
      return;
    }
    int last = page;
    while (last + 1 < index.getPageCount()
        && (index.getFirstRowIndex(last + 1) < untilRow
            || index.getOffset(last + 1) + index.getCompressedPageSize(last + 1) - position
                <= ahead)) {
      last++;
    }
    ahead = Math.min(MAX_AHEAD_BYTES, Math.max(1 << 18, 2 * ahead));
    windowStart = position;
    window =
        file.read(position, index.getOffset(last) + index.getCompressedPageSize(last) - position);
  }

  /** A data page; null if it was a page of another kind. */
  private @Nullable DataPage readPage() throws IOException {
    int from = (int) (position - windowStart);
    StoredPage read = decoder.decode(window.slice(from, window.remaining() - from), position);
    position += read.lengthBytes();
    if (read.dictionary() != null) {
      setDictionary(read.dictionary());
    }
    return read.data();
  }

  private void setDictionary(DictionaryPage stored) throws IOException {
    dictionaryWasRead = true;
    Dictionary decoded = stored.decode(column);
    long heapBytes =
        stored.getUncompressedSize() + (long) DICTIONARY_VALUE_BYTES * stored.getDictionarySize();
    file.remember(chunk.getStartingPos(), decoded, heapBytes);
    dictionary = decoded;
  }

  /** The dictionary of the pages that were read. */
  Dictionary dictionary() throws IOException {
    if (!dictionaryWasRead) {
      dictionary = file.decoded(chunk.getStartingPos(), Dictionary.class);
    }
    if (dictionary == null && !dictionaryWasRead && index != null) {
      ByteBuffer pageWindow = window;
      long pageStart = windowStart;
      position = chunk.getStartingPos();
      if (windowStart != position) {
        windowStart = position;
        window = file.read(windowStart, index.getOffset(0) - windowStart);
      }
      readPage();
      window = pageWindow;
      windowStart = pageStart;
    }
    if (dictionary == null) {
      throw new ParquetDecodingException("column " + column + " lacks its dictionary");
    }
    return dictionary;
  }
}
