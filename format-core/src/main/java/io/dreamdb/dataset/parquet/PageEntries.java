package io.dreamdb.dataset.parquet;

import java.io.IOException;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ValuesType;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * The entries of a page, yet to be read: levels, and a value where the definition level is the
 * column's largest.
 */
record PageEntries(Levels repetitions, Levels definitions, ValuesReader values) {

  static PageEntries of(DataPage page, ColumnDescriptor column, ChunkPages pages)
      throws IOException {
    return page instanceof DataPageV1 first
        ? of(first, column, pages)
        : of((DataPageV2) page, column, pages);
  }

  private static PageEntries of(DataPageV1 page, ColumnDescriptor column, ChunkPages pages)
      throws IOException {
    ByteBufferInputStream in = page.getBytes().toInputStream();
    Levels repetitions = Levels.ZERO;
    if (column.getMaxRepetitionLevel() > 0) {
      repetitions = levels(page, page.getRlEncoding(), ValuesType.REPETITION_LEVEL, column, in);
    }
    Levels definitions = Levels.ZERO;
    if (column.getMaxDefinitionLevel() > 0) {
      definitions = levels(page, page.getDlEncoding(), ValuesType.DEFINITION_LEVEL, column, in);
    }
    ValuesReader values = values(page.getValueEncoding(), column, pages);
    values.initFromPage(page.getValueCount(), in);
    return new PageEntries(repetitions, definitions, values);
  }

  private static Levels levels(
      DataPageV1 page,
      Encoding encoding,
      ValuesType kind,
      ColumnDescriptor column,
      ByteBufferInputStream in)
      throws IOException {
    if (encoding == Encoding.RLE) {
      int max =
          kind == ValuesType.REPETITION_LEVEL
              ? column.getMaxRepetitionLevel()
              : column.getMaxDefinitionLevel();
      int length = BytesUtils.readIntLittleEndian(in);
      return new HybridNumbers(in.slice(length), BytesUtils.getWidthFromMaxInt(max));
    }
    ValuesReader reader = encoding.getValuesReader(column, kind);
    reader.initFromPage(page.getValueCount(), in);
    return reader::readInteger;
  }

  private static PageEntries of(DataPageV2 page, ColumnDescriptor column, ChunkPages pages)
      throws IOException {
    ValuesReader values = values(page.getDataEncoding(), column, pages);
    values.initFromPage(page.getValueCount(), page.getData().toInputStream());
    return new PageEntries(
        levels(column.getMaxRepetitionLevel(), page.getRepetitionLevels()),
        levels(column.getMaxDefinitionLevel(), page.getDefinitionLevels()),
        values);
  }

  private static Levels levels(int max, BytesInput input) throws IOException {
    if (max == 0) {
      return Levels.ZERO;
    }
    ByteBufferInputStream in = input.toInputStream();
    return new HybridNumbers(in.slice(in.available()), BytesUtils.getWidthFromMaxInt(max));
  }

  private static ValuesReader values(Encoding encoding, ColumnDescriptor column, ChunkPages pages)
      throws IOException {
    if (encoding == Encoding.PLAIN) {
      PrimitiveTypeName type = column.getPrimitiveType().getPrimitiveTypeName();
      return switch (type) {
        case INT32, INT64, FLOAT, DOUBLE -> PlainNumbers.of(type);
        case BINARY -> new PlainBytes();
        case BOOLEAN -> new PlainBooleans();
        case INT96, FIXED_LEN_BYTE_ARRAY -> encoding.getValuesReader(column, ValuesType.VALUES);
      };
    }
    return encoding.usesDictionary()
        ? new DictionaryValues(pages.dictionary())
        : encoding.getValuesReader(column, ValuesType.VALUES);
  }
}
