package io.dreamdb.manifest;

import io.dreamdb.LimitExceeded;
import io.dreamdb.cbor.CborValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Changes trees. What comes out depends on the resulting entries alone, not on the way to them;
 * what is read and written is proportional to the edits.
 */
final class TreeEditor {

  private final TreeReader reader;
  private final PageStore pages;
  private final PageCutter cutter;

  TreeEditor(PageStore pages, ToLongFunction<CborValue> weigher) {
    this.reader = new TreeReader(pages);
    this.pages = pages;
    this.cutter = new PageCutter(pages, weigher);
  }

  /** Applies edits: a value puts an entry, empty removes it. Returns the tree that results. */
  Tree edit(Tree tree, SortedMap<TreeKey, Optional<CborValue>> edits) {
    NavigableMap<TreeKey, Optional<? extends TreeItem>> items = new TreeMap<>();
    edits.forEach((key, value) -> items.put(key, value.map(present -> leaf(key, present))));
    if (tree instanceof Tree.Paged paged) {
      return editPaged(paged, items);
    }
    return build(merge(((Tree.Inline) tree).items(), items), 0, null);
  }

  private static TreeItem.Leaf leaf(TreeKey key, CborValue value) {
    TreeItem.Leaf leaf = TreeItem.Leaf.of(key, value);
    if (leaf.sizeBytes() > Page.MAX_ITEM_BYTES) {
      throw new LimitExceeded(
          String.format(
              Locale.ROOT,
              "The entry with key %s has %d bytes; the limit is %d",
              key,
              leaf.sizeBytes(),
              Page.MAX_ITEM_BYTES));
    }
    return leaf;
  }

  private Tree editPaged(
      Tree.Paged tree, NavigableMap<TreeKey, Optional<? extends TreeItem>> edits) {
    NavigableMap<TreeKey, Optional<? extends TreeItem>> pending = edits;
    for (int level = 0; level < tree.level() && !pending.isEmpty(); level++) {
      pending = editLevel(tree, level, pending);
    }
    if (pending.isEmpty()) {
      return tree;
    }
    Page root = reader.root(tree);
    List<TreeItem> items = merge(root.items(), pending);
    return items.equals(root.items()) ? tree : build(items, tree.level(), tree);
  }

  /** Edits one level below the root; returns the edits of the level above. */
  private NavigableMap<TreeKey, Optional<? extends TreeItem>> editLevel(
      Tree.Paged tree, int level, NavigableMap<TreeKey, Optional<? extends TreeItem>> edits) {
    NavigableMap<TreeKey, Optional<? extends TreeItem>> above = new TreeMap<>();
    for (LevelRegion region : regions(tree, level, edits)) {
      NavigableMap<TreeKey, TreeItem.Child> old = new TreeMap<>();
      region.oldPages().forEach(item -> old.put(item.key(), item));
      for (TreeItem.Child item : region.rewrite(level, cutter)) {
        if (!item.equals(old.remove(item.key()))) {
          above.put(item.key(), Optional.of(item));
        }
      }
      old.keySet().forEach(gone -> above.put(gone, Optional.empty()));
    }
    return above;
  }

  private List<LevelRegion> regions(
      Tree.Paged tree, int level, NavigableMap<TreeKey, Optional<? extends TreeItem>> edits) {
    LevelCursor cursor = new LevelCursor(reader, tree, level);
    List<LevelRegion> regions = new ArrayList<>();
    LevelRegion last = null;
    while (!edits.isEmpty()) {
      LevelRegion region = new LevelRegion(cursor, edits.firstKey());
      if (last != null && region.firstKey().compareTo(last.lastPageKey()) <= 0) {
        last.extendTo(edits.firstKey());
      } else {
        regions.add(region);
        last = region;
      }
      last.absorb(edits);
    }
    return regions;
  }

  private static List<TreeItem> merge(
      List<? extends TreeItem> items, NavigableMap<TreeKey, Optional<? extends TreeItem>> edits) {
    NavigableMap<TreeKey, TreeItem> merged = new TreeMap<>();
    items.forEach(item -> merged.put(item.key(), item));
    edits.forEach((key, item) ->
        item.ifPresentOrElse(value -> merged.put(key, value), () -> merged.remove(key)));
    return new ArrayList<>(merged.values());
  }

  /** The tree whose level {@code level} has exactly these items. */
  private Tree build(List<? extends TreeItem> items, int level, Tree.@Nullable Paged old) {
    if (items.isEmpty()) {
      return Tree.EMPTY;
    }
    if (level > 0 && items.size() == 1) {
      return collapse((TreeItem.Child) items.get(0), level - 1);
    }
    if (level == 0 && payload(items) <= Tree.MAX_INLINE_BYTES) {
      return new Tree.Inline(items.stream().map(TreeItem.Leaf.class::cast).toList());
    }
    List<TreeItem.Child> children = cutter.cut(items, level);
    if (children.size() > 1) {
      return build(children, level + 1, old);
    }
    TreeItem.Child root = children.get(0);
    return new Tree.Paged(root.page(), level, root.count(), root.weight());
  }

  /** The tree whose level {@code level} has one page, {@code only}. */
  private Tree collapse(TreeItem.Child only, int level) {
    Page page = reader.child(only, level);
    if (level > 0 && page.items().size() == 1) {
      return collapse((TreeItem.Child) page.items().get(0), level - 1);
    }
    if (level == 0 && payload(page.items()) <= Tree.MAX_INLINE_BYTES) {
      return new Tree.Inline(page.items().stream().map(TreeItem.Leaf.class::cast).toList());
    }
    return new Tree.Paged(only.page(), level, only.count(), only.weight());
  }

  private static int payload(List<? extends TreeItem> items) {
    return items.stream().mapToInt(TreeItem::sizeBytes).sum();
  }
}
