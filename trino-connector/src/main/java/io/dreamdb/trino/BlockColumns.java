package io.dreamdb.trino;

import static io.trino.spi.type.DateTimeEncoding.unpackMillisUtc;

import io.airlift.slice.Slice;
import io.dreamdb.InvalidInput;
import io.dreamdb.schema.ArrayColumn;
import io.dreamdb.schema.ArrayType;
import io.dreamdb.schema.Bitmap;
import io.dreamdb.schema.BooleanColumn;
import io.dreamdb.schema.BytesColumn;
import io.dreamdb.schema.Column;
import io.dreamdb.schema.DecimalType;
import io.dreamdb.schema.DoubleColumn;
import io.dreamdb.schema.EmbeddingColumn;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.FloatColumn;
import io.dreamdb.schema.IntColumn;
import io.dreamdb.schema.LongColumn;
import io.dreamdb.schema.MapColumn;
import io.dreamdb.schema.MapType;
import io.dreamdb.schema.PrimitiveType;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import io.dreamdb.schema.StructColumn;
import io.dreamdb.schema.StructType;
import io.dreamdb.schema.Type;
import io.dreamdb.schema.Validity;
import io.dreamdb.schema.WideDecimalColumn;
import io.trino.spi.block.Block;
import io.trino.spi.block.ByteArrayBlock;
import io.trino.spi.block.ColumnarArray;
import io.trino.spi.block.ColumnarMap;
import io.trino.spi.block.DictionaryBlock;
import io.trino.spi.block.Fixed12Block;
import io.trino.spi.block.Int128ArrayBlock;
import io.trino.spi.block.IntArrayBlock;
import io.trino.spi.block.LongArrayBlock;
import io.trino.spi.block.RunLengthEncodedBlock;
import io.trino.spi.block.ValueBlock;
import io.trino.spi.block.VariableWidthBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Trino's blocks as columns: arrays are copied as arrays, no value is boxed. */
final class BlockColumns {

  private static final int MICROS_PER_MILLI = 1_000;
  private static final int PICOS_PER_MICRO = 1_000_000;

  private BlockColumns() {}

  /** The blocks, one per field of the schema, as rows. */
  static RowBlock toRows(Schema schema, int rows, List<Block> blocks) {
    List<Column> columns = new ArrayList<>(blocks.size());
    for (int i = 0; i < blocks.size(); i++) {
      columns.add(toColumn(schema.fields().get(i).type(), blocks.get(i)));
    }
    return new RowBlock(schema, rows, columns);
  }

  /**
   * The block, of the SQL type that {@link TypeMapping#toTrino} gives, as a column.
   *
   * @throws InvalidInput if a vector has another length or a NULL element; the message has the row
   */
  static Column toColumn(Type type, Block block) {
    ValueBlock values = flat(block);
    return switch (type) {
      case PrimitiveType primitive -> scalar(primitive, values);
      case DecimalType decimal -> decimal(decimal, values);
      case ArrayType array -> array(array, values);
      case MapType map -> map(map, values);
      case StructType struct -> struct(struct, values);
      case EmbeddingType embedding -> vectors(embedding, values);
    };
  }

  /** The same values without dictionaries and runs. */
  static ValueBlock flat(Block block) {
    int rows = block.getPositionCount();
    return switch (block) {
      case ValueBlock values -> values;
      case RunLengthEncodedBlock run -> run.getValue().copyPositions(new int[rows], 0, rows);
      case DictionaryBlock dictionary -> {
        int[] ids = new int[rows];
        Arrays.setAll(ids, dictionary::getId);
        yield dictionary.getDictionary().copyPositions(ids, 0, rows);
      }
    };
  }

  static Validity validity(ValueBlock block) {
    int rows = block.getPositionCount();
    if (!block.mayHaveNull()) {
      return Validity.all(rows);
    }
    return block
        .getValidityBitmap()
        .map(bits -> {
          int from = bits.getRawBitOffset();
          return Validity.of(
              Bitmap.wrap(bits.getRawWords().clone(), from + rows).slice(from, from + rows));
        })
        .orElseGet(() -> Validity.all(rows));
  }

  private static Column scalar(PrimitiveType type, ValueBlock block) {
    Validity validity = validity(block);
    return switch (type) {
      case BOOLEAN -> booleans((ByteArrayBlock) block, validity);
      case INT, DATE -> new IntColumn(type, ints((IntArrayBlock) block), validity);
      case BIGINT, TIMESTAMP_NTZ -> new LongColumn(type, longs((LongArrayBlock) block), validity);
      case FLOAT -> {
        IntArrayBlock bits = (IntArrayBlock) block;
        yield new FloatColumn(floats(bits, 0, bits.getPositionCount()), validity);
      }
      case DOUBLE -> {
        long[] bits = longs((LongArrayBlock) block);
        double[] values = new double[bits.length];
        for (int i = 0; i < bits.length; i++) {
          values[i] = Double.longBitsToDouble(bits[i]);
        }
        yield new DoubleColumn(values, validity);
      }
      case STRING, BINARY -> bytes(type, (VariableWidthBlock) block, validity);
      case TIMESTAMP -> new LongColumn(type, micros((Fixed12Block) block), validity);
    };
  }

  private static Column booleans(ByteArrayBlock block, Validity validity) {
    int rows = block.getPositionCount();
    long[] words = new long[(rows + 63) >>> 6];
    for (int i = 0; i < rows; i++) {
      if (block.getByte(i) != 0) {
        words[i >>> 6] |= 1L << i;
      }
    }
    return new BooleanColumn(Bitmap.wrap(words, rows), validity);
  }

