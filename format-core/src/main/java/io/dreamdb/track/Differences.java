package io.dreamdb.track;

import io.dreamdb.cbor.CborItem;
import io.dreamdb.cbor.CborValue;
import io.dreamdb.manifest.TreeDifference;
import io.dreamdb.manifest.TreeKey;
import io.dreamdb.manifest.TreeView;
import java.util.Iterator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Differences of trees as differences of batches and of tombstone records. */
final class Differences {

  /** Both values that are compared have the same key, whichever it is. */
  private static final TreeKey ANY_KEY =
      TombstoneRecord.key(new byte[TombstoneRecord.NONCE_BYTES], 0);

  private Differences() {}

  static Iterator<BatchDifference> batches(
      TreeView trees, DecodedBatches decoded, RowsTrack left, RowsTrack right) {
    // Births are within references, which only a decoder tells from other arrays.
    return mapped(
        trees.differences(left.batches(), right.batches(), Differences::sameBatch),
        difference ->
            new BatchDifference(
                Anchor.ofKey(difference.key()),
                batch(decoded, difference.key(), difference.left()),
                batch(decoded, difference.key(), difference.right())));
  }

  private static boolean sameBatch(CborValue left, CborValue right) {
    return left.equals(right)
        || BatchEntry.decode(CborItem.root("rows batch", left))
            .sameContent(BatchEntry.decode(CborItem.root("rows batch", right)));
  }

  private static @Nullable Batch batch(
      DecodedBatches decoded, TreeKey key, @Nullable CborValue value) {
    return value == null ? null : decoded.decode(key, value);
  }

  static Iterator<TombstoneDifference> tombstones(TreeView trees, RowsTrack left, RowsTrack right) {
    return mapped(
        trees.differences(left.tombstones(), right.tombstones(), Differences::sameTombstone),
        difference -> {
          CborValue before = difference.left();
          CborValue after = difference.right();
          return new TombstoneDifference(
              before == null ? null : tombstone(difference.key(), before),
              after == null ? null : tombstone(difference.key(), after));
        });
  }

  private static boolean sameTombstone(CborValue left, CborValue right) {
    return left.equals(right) || tombstone(ANY_KEY, left).sameContent(tombstone(ANY_KEY, right));
  }

  static TombstoneRecord tombstone(TreeKey key, CborValue value) {
    return TombstoneRecord.decode(key, CborItem.root("tombstone " + key, value));
  }

  private static <T> Iterator<T> mapped(
      Iterator<TreeDifference> differences, Function<TreeDifference, T> map) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return differences.hasNext();
      }

      @Override
      public T next() {
        return map.apply(differences.next());
      }
    };
  }
}
