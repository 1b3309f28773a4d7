package io.dreamdb.manifest;

import io.dreamdb.CorruptObject;
import io.dreamdb.cbor.CborValue;
import io.dreamdb.object.ObjectRef;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads trees: one entry, the entry at or below a key, or a range in order. */
final class TreeReader {

  private final PageStore pages;

  TreeReader(PageStore pages) {
    this.pages = pages;
  }

  Optional<CborValue> get(Tree tree, TreeKey key) {
    return floor(tree, key).filter(leaf -> leaf.key().equals(key)).map(TreeItem.Leaf::value);
  }

  /** The entry with the largest key that is not above {@code key}. */
  Optional<TreeItem.Leaf> floor(Tree tree, TreeKey key) {
    List<? extends TreeItem> items = rootItems(tree);
    int level = rootLevel(tree);
    while (true) {
      int index = floorIndex(items, key);
      if (index < 0) {
        return Optional.empty();
      }
      if (items.get(index) instanceof TreeItem.Child child) {
        level--;
        items = child(child, level).items();
      } else {
        return Optional.of((TreeItem.Leaf) items.get(index));
      }
    }
  }

  /** Entries with {@code from <= key < to} in order, read page by page; null: no bound. */
  Iterator<TreeItem.Leaf> range(Tree tree, @Nullable TreeKey from, @Nullable TreeKey to) {
    return new Range(tree, from, to);
  }

  List<? extends TreeItem> rootItems(Tree tree) {
    if (tree instanceof Tree.Inline inline) {
      return inline.items();
    }
    return root((Tree.Paged) tree).items();
  }

  static int rootLevel(Tree tree) {
    return tree instanceof Tree.Paged paged ? paged.level() : 0;
  }

  Page root(Tree.Paged tree) {
    Page page = pages.read(tree.root());
    if (page.level() != tree.level()) {
      throw disagrees(tree.root(), "level " + tree.level(), "level " + page.level());
    }
    if (page.level() == 0 ? payload(page) <= Tree.MAX_INLINE_BYTES : page.items().size() == 1) {
      throw new CorruptObject(
          String.format(
              Locale.ROOT,
              "Page %s is the root of a tree that needs no such page: the same entries have a smaller form",
              tree.root().name()));
    }
    requireSums(tree.root(), page, tree.count(), tree.weight());
    return page;
  }

  /** The page that {@code item} stands for, checked against what the item says of it. */
  Page child(TreeItem.Child item, int level) {
    Page page = pages.read(item.page());
    if (page.level() != level) {
      throw disagrees(item.page(), "level " + level, "level " + page.level());
    }
    if (!page.firstKey().equals(item.key())) {
      throw disagrees(item.page(), "first key " + item.key(), "first key " + page.firstKey());
    }
    requireSums(item.page(), page, item.count(), item.weight());
    return page;
  }

  /** The weights of entries are known to the kind of tree alone, so leaves are not weighed. */
  private static void requireSums(ObjectRef ref, Page page, long count, long weight) {
    if (page.count() != count) {
      throw disagrees(ref, "count " + count, "count " + page.count());
    }
    if (page.level() > 0) {
      long sum = page.items().stream().mapToLong(item -> ((TreeItem.Child) item).weight()).sum();
      if (sum != weight) {
        throw disagrees(ref, "weight " + weight, "weight " + sum);
      }
    }
  }

  private static int payload(Page page) {
    return page.items().stream().mapToInt(TreeItem::sizeBytes).sum();
  }

  /** Index of the last item whose key is not above {@code key}, or -1. */
  static int floorIndex(List<? extends TreeItem> items, TreeKey key) {
    int low = 0;
    int high = items.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (items.get(middle).key().compareTo(key) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  private static CorruptObject disagrees(ObjectRef page, String expected, String found) {
    return new CorruptObject(
        "Page " + page.name() + " has " + found + "; its parent says " + expected);
  }

  private final class Range implements Iterator<TreeItem.Leaf> {

    private record Step(Iterator<? extends TreeItem> items, int level) {}

    private final Deque<Step> path = new ArrayDeque<>();
    private final @Nullable TreeKey to;
    private TreeItem.@Nullable Leaf next;

    Range(Tree tree, @Nullable TreeKey from, @Nullable TreeKey to) {
      this.to = to;
      List<? extends TreeItem> items = rootItems(tree);
      int level = rootLevel(tree);
      while (true) {
        int start = from == null ? 0 : Math.max(0, floorIndex(items, from));
        path.push(new Step(items.subList(start, items.size()).iterator(), level));
        if (level == 0 || items.isEmpty()) {
          break;
        }
        Step step = path.element();
        level--;
        items = child((TreeItem.Child) step.items().next(), level).items();
      }
      next = advance();
      while (from != null && next != null && next.key().compareTo(from) < 0) {
        next = advance();
      }
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public TreeItem.Leaf next() {
      TreeItem.Leaf result = next;
      if (result == null) {
        throw new NoSuchElementException();
      }
      next = advance();
      return result;
    }

    private TreeItem.@Nullable Leaf advance() {
      while (!path.isEmpty()) {
        Step step = path.element();
        if (!step.items().hasNext()) {
          path.pop();
          continue;
        }
        TreeItem item = step.items().next();
        if (item instanceof TreeItem.Child child) {
          int below = step.level() - 1;
          path.push(new Step(child(child, below).items().iterator(), below));
          continue;
        }
        boolean inside = to == null || item.key().compareTo(to) < 0;
        if (!inside) {
          path.clear();
        }
        return inside ? (TreeItem.Leaf) item : null;
      }
      return null;
    }
  }
}
