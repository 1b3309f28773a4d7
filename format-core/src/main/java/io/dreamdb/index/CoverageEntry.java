package io.dreamdb.index;

import io.dreamdb.CorruptObject;
import io.dreamdb.cbor.CborInt;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.cbor.CborValue;
import io.dreamdb.manifest.TreeKey;

/** A run of covered anchors as an entry of the tree ({@code index.md}, section 4). */
final class CoverageEntry {

  private CoverageEntry() {}

  static TreeKey key(long anchor) {
    return TreeKey.ofLong(anchor);
  }

  static CborValue value(AnchorRun run) {
    return new CborInt(run.count());
  }

  static AnchorRun decode(TreeKey key, CborValue value) {
    byte[] bytes = key.toBytes();
    if (bytes.length != Long.BYTES || bytes[0] < 0) {
      throw new CorruptObject(
          "The index track covers rows from key " + key + " on: expected the 8 bytes of an anchor");
    }
    CborItem item = CborItem.root("coverage from " + key.toLong(), value);
    long count = item.integer(1, Long.MAX_VALUE);
    return Decoding.inRange(item, () -> new AnchorRun(key.toLong(), count));
  }
}
