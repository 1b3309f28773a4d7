package io.dreamdb.cbor;

import io.dreamdb.LimitExceeded;

/** How many arrays and maps stand inside one another; a tree that is too deep cannot be built. */
final class Depth {

  private Depth() {}

  /** The depth of an array or map that holds these values. */
  static int around(CborValue[] values) {
    int deepest = 0;
    for (CborValue value : values) {
      deepest = Math.max(deepest, of(value));
    }
    if (deepest >= Cbor.MAX_DEPTH) {
      throw new LimitExceeded(
          (deepest + 1)
              + " arrays and maps inside one another: at most "
              + Cbor.MAX_DEPTH
              + " can be encoded");
    }
    return deepest + 1;
  }

  private static int of(CborValue value) {
    if (value instanceof CborArray array) {
      return array.depth();
    }
    return value instanceof CborMap map ? map.depth() : 0;
  }
}
