package io.dreamdb.manifest;

import io.dreamdb.cbor.CborValue;

/**
 * An entry of a tree.
 *
 * @param key its key
 * @param value its value
 */
public record TreeEntry(TreeKey key, CborValue value) {

  static TreeEntry of(TreeItem.Leaf leaf) {
    return new TreeEntry(leaf.key(), leaf.value());
  }
}
