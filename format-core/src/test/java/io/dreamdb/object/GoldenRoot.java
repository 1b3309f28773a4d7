package io.dreamdb.object;

import io.dreamdb.cbor.Cbor;
import io.dreamdb.cbor.CborItem;
import java.util.TreeSet;

/** The value of {@code gc/root} that stands in a golden file. */
public final class GoldenRoot {

  private GoldenRoot() {}

  /** Its bytes. */
  public static byte[] encode() {
    TreeSet<RefName> refs = new TreeSet<>();
    refs.add(RefName.MAIN);
    refs.add(new RefName("dev"));
    refs.add(RefName.tag("v1"));
    return new GcRoot(3, refs).encode();
  }

  /** Reads such a value and gives its bytes again. */
  public static byte[] decodedAndEncoded(CborItem item) {
    return GcRoot.decode(item).encode();
  }

  /** Reads such a value. */
  public static GcRoot decode(byte[] bytes) {
    return GcRoot.decode(CborItem.root("gc/root", Cbor.decode(bytes, "gc/root")));
  }
}