  private static int[] ints(IntArrayBlock block) {
    int from = block.getRawValuesOffset();
    return Arrays.copyOfRange(block.getRawValues(), from, from + block.getPositionCount());
  }

  private static long[] longs(LongArrayBlock block) {
    int from = block.getRawValuesOffset();
    return Arrays.copyOfRange(block.getRawValues(), from, from + block.getPositionCount());
  }

  private static float[] floats(IntArrayBlock block, int from, int count) {
    int[] bits = block.getRawValues();
    int first = block.getRawValuesOffset() + from;
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = Float.intBitsToFloat(bits[first + i]);
    }
    return values;
  }

  private static long[] micros(Fixed12Block block) {
    long[] micros = new long[block.getPositionCount()];
    for (int i = 0; i < micros.length; i++) {
      micros[i] =
          unpackMillisUtc(block.getFixed12First(i)) * MICROS_PER_MILLI
              + block.getFixed12Second(i) / PICOS_PER_MICRO;
    }
    return micros;
  }

  private static Column bytes(PrimitiveType type, VariableWidthBlock block, Validity validity) {
    int rows = block.getPositionCount();
    int[] raw = block.getRawOffsets();
    int base = block.getRawArrayBase();
    int[] offsets = new int[rows + 1];
    for (int i = 1; i <= rows; i++) {
      offsets[i] = raw[base + i] - raw[base];
    }
    Slice slice = block.getRawSlice();
    return new BytesColumn(type, offsets, slice.getBytes(raw[base], offsets[rows]), validity);
  }

  private static Column decimal(DecimalType type, ValueBlock block) {
    Validity validity = validity(block);
    if (type.fitsLong()) {
      return new LongColumn(type, longs((LongArrayBlock) block), validity);
    }
    Int128ArrayBlock wide = (Int128ArrayBlock) block;
    long[] high = new long[wide.getPositionCount()];
    long[] low = new long[wide.getPositionCount()];
    for (int i = 0; i < high.length; i++) {
      high[i] = wide.getInt128High(i);
      low[i] = wide.getInt128Low(i);
    }
    return new WideDecimalColumn(type, high, low, validity);
  }

  private static Column array(ArrayType type, ValueBlock block) {
    ColumnarArray array = ColumnarArray.toColumnarArray(block);
    int[] offsets = new int[block.getPositionCount() + 1];
    for (int i = 0; i < block.getPositionCount(); i++) {
      offsets[i + 1] = offsets[i] + array.getLength(i);
    }
    Column elements = toColumn(type.element().type(), array.getElementsBlock());
    return new ArrayColumn(type, offsets, elements, validity(block));
  }

  private static Column map(MapType type, ValueBlock block) {
    ColumnarMap map = ColumnarMap.toColumnarMap(block);
    int[] offsets = new int[block.getPositionCount() + 1];
    for (int i = 0; i < block.getPositionCount(); i++) {
      offsets[i + 1] = offsets[i] + map.getEntryCount(i);
    }
    Column keys = toColumn(type.key().type(), map.getKeysBlock());
    Column values = toColumn(type.value().type(), map.getValuesBlock());
    return new MapColumn(type, offsets, keys, values, validity(block));
  }

  private static Column struct(StructType type, ValueBlock block) {
    List<Block> blocks = io.trino.spi.block.RowBlock.getRowFieldsFromBlock(block);
    List<Column> children = new ArrayList<>(blocks.size());
    for (int i = 0; i < blocks.size(); i++) {
      children.add(toColumn(type.fields().get(i).type(), blocks.get(i)));
    }
    return new StructColumn(type, children, validity(block));
  }

  private static Column vectors(EmbeddingType type, ValueBlock block) {
    int dimension = type.dimension();
    int rows = block.getPositionCount();
    Validity validity = validity(block);
    ColumnarArray array = ColumnarArray.toColumnarArray(block);
    IntArrayBlock elements = (IntArrayBlock) flat(array.getElementsBlock());
    requireVectors(array, elements, dimension, validity);
    if (!validity.hasNulls()) {
      return new EmbeddingColumn(type, floats(elements, 0, rows * dimension), validity);
    }
    float[] values = new float[Math.multiplyExact(rows, dimension)];
    for (int row = 0; row < rows; row++) {
      if (!validity.isNull(row)) {
        float[] vector = floats(elements, array.getOffset(row), dimension);
        System.arraycopy(vector, 0, values, row * dimension, dimension);
      }
    }
    return new EmbeddingColumn(type, values, validity);
  }

  private static void requireVectors(
      ColumnarArray array, IntArrayBlock elements, int dimension, Validity validity) {
    for (int row = 0; row < validity.rows(); row++) {
      if (validity.isNull(row)) {
        continue;
      }
      if (array.getLength(row) != dimension) {
        throw new InvalidInput(
            String.format(
                Locale.ROOT,
                "vector of dimension %d in row %d: expected %d",
                array.getLength(row),
                row,
                dimension));
      }
      for (int i = 0; elements.mayHaveNull() && i < dimension; i++) {
        if (elements.isNull(array.getOffset(row) + i)) {
          throw new InvalidInput(
              String.format(
                  Locale.ROOT,
                  "vector in row %d has NULL at place %d: expected a number",
                  row,
                  i + 1));
        }
      }
    }
  }
}
