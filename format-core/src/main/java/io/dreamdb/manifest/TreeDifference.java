package io.dreamdb.manifest;

import io.dreamdb.cbor.CborValue;
import org.jspecify.annotations.Nullable;

/**
 * An entry in which two trees differ.
 *
 * @param key its key
 * @param left its value in the first tree; null where that has none
 * @param right its value in the second tree; null where that has none
 */
public record TreeDifference(TreeKey key, @Nullable CborValue left, @Nullable CborValue right) {

  static TreeDifference of(TreeItem.@Nullable Leaf left, TreeItem.@Nullable Leaf right) {
    if (left != null) {
      return new TreeDifference(left.key(), left.value(), right == null ? null : right.value());
    }
    if (right == null) {
      throw new IllegalArgumentException("a difference has at least one side");
    }
    return new TreeDifference(right.key(), null, right.value());
  }
}
