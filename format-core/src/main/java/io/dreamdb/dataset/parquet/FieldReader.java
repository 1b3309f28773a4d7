package io.dreamdb.dataset.parquet;

import io.dreamdb.schema.ArrayColumn;
import io.dreamdb.schema.ArrayType;
import io.dreamdb.schema.Bitmap;
import io.dreamdb.schema.Column;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.MapColumn;
import io.dreamdb.schema.MapType;
import io.dreamdb.schema.StructColumn;
import io.dreamdb.schema.StructType;
import io.dreamdb.schema.Validity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.parquet.io.ParquetDecodingException;

/**
 * Makes the column of a field of what the Parquet columns below it gave.
 *
 * <p>A <em>slot</em> of a field is a place for a value: a row of a column of the table, an element
 * of a list. An entry of a Parquet column begins a slot if it does not continue a list inside of
 * the field, and if it is not there for an empty list above.
 */
sealed interface FieldReader {

  /** The column, of that many slots. */
  Column column(int slots);

  /**
   * Where a field stands.
   *
   * @param lists how many lists are above
   * @param slot the definition level from which on there is a slot
   * @param present the definition level from which on it is not NULL
   */
  record Place(int lists, int slot, int present) {

    private boolean beginsSlot(LeafReader leaf, int entry) {
      return leaf.repetition(entry) <= lists && leaf.definition(entry) >= slot;
    }

    private boolean isPresent(LeafReader leaf, int entry) {
      return leaf.definition(entry) >= present;
    }
  }

  /** A field that the file lacks. */
  record Absent(Field field) implements FieldReader {
    @Override
    public Column column(int slots) {
      return Column.ofMissing(field, slots);
    }
  }

  /** A scalar. */
  record Scalar(LeafReader leaf) implements FieldReader {
    @Override
    public Column column(int slots) {
      return requireSlots(leaf.builder().build(), slots);
    }
  }

  /**
   * A struct.
   *
   * @param leaf a Parquet column inside, whose levels tell where it is NULL
   */
  record Struct(StructType type, Place place, LeafReader leaf, List<FieldReader> children)
      implements FieldReader {
    @Override
    public Column column(int slots) {
      long[] valid = new long[(slots + 63) / 64];
      int slot = 0;
      for (int i = 0; i < leaf.entries(); i++) {
        if (place.beginsSlot(leaf, i)) {
          requireRoom(slot, slots);
          if (place.isPresent(leaf, i)) {
            valid[slot >> 6] |= 1L << slot;
          }
          slot++;
        }
      }
      List<Column> columns = new ArrayList<>(children.size());
      for (FieldReader child : children) {
        columns.add(child.column(slots));
      }
      Validity validity = Validity.of(Bitmap.wrap(valid, slots));
      return requireSlots(new StructColumn(type, columns, validity), slot);
    }
  }

  /** The lists that an array or a map is. */
  record Lists(Place place, LeafReader leaf) {

    /** Where the lists begin, where the last ends, and which are not NULL. */
    private Validity read(int[] offsets) {
      int slots = offsets.length - 1;
      long[] valid = new long[(slots + 63) / 64];
      int slot = 0;
      int elements = 0;
      for (int i = 0; i < leaf.entries(); i++) {
        if (place.beginsSlot(leaf, i)) {
          requireRoom(slot, slots);
          if (place.isPresent(leaf, i)) {
            valid[slot >> 6] |= 1L << slot;
          }
          offsets[slot++] = elements;
        }
        if (leaf.repetition(i) <= place.lists() + 1 && leaf.definition(i) > place.present()) {
          elements++;
        }
      }
      if (slot != slots) {
        throw unequal(slot, slots);
      }
      offsets[slots] = elements;
      return Validity.of(Bitmap.wrap(valid, slots));
    }
  }

  /** An array. */
  record Array(ArrayType type, Lists lists, FieldReader element) implements FieldReader {
    @Override
    public Column column(int slots) {
      int[] offsets = new int[slots + 1];
      Validity validity = lists.read(offsets);
      return new ArrayColumn(type, offsets, element.column(offsets[slots]), validity);
    }
  }

  /** A map. */
  record Map(MapType type, Lists lists, FieldReader key, FieldReader value) implements FieldReader {
    @Override
    public Column column(int slots) {
      int[] offsets = new int[slots + 1];
      Validity validity = lists.read(offsets);
      Column keys = key.column(offsets[slots]);
      if (keys.validity().hasNulls()) {
        throw new ParquetDecodingException("a map of type " + type.text() + " has a NULL key");
      }
      return new MapColumn(type, offsets, keys, value.column(offsets[slots]), validity);
    }
  }

  private static Column requireSlots(Column column, int slots) {
    if (column.rows() != slots) {
      throw unequal(column.rows(), slots);
    }
    return column;
  }

  private static void requireRoom(int slot, int slots) {
    if (slot == slots) {
      throw unequal(slot + 1, slots);
    }
  }

  private static ParquetDecodingException unequal(int found, int expected) {
    return new ParquetDecodingException(
        String.format(Locale.ROOT, "columns of one field have %d and %d values", found, expected));
  }
}
