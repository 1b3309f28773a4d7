package io.dreamdb.object;

import io.dreamdb.cbor.CborItem;
import java.util.List;

/** What a bundle of two refs says of itself, which stands in a golden file. */
public final class GoldenContents {

  private GoldenContents() {}

  /** Its bytes. */
  public static byte[] encode(ObjectId genesis, ObjectId dev, ObjectId main) {
    return new BundleContents(genesis, true, List.of(dev, main)).encode();
  }

  /** Reads such an object and gives its bytes again. */
  public static byte[] decodedAndEncoded(CborItem item) {
    return BundleContents.decode(item).encode();
  }
}
