package io.dreamdb.trino;

import static io.trino.spi.type.DateTimeEncoding.packDateTimeWithZone;
import static io.trino.spi.type.TimeZoneKey.UTC_KEY;

import io.airlift.slice.Slices;
import io.dreamdb.schema.ArrayColumn;
import io.dreamdb.schema.BooleanColumn;
import io.dreamdb.schema.BytesColumn;
import io.dreamdb.schema.Column;
import io.dreamdb.schema.DoubleColumn;
import io.dreamdb.schema.EmbeddingColumn;
import io.dreamdb.schema.FloatColumn;
import io.dreamdb.schema.IntColumn;
import io.dreamdb.schema.LongColumn;
import io.dreamdb.schema.MapColumn;
import io.dreamdb.schema.PrimitiveType;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.StructColumn;
import io.dreamdb.schema.Validity;
import io.dreamdb.schema.WideDecimalColumn;
import io.trino.spi.Page;
import io.trino.spi.block.ArrayBlock;
import io.trino.spi.block.Block;
import io.trino.spi.block.ByteArrayBlock;
import io.trino.spi.block.Fixed12Block;
import io.trino.spi.block.Int128ArrayBlock;
import io.trino.spi.block.IntArrayBlock;
import io.trino.spi.block.LongArrayBlock;
import io.trino.spi.block.VariableWidthBlock;
import io.trino.spi.type.MapType;
import java.nio.FloatBuffer;
import java.util.Optional;

/** Columns as Trino's blocks: arrays are copied as arrays, no value is boxed. */
final class ColumnBlocks {

  private static final int MICROS_PER_MILLI = 1_000;
  private static final int PICOS_PER_MICRO = 1_000_000;

  private final TypeMapping types;

  ColumnBlocks(TypeMapping types) {
    this.types = types;
  }

  /** The rows as a page with a channel per column. */
  Page toPage(RowBlock rows) {
    Block[] blocks = new Block[rows.columns().size()];
    for (int i = 0; i < blocks.length; i++) {
      blocks[i] = toBlock(rows.columns().get(i));
    }
    return new Page(rows.rows(), blocks);
  }

  /** The column as a block of the type that {@link TypeMapping#toTrino} gives. */
  Block toBlock(Column column) {
    Optional<long[]> valid = validWords(column.validity());
    int rows = column.rows();
    return switch (column) {
      case BooleanColumn booleans -> new ByteArrayBlock(rows, valid, bytes(booleans));
      case IntColumn ints -> {
        int[] values = new int[rows];
        ints.values().get(values);
        yield new IntArrayBlock(rows, valid, values);
      }
      case LongColumn longs -> longs(longs, valid);
      case FloatColumn floats -> new IntArrayBlock(rows, valid, bits(floats.values()));
      case DoubleColumn doubles -> {
        long[] values = new long[rows];
        for (int i = 0; i < rows; i++) {
          values[i] = Double.doubleToRawLongBits(doubles.getDouble(i));
        }
        yield new LongArrayBlock(rows, valid, values);
      }
      case WideDecimalColumn decimals -> {
        long[] values = new long[2 * rows];
        for (int i = 0; i < rows; i++) {
          values[2 * i] = decimals.getHigh(i);
          values[2 * i + 1] = decimals.getLow(i);
        }
        yield new Int128ArrayBlock(rows, valid, values);
      }
      case BytesColumn bytes -> bytes(bytes, valid);
      case ArrayColumn array -> {
        Block elements = toBlock(array.elements());
        yield ArrayBlock.fromElementBlock(rows, valid, offsets(array::offset, array), elements);
      }
      case MapColumn map -> {
        MapType type = (MapType) types.toTrino(map.type());
        yield type.createBlockFromKeyValue(
            valid, offsets(map::offset, map), toBlock(map.keys()), toBlock(map.values()));
      }
      case StructColumn struct -> {
        Block[] fields = struct.children().stream().map(this::toBlock).toArray(Block[]::new);
        yield io.trino.spi.block.RowBlock.fromNotNullSuppressedFieldBlocks(rows, valid, fields);
      }
      case EmbeddingColumn vectors -> vectors(vectors, valid);
    };
  }

  private static Optional<long[]> validWords(Validity validity) {
    return validity
        .bitmap()
        .map(bitmap -> {
          long[] words = new long[bitmap.words().remaining()];
          bitmap.words().get(words);
          return words;
        });
  }

  private static byte[] bytes(BooleanColumn column) {
    byte[] values = new byte[column.rows()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) (column.getBoolean(i) ? 1 : 0);
    }
    return values;
  }

  private static Block longs(LongColumn column, Optional<long[]> valid) {
    int rows = column.rows();
    if (column.type() == PrimitiveType.TIMESTAMP) {
      int[] values = new int[3 * rows];
      for (int i = 0; i < rows; i++) {
        long micros = column.isNull(i) ? 0 : column.getLong(i);
        long packed = packDateTimeWithZone(Math.floorDiv(micros, MICROS_PER_MILLI), UTC_KEY);
        int picos = Math.floorMod(micros, MICROS_PER_MILLI) * PICOS_PER_MICRO;
        Fixed12Block.encodeFixed12(packed, picos, values, i);
      }
      return new Fixed12Block(rows, valid, values);
    }
    long[] values = new long[rows];
    column.values().get(values);
    return new LongArrayBlock(rows, valid, values);
  }

  private static Block bytes(BytesColumn column, Optional<long[]> valid) {
    int rows = column.rows();
    int[] offsets = new int[rows + 1];
    for (int i = 0; i < rows; i++) {
      // Trino's encodings expect that a NULL has no bytes.
      offsets[i + 1] = offsets[i] + (column.isNull(i) ? 0 : column.lengthBytes(i));
    }
    byte[] bytes = new byte[offsets[rows]];
    for (int i = 0; i < rows; i++) {
      if (offsets[i + 1] > offsets[i]) {
        column.getBytes(i).get(bytes, offsets[i], offsets[i + 1] - offsets[i]);
      }
    }
    return new VariableWidthBlock(rows, Slices.wrappedBuffer(bytes), offsets, valid);
  }

  private interface RowOffsets {
    int offset(int row);
  }

  private static int[] offsets(RowOffsets source, Column column) {
    int[] offsets = new int[column.rows() + 1];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = source.offset(i);
    }
    return offsets;
  }

  private static Block vectors(EmbeddingColumn column, Optional<long[]> valid) {
    int dimension = column.type().dimension();
    int[] offsets = new int[column.rows() + 1];
    for (int i = 0; i < column.rows(); i++) {
      offsets[i + 1] = offsets[i] + (column.isNull(i) ? 0 : dimension);
    }
    FloatBuffer all = column.values();
    int[] bits = valid.isEmpty() ? bits(all) : bits(column, offsets);
    Block elements = new IntArrayBlock(bits.length, Optional.empty(), bits);
    return ArrayBlock.fromElementBlock(column.rows(), valid, offsets, elements);
  }

  private static int[] bits(FloatBuffer values) {
    int[] bits = new int[values.remaining()];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values.get(i));
    }
    return bits;
  }

  private static int[] bits(EmbeddingColumn column, int[] offsets) {
    int dimension = column.type().dimension();
    FloatBuffer values = column.values();
    int[] bits = new int[offsets[column.rows()]];
    for (int row = 0; row < column.rows(); row++) {
      for (int i = offsets[row]; i < offsets[row + 1]; i++) {
        bits[i] = Float.floatToRawIntBits(values.get(row * dimension + i - offsets[row]));
      }
    }
    return bits;
  }
}
