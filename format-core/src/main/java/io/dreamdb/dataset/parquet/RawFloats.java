package io.dreamdb.dataset.parquet;

import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.factory.DefaultV1ValuesWriterFactory;
import org.apache.parquet.column.values.factory.ValuesWriterFactory;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/**
 * Writes floats and doubles as the integers of the same bits, which Parquet stores alike:
 * parquet-java's own writers make one NaN of all.
 */
final class RawFloats extends ValuesWriter {

  /**
   * Makes such writers for floats and doubles, and parquet-java's for the rest. It keeps a factory
   * of its own, because the default one is shared in the JVM, with the settings of whoever came
   * last.
   */
  static final class Factory implements ValuesWriterFactory {

    private final ValuesWriterFactory factory = new DefaultV1ValuesWriterFactory();

    @Override
    public void initialize(ParquetProperties properties) {
      factory.initialize(properties);
    }

    @Override
    public ValuesWriter newValuesWriter(ColumnDescriptor column) {
      PrimitiveTypeName type = column.getPrimitiveType().getPrimitiveTypeName();
      return switch (type) {
        case FLOAT -> new RawFloats(factory.newValuesWriter(as(column, PrimitiveTypeName.INT32)));
        case DOUBLE -> new RawFloats(factory.newValuesWriter(as(column, PrimitiveTypeName.INT64)));
        default -> factory.newValuesWriter(column);
      };
    }

    private static ColumnDescriptor as(ColumnDescriptor column, PrimitiveTypeName name) {
      PrimitiveType type = Types.required(name).named(column.getPrimitiveType().getName());
      return new ColumnDescriptor(
          column.getPath(), type, column.getMaxRepetitionLevel(), column.getMaxDefinitionLevel());
    }
  }

  private final ValuesWriter integers;

  private RawFloats(ValuesWriter integers) {
    this.integers = integers;
  }

  @Override
  public void writeFloat(float value) {
    integers.writeInteger(Float.floatToRawIntBits(value));
  }

  @Override
  public void writeDouble(double value) {
    integers.writeLong(Double.doubleToRawLongBits(value));
  }

  @Override
  public long getBufferedSize() {
    return integers.getBufferedSize();
  }

  @Override
  public BytesInput getBytes() {
    return integers.getBytes();
  }

  @Override
  public Encoding getEncoding() {
    return integers.getEncoding();
  }

  @Override
  public void reset() {
    integers.reset();
  }

  @Override
  public void close() {
    integers.close();
  }

  @Override
  public DictionaryPage toDictPageAndClose() {
    return integers.toDictPageAndClose();
  }

  @Override
  public void resetDictionary() {
    integers.resetDictionary();
  }

  @Override
  public long getAllocatedSize() {
    return integers.getAllocatedSize();
  }

  @Override
  public String memUsageString(String prefix) {
    return integers.memUsageString(prefix);
  }
}
