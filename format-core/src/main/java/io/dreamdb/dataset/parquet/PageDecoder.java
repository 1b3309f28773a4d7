package io.dreamdb.dataset.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
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
import org.apache.parquet.io.ParquetDecodingException;

/** Makes pages of one column of a file's bytes; they hold on to none of these. */
final class PageDecoder {

  private static final ParquetMetadataConverter CONVERTER = new ParquetMetadataConverter();

  private final ColumnDescriptor column;
  private final PageDecompressor decompressor;

  PageDecoder(ColumnDescriptor column, PageDecompressor decompressor) {
    this.column = column;
    this.decompressor = decompressor;
  }

  /**
   * Decodes the page with which bytes begin.
   *
   * @param position where that is in the file, for messages
   */
  StoredPage decode(ByteBuffer bytes, long position) throws IOException {
    PageHeader header = new PageHeader();
    int start = ThriftBytes.read(bytes, header);
    int length = header.getCompressed_page_size();
    if (length < 0 || length > bytes.remaining() - start) {
      throw new ParquetDecodingException(
          String.format(
              Locale.ROOT,
              "page of %d bytes at offset %d reaches behind its column",
              length,
              position));
    }
    ByteBuffer body = bytes.slice(start, length);
    int plain = header.getUncompressed_page_size();
    if (header.isSetData_page_header()) {
      DataPage page = firstVersion(header.getData_page_header(), body, plain);
      return new StoredPage(page, null, start + length);
    }
    if (header.isSetData_page_header_v2()) {
      DataPage page = secondVersion(header.getData_page_header_v2(), body, plain);
      return new StoredPage(page, null, start + length);
    }
    return header.isSetDictionary_page_header()
        ? new StoredPage(
            null, dictionary(header.getDictionary_page_header(), body, plain), start + length)
        : new StoredPage(null, null, start + length);
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
        copy(body.slice(0, repetitions)),
        copy(body.slice(repetitions, definitions)),
        CONVERTER.getEncoding(header.getEncoding()),
        compressed && values.hasRemaining()
            ? decompressor.decompress(values, plain - levels)
            : copy(values),
        noStatistics());
  }

  private static BytesInput copy(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return BytesInput.from(copy);
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

  private DictionaryPage dictionary(DictionaryPageHeader header, ByteBuffer body, int plain)
      throws IOException {
    BytesInput bytes = decompressor.decompress(body, plain);
    if (header.getNum_values() < 0 || header.getNum_values() > 8L * plain) {
      throw new ParquetDecodingException(
          String.format(
              Locale.ROOT, "dictionary of %d values in %d bytes", header.getNum_values(), plain));
    }
    return new DictionaryPage(
        bytes, header.getNum_values(), CONVERTER.getEncoding(header.getEncoding()));
  }
}
