package io.dreamdb.index;

import io.dreamdb.CorruptObject;
import io.dreamdb.cbor.Cbor;
import io.dreamdb.cbor.CborFields;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.cbor.CborPrefix;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.References;
import io.dreamdb.object.StructuralObject;
import io.dreamdb.schema.EmbeddingType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;

/**
 * The head of a pack ({@code index.md}, section 5).
 *
 * @param layout of its sections
 * @param cells cells in the directory
 * @param rows entries that are members of their own cells
 * @param entries all entries
 * @param runs anchor runs; 0 at level 0
 * @param spatial the spatial index
 * @param compressor the compressor
 */
record PackHeader(
    PackLayout layout,
    int cells,
    int rows,
    int entries,
    int runs,
    ObjectId spatial,
    ObjectId compressor) {

  /** No header is longer: what to read at first. */
  static final int MAX_BYTES = 256;

  private static final String KIND = "pack";

  byte[] encode() {
    byte[] fields =
        Cbor.encode(
            StructuralObject.begin(KIND)
                .put("code", layout.codeDimension())
                .put("refine", layout.refine())
                .put("cells", cells)
                .put("rows", rows)
                .put("entries", entries)
                .put("runs", runs)
                .put("spatial", References.encode(spatial))
                .put("compressor", References.encode(compressor))
                .build());
    return Arrays.copyOf(fields, (int) PackLayout.padded(fields.length));
  }

  /** Where the directory begins. */
  int directoryOffset() {
    return encode().length;
  }

  /** Where the anchor runs begin. */
  long runsOffset() {
    return directoryOffset() + PackLayout.padded((long) cells * PackLayout.DIRECTORY_BYTES);
  }

  /** Where the first section begins. */
  long sectionsOffset() {
    return runsOffset() + PackLayout.padded((long) runs * PackLayout.RUN_BYTES);
  }

  /**
   * Reads the first bytes of an object.
   *
   * @param head {@link #MAX_BYTES} of them, unless the object is shorter
   */
  static PackHeader decode(ByteBuffer head, String name) {
    CborPrefix prefix = Cbor.decodePrefix(head, name);
    CborItem root = CborItem.root(name, prefix.value());
    CborFields fields = StructuralObject.open(root, KIND);
    CborItem code = fields.required("code");
    int elements = code.int32(Long.SIZE, 1 << 16);
    // The longest code is longer than the longest vector.
    int longest = Math.min(elements, EmbeddingType.MAX_DIMENSION);
    if (VectorCompressor.codeDimension(longest) != elements) {
      throw code.expected("a multiple of 64 of the form m · 2^p, m at most 7");
    }
    CborItem refine = fields.required("refine");
    PackLayout layout =
        Decoding.inRange(refine, () -> new PackLayout(elements / Long.SIZE, refine.int32(0, 8)));
    int entries = fields.int32("entries", 1, Integer.MAX_VALUE);
    PackHeader header =
        new PackHeader(
            layout,
            fields.int32("cells", 1, Math.min(entries, SpatialIndex.MAX_CELLS)),
            fields.int32("rows", 0, entries),
            entries,
            fields.int32("runs", 0, entries),
            References.decodeId(fields.required("spatial")),
            References.decodeId(fields.required("compressor")));
    fields.done();
    requireZeros(head, prefix.lengthBytes(), header.directoryOffset(), name);
    return header;
  }

  static void requireZeros(ByteBuffer bytes, int from, int to, String name) {
    for (int i = from; i < Math.min(to, bytes.limit()); i++) {
      if (bytes.get(i) != 0) {
        throw new CorruptObject(
            String.format(
                Locale.ROOT,
                "%s: expected zero bytes up to offset %d, found %d at %d",
                name,
                to,
                bytes.get(i),
                i));
      }
    }
  }
}
