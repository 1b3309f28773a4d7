package io.dreamdb.manifest;

import io.dreamdb.cbor.CborValue;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectReader;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Trees of one family of pages, for reading. Iterators read page by page as they go. Safe for many
 * threads; an iterator is for one.
 */
public final class TreeView {

  private final TreeReader reader;

  /** Reads pages of {@code family}. */
  public TreeView(ObjectReader objects, ObjectFamily family) {
    this.reader = new TreeReader(new ObjectPages(objects, null, family));
  }

  /** The value at a key. */
  public Optional<CborValue> get(Tree tree, TreeKey key) {
    return reader.get(tree, key);
  }

  /** The entry with the largest key that is not above {@code key}. */
  public Optional<TreeEntry> floor(Tree tree, TreeKey key) {
    return reader.floor(tree, key).map(TreeEntry::of);
  }

  /** The entries with {@code from <= key < to} in order; null: no bound. */
  public Iterator<TreeEntry> range(Tree tree, @Nullable TreeKey from, @Nullable TreeKey to) {
    Iterator<TreeItem.Leaf> leaves = reader.range(tree, from, to);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return leaves.hasNext();
      }

      @Override
      public TreeEntry next() {
        return TreeEntry.of(leaves.next());
      }
    };
  }

  /**
   * The entries in which two trees differ, in key order; subtrees that both share are not read.
   *
   * @param same whether two values of one key count as equal
   */
  public Iterator<TreeDifference> differences(
      Tree left, Tree right, BiPredicate<CborValue, CborValue> same) {
    return new TreeDiff(reader, left, right, same);
  }
}
