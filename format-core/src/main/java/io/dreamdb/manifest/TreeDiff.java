package io.dreamdb.manifest;

import io.dreamdb.cbor.CborValue;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The entries in which two trees differ, in key order, reading only pages that differ: a subtree
 * that both share is recognised by its id and skipped.
 */
final class TreeDiff implements Iterator<TreeDifference> {

  private final Side left;
  private final Side right;
  private final BiPredicate<CborValue, CborValue> same;
  private @Nullable TreeDifference next;

  /** Compares two trees; values for which {@code same} holds do not differ. */
  TreeDiff(TreeReader reader, Tree left, Tree right, BiPredicate<CborValue, CborValue> same) {
    this.left = new Side(reader, left);
    this.right = new Side(reader, right);
    this.same = same;
    this.next = advance();
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public TreeDifference next() {
    TreeDifference result = next;
    if (result == null) {
      throw new NoSuchElementException();
    }
    next = advance();
    return result;
  }

  private @Nullable TreeDifference advance() {
    while (true) {
      TreeItem a = left.peek();
      TreeItem b = right.peek();
      if (a == null && b == null) {
        return null;
      }
      int order = a == null ? 1 : b == null ? -1 : a.key().compareTo(b.key());
      if (order < 0 && a instanceof TreeItem.Child) {
        left.expand();
      } else if (order > 0 && b instanceof TreeItem.Child) {
        right.expand();
      } else if (order < 0) {
        return TreeDifference.of(left.take(), null);
      } else if (order > 0) {
        return TreeDifference.of(null, right.take());
      } else if (a instanceof TreeItem.Leaf && b instanceof TreeItem.Leaf) {
        TreeItem.Leaf before = left.take();
        TreeItem.Leaf after = right.take();
        if (!same.test(before.value(), after.value())) {
          return TreeDifference.of(before, after);
        }
      } else {
        skipOrExpand(a, b);
      }
    }
  }

  private void skipOrExpand(@Nullable TreeItem a, @Nullable TreeItem b) {
    if (a instanceof TreeItem.Child before
        && b instanceof TreeItem.Child after
        && before.page().id().equals(after.page().id())) {
      left.skip();
      right.skip();
    } else if (left.level() >= right.level()) {
      left.expand();
    } else {
      right.expand();
    }
  }

  /** What is left of one tree: items in order, of falling level. */
  private static final class Side {

    private record Pending(TreeItem item, int level) {}

    private final TreeReader reader;
    private final Deque<Pending> pending = new ArrayDeque<>();

    Side(TreeReader reader, Tree tree) {
      this.reader = reader;
      if (tree instanceof Tree.Paged paged) {
        // The root as an item of the level above it, so that equal trees are skipped unread.
        TreeItem.Child root =
            TreeItem.Child.of(
                reader.root(paged).firstKey(), paged.root(), paged.count(), paged.weight());
        pending.push(new Pending(root, paged.level() + 1));
      } else {
        ((Tree.Inline) tree).items().forEach(leaf -> pending.addLast(new Pending(leaf, 0)));
      }
    }

    @Nullable TreeItem peek() {
      Pending first = pending.peek();
      return first == null ? null : first.item();
    }

    int level() {
      return pending.element().level();
    }

    void skip() {
      pending.pop();
    }

    TreeItem.Leaf take() {
      return (TreeItem.Leaf) pending.pop().item();
    }

    void expand() {
      Pending top = pending.pop();
      int level = top.level() - 1;
      var items = reader.child((TreeItem.Child) top.item(), level).items();
      for (int i = items.size() - 1; i >= 0; i--) {
        pending.push(new Pending(items.get(i), level));
      }
    }
  }
}
