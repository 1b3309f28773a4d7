package io.dreamdb.index;

import io.dreamdb.CorruptObject;
import io.dreamdb.cbor.CborItem;
import java.util.function.Supplier;

/** What the codecs of this package share. */
final class Decoding {

  private Decoding() {}

  /** Runs a constructor; what it refuses is corrupt at the item. */
  static <T> T inRange(CborItem item, Supplier<T> constructor) {
    try {
      return constructor.get();
    } catch (IllegalArgumentException e) {
      throw new CorruptObject(
          item.path() + ": expected parts that agree, found " + e.getMessage(), e);
    }
  }

  static void require(boolean holds, String found) {
    if (!holds) {
      throw new IllegalArgumentException(found);
    }
  }
}
