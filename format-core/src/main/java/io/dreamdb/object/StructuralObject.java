package io.dreamdb.object;

import io.dreamdb.UnsupportedFormat;
import io.dreamdb.cbor.CborFields;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.cbor.CborMap;
import java.util.Set;

/** The head that all structural objects share: {@code kind} and {@code v}. */
public final class StructuralObject {

  private static final int VERSION = 1;

  /** The kinds of this version: one of them in the wrong place is damage, any other is news. */
  private static final Set<String> KINDS =
      Set.of(
          "genesis",
          "manifest",
          "gc_root",
          "page",
          "track",
          "vector",
          "spatial_index",
          "vector_compressor",
          "pack",
          "bundle");

  private StructuralObject() {}

  /** Begins an object of this kind in the present version. */
  public static CborMap.Builder begin(String kind) {
    return CborMap.builder().put("kind", kind).put("v", VERSION);
  }

  /**
   * Opens an object that must be of this kind; the caller reads the other fields and calls {@code
   * done}.
   *
   * @throws UnsupportedFormat if its version is another, or its kind none of this version
   * @throws io.dreamdb.CorruptObject if it is of another kind of this version
   */
  public static CborFields open(CborItem root, String kind) {
    CborFields fields = root.fields();
    CborItem found = fields.required("kind");
    if (!found.text().equals(kind)) {
      throw otherKind(found, kind);
    }
    long version = fields.nonNegative("v");
    if (version != VERSION) {
      throw new UnsupportedFormat(
          root.path()
              + " is a "
              + kind
              + " of version "
              + version
              + "; this build reads "
              + VERSION);
    }
    return fields;
  }

  private static RuntimeException otherKind(CborItem found, String kind) {
    if (KINDS.contains(found.text())) {
      return found.expected("\"" + kind + "\"");
    }
    return new UnsupportedFormat(
        found.path()
            + " is '"
            + found.text()
            + "', a kind that this build does not know; it reads '"
            + kind
            + "' here");
  }
}
