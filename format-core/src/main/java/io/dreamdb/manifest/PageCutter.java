package io.dreamdb.manifest;

import io.dreamdb.cbor.CborValue;
import io.dreamdb.object.ObjectRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Writes the pages of a level. */
final class PageCutter {

  private final PageStore pages;
  private final ToLongFunction<CborValue> weigher;

  PageCutter(PageStore pages, ToLongFunction<CborValue> weigher) {
    this.pages = pages;
    this.weigher = weigher;
  }

  /** Cuts a whole level. */
  List<TreeItem.Child> cut(List<? extends TreeItem> items, int level) {
    PageBorders borders = new PageBorders(items, level, true);
    boolean[] begins = new boolean[items.size()];
    for (int i = 0; i < begins.length; i++) {
      begins[i] = borders.beginsPage(i);
    }
    return cut(items, begins, level, Map.of());
  }

  /**
   * Cuts before the items where {@code begins} is set and stores each page that is not among {@code
   * old}, keyed by first key.
   */
  List<TreeItem.Child> cut(
      List<? extends TreeItem> items,
      boolean[] begins,
      int level,
      Map<TreeKey, LevelRegion.OldPage> old) {
    List<TreeItem.Child> children = new ArrayList<>();
    int start = 0;
    for (int end = 1; end <= items.size(); end++) {
      if (end == items.size() || begins[end]) {
        Page page = new Page(level, List.copyOf(items.subList(start, end)));
        children.add(child(page, old.get(page.firstKey())));
        start = end;
      }
    }
    return children;
  }

  private TreeItem.Child child(Page page, LevelRegion.@Nullable OldPage old) {
    if (old != null && old.page().equals(page)) {
      return old.item();
    }
    ObjectRef ref = pages.write(page);
    long count = 0;
    long weight = 0;
    for (TreeItem item : page.items()) {
      if (item instanceof TreeItem.Child child) {
        count += child.count();
        weight += child.weight();
      } else {
        count++;
        weight += weigher.applyAsLong(((TreeItem.Leaf) item).value());
      }
    }
    return TreeItem.Child.of(page.firstKey(), ref, count, weight);
  }
}
