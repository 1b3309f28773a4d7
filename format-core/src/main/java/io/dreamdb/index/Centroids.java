package io.dreamdb.index;

import io.dreamdb.CorruptObject;
import io.dreamdb.cbor.Cbor;
import io.dreamdb.cbor.CborFields;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.cbor.CborPrefix;
import io.dreamdb.object.StructuralObject;
import io.dreamdb.schema.EmbeddingType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;

/**
 * A block of centroids. Its layout is that of a vector storage without NULLs ({@code rows.md},
 * section 5), so that one reader serves both. Immutable, but for whoever changes {@link #values}.
 *
 * @param dimension elements of a centroid
 * @param values [cells × dimension], not to be changed
 */
public record Centroids(int dimension, float[] values) {

  private static final String KIND = "vector";
  private static final String ELEMENT = "f32";
  private static final int HEADER_BYTES = 64;
  private static final long MAX_FLOATS = (Integer.MAX_VALUE - HEADER_BYTES) / Float.BYTES;

  /** Checks that these are whole centroids. */
  public Centroids {
    boolean valid =
        dimension >= 1
            && dimension <= EmbeddingType.MAX_DIMENSION
            && values.length >= dimension
            && values.length % dimension == 0
            && values.length <= MAX_FLOATS;
    Decoding.require(valid, values.length + " elements of centroids of dimension " + dimension);
  }

  /** How many there are. */
  public int cells() {
    return values.length / dimension;
  }

  /** The bytes of the object. */
  public byte[] encode() {
    byte[] fields =
        Cbor.encode(
            StructuralObject.begin(KIND)
                .put("element", ELEMENT)
                .put("dimension", dimension)
                .put("rows", cells())
                .put("present", cells())
                .build());
    byte[] bytes = Arrays.copyOf(fields, HEADER_BYTES + values.length * Float.BYTES);
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .position(HEADER_BYTES)
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .put(values);
    return bytes;
  }

  /**
   * Reads the object.
   *
   * @param bytes all of it
   * @param dimension of the spatial index
   * @param cells that it should have
   * @throws CorruptObject if it is another, malformed, or has a number that is not finite
   */
  public static Centroids decode(ByteBuffer bytes, int dimension, int cells, String name) {
    long expected = HEADER_BYTES + (long) cells * dimension * Float.BYTES;
    if (bytes.remaining() != expected) {
      throw new CorruptObject(
          String.format(
              Locale.ROOT,
              "%s has %d bytes; %d centroids of dimension %d have %d",
              name,
              bytes.remaining(),
              cells,
              dimension,
              expected));
    }
    requireHeader(bytes.slice(0, HEADER_BYTES), dimension, cells, name);
    float[] values = new float[cells * dimension];
    bytes
        .slice(HEADER_BYTES, values.length * Float.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(values);
    int fault = Floats.firstNotFinite(values);
    if (fault >= 0) {
      throw new CorruptObject(
          String.format(
              Locale.ROOT,
              "%s: centroid %d has %s as element %d",
              name,
              fault / dimension,
              values[fault],
              fault % dimension));
    }
    return new Centroids(dimension, values);
  }

  private static void requireHeader(ByteBuffer header, int dimension, int cells, String name) {
    CborPrefix prefix = Cbor.decodePrefix(header, name);
    CborFields fields = StructuralObject.open(CborItem.root(name, prefix.value()), KIND);
    CborItem element = fields.required("element");
    if (!element.text().equals(ELEMENT)) {
      throw element.expected("\"f32\"");
    }
    fields.int32("dimension", dimension, dimension);
    fields.int32("rows", cells, cells);
    fields.int32("present", cells, cells);
    fields.done();
    PackHeader.requireZeros(header, prefix.lengthBytes(), HEADER_BYTES, name);
  }
}
