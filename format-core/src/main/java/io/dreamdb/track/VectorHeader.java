package io.dreamdb.track;

import io.dreamdb.CorruptObject;
import io.dreamdb.cbor.Cbor;
import io.dreamdb.cbor.CborFields;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.cbor.CborPrefix;
import io.dreamdb.object.StructuralObject;
import io.dreamdb.schema.EmbeddingType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;

/**
 * The head of a vector storage and where its sections are ({@code rows.md}, section 5).
 *
 * @param dimension elements of a vector
 * @param rows rows of the batch
 * @param present rows that have a vector, at least one
 */
record VectorHeader(int dimension, int rows, int present) {

  /** Length of the header: no encoding of its fields is longer, so the padding ends there. */
  static final int LENGTH_BYTES = 64;

  private static final String KIND = "vector";
  private static final String ELEMENT = "f32";

  /** Whether there is a validity section. */
  boolean hasNulls() {
    return present < rows;
  }

  /** Where the first vector begins. */
  int dataOffset() {
    return LENGTH_BYTES + (hasNulls() ? Presence.lengthBytes(rows) : 0);
  }

  int vectorBytes() {
    return dimension * Float.BYTES;
  }

  /** Length of the whole object. */
  long objectBytes() {
    return dataOffset() + (long) present * vectorBytes();
  }

  /** Throws unless the storage of that name is what a batch's entry and the schema say. */
  void requireLike(int otherDimension, int otherRows, long nulls, String name) {
    if (dimension != otherDimension || rows != otherRows || rows - present != nulls) {
      throw new CorruptObject(
          String.format(
              Locale.ROOT,
              "%s has dimension %d, %d rows and %d NULLs; its batch says %d, %d and %d",
              name,
              dimension,
              rows,
              rows - present,
              otherDimension,
              otherRows,
              nulls));
    }
  }

  byte[] encode() {
    byte[] fields =
        Cbor.encode(
            StructuralObject.begin(KIND)
                .put("element", ELEMENT)
                .put("dimension", dimension)
                .put("rows", rows)
                .put("present", present)
                .build());
    return Arrays.copyOf(fields, LENGTH_BYTES);
  }

  /**
   * Reads the first bytes of an object.
   *
   * @param head at least {@link #LENGTH_BYTES}, unless the object is shorter
   */
  static VectorHeader decode(ByteBuffer head, String name) {
    if (head.remaining() < LENGTH_BYTES) {
      throw new CorruptObject(
          name + ": expected a header of 64 bytes, found " + head.remaining() + " bytes");
    }
    ByteBuffer header = head.slice(0, LENGTH_BYTES);
    CborPrefix prefix = Cbor.decodePrefix(header, name);
    for (int i = prefix.lengthBytes(); i < LENGTH_BYTES; i++) {
      if (header.get(i) != 0) {
        throw new CorruptObject(
            name + ": expected zero bytes up to offset 64, found " + header.get(i) + " at " + i);
      }
    }
    CborItem root = CborItem.root(name, prefix.value());
    CborFields fields = StructuralObject.open(root, KIND);
    CborItem element = fields.required("element");
    if (!element.text().equals(ELEMENT)) {
      throw element.expected("\"f32\"");
    }
    int dimension = fields.int32("dimension", 1, EmbeddingType.MAX_DIMENSION);
    int rows = fields.int32("rows", 1, BatchEntry.MAX_ROWS);
    int present = fields.int32("present", 1, rows);
    fields.done();
    return new VectorHeader(dimension, rows, present);
  }
}
