package io.dreamdb.dataset.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.PageHeader;
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
  private static final ParquetMetadataConverter CONVERTER = new ParquetMetadataConverter();

  private final FileBytes file;
  private final ColumnDescriptor column;
  private final ColumnChunkMetaData chunk;
  private final PageDecompressor decompressor;
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
    this.decompressor = file.decompressor(chunk.getCodec());
    this.position = chunk.getStartingPos();
    this.end = Math.addExact(position, chunk.getTotalSize());
    this.valuesLeft = chunk.getValueCount();
    this.index = index();
  }

  private @Nullable OffsetIndex index() throws IOException {
    IndexReference reference = chunk.getOffsetIndexReference();
    if (reference == null || isSmall() && !file.holds(reference.getOffset())) {
      return null;
    }
    ByteBuffer bytes = file.read(reference.getOffset(), reference.getLength());
    var stored = new org.apache.parquet.format.OffsetIndex();
    int unused = ThriftBytes.read(bytes, stored);
    OffsetIndex found = ParquetMetadataConverter.fromParquetOffsetIndex(stored);
    requireOrdered(found);
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
    while (index == null ? valuesLeft > 0 : page < index.getPageCount()) {
      load(untilRow);
      DataPage read = readPage();
      if (read != null) {
        page++;
        valuesLeft -= read.getValueCount();
        return read;
      }
      if (index != null) { // would be read again and again
        throw new ParquetDecodingException(
            "page " + page + " of column " + column + " holds no values");
      }
    }
    return null;
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
    ByteBuffer rest = window.slice(from, window.remaining() - from);
    PageHeader header = new PageHeader();
    int start = ThriftBytes.read(rest, header);
    int length = header.getCompressed_page_size();
    if (length < 0 || length > rest.remaining() - start) {
      throw new ParquetDecodingException(
          String.format(
              Locale.ROOT,
              "page of %d bytes at offset %d reaches behind its column",
              length,
              position));
    }
    ByteBuffer body = rest.slice(start, length);
    position += start + length;
    int plain = header.getUncompressed_page_size();
    if (header.isSetData_page_header()) {
      return firstVersion(header.getData_page_header(), body, plain);
    }
    if (header.isSetData_page_header_v2()) {
      return secondVersion(header.getData_page_header_v2(), body, plain);
    }
    if (header.isSetDictionary_page_header()) {
      setDictionary(header.getDictionary_page_header(), body, plain);
    }
    return null;
  }

  private DataPage firstVersion(DataPageHeader header, ByteBuffer body, int plain)
      throws IOException {
    return new DataPageV1(
        decompressor.decompress(body, plain),
        valueCount(header.getNum_values()),
        plain,
        noStatistics(),
        CONVERTER.getEncoding(header.getRepetition_level_encoding()),
        CONVERTER.getEncoding(header.getDefinition_level_encoding()),
        CONVERTER.getEncoding(header.getEncoding()));
  }

  private DataPage secondVersion(DataPageHeaderV2 header, ByteBuffer body, int plain)
      throws IOException {
    int repetitions = header.getRepetition_levels_byte_length();
    int definitions = header.getDefinition_levels_byte_length();
    int levels = Math.addExact(repetitions, definitions);
    ByteBuffer values = body.slice(levels, body.remaining() - levels);
    boolean compressed = !header.isSetIs_compressed() || header.isIs_compressed();
    return DataPageV2.uncompressed(
        header.getNum_rows(),
        header.getNum_nulls(),
        valueCount(header.getNum_values()),
        BytesInput.from(body.slice(0, repetitions)),
        BytesInput.from(body.slice(repetitions, definitions)),
        CONVERTER.getEncoding(header.getEncoding()),
        compressed && values.hasRemaining()
            ? decompressor.decompress(values, plain - levels)
            : BytesInput.from(values),
        noStatistics());
  }

  private static int valueCount(int values) {
    if (values < 0) {
      throw new ParquetDecodingException("page of " + values + " values");
    }
    return values;
  }

  private Statistics<?> noStatistics() {
    return Statistics.createStats(column.getPrimitiveType());
  }

  private void setDictionary(DictionaryPageHeader header, ByteBuffer body, int plain)
      throws IOException {
    dictionaryWasRead = true;
    BytesInput bytes = decompressor.decompress(body, plain);
    if (header.getNum_values() < 0 || header.getNum_values() > 8L * plain) {
      throw new ParquetDecodingException(
          String.format(
              Locale.ROOT, "dictionary of %d values in %d bytes", header.getNum_values(), plain));
    }
    DictionaryPage dictionaryPage =
        new DictionaryPage(
            bytes, header.getNum_values(), CONVERTER.getEncoding(header.getEncoding()));
    dictionary = dictionaryPage.decode(column);
  }

  /** The dictionary of the pages that were read. */
  Dictionary dictionary() throws IOException {
    if (!dictionaryWasRead && index != null) {
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
