package io.dreamdb.manifest;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Neighbouring pages of one level around some edits, wide enough that nothing outside can change.
 *
 * <p>Whether an item begins a page depends on the items within a page's worth of bytes. So edits
 * can change page beginnings only within that distance, and to decide those a second such distance
 * must be in sight: the region spans twice a page to either side of its edits.
 */
final class LevelRegion {

  private static final int MARGIN_BYTES = 2 * Page.MAX_PAYLOAD_BYTES;

  private final LevelCursor cursor;
  private final Deque<TreeItem.Child> oldPages = new ArrayDeque<>();
  private final Deque<Page> pages = new ArrayDeque<>();
  private final NavigableMap<TreeKey, Optional<? extends TreeItem>> edits = new TreeMap<>();
  private boolean startsLevel;
  private boolean endsLevel;

  /** Loads the page of {@code key} and the margin before it. */
  LevelRegion(LevelCursor cursor, TreeKey key) {
    this.cursor = cursor;
    cursor.seek(key);
    add(true);
    long before = bytesBefore(cursor.page(), key);
    while (before < MARGIN_BYTES && cursor.previous()) {
      add(true);
      before += bytesBefore(cursor.page(), key);
    }
    startsLevel = before < MARGIN_BYTES;
    cursor.seek(pages.getLast().firstKey());
  }

  TreeKey firstKey() {
    return pages.getFirst().firstKey();
  }

  TreeKey lastPageKey() {
    return pages.getLast().firstKey();
  }

  /**
   * Takes the edits from the front of {@code pending} that fall into the region, and loads the
   * margin behind the last of them, taking further edits as it goes.
   */
  void absorb(NavigableMap<TreeKey, Optional<? extends TreeItem>> pending) {
    cursor.seek(lastPageKey());
    while (true) {
      TreeKey end = cursor.nextKey();
      while (!pending.isEmpty() && (end == null || pending.firstKey().compareTo(end) < 0)) {
        var edit = pending.pollFirstEntry();
        edits.put(edit.getKey(), edit.getValue());
      }
      if (end == null) {
        endsLevel = true;
        return;
      }
      if (bytesAfterLastEdit() >= MARGIN_BYTES) {
        return;
      }
      cursor.next();
      add(false);
    }
  }

  /** Loads pages up to that of {@code key}, so that its edit can be absorbed. */
  void extendTo(TreeKey key) {
    cursor.seek(lastPageKey());
    TreeKey end = cursor.nextKey();
    while (end != null && key.compareTo(end) >= 0) {
      cursor.next();
      add(false);
      end = cursor.nextKey();
    }
  }

  /** The items of the region after its edits, cut into pages; unchanged ones keep their item. */
  List<TreeItem.Child> rewrite(int level, PageCutter cutter) {
    NavigableMap<TreeKey, TreeItem> items = new TreeMap<>();
    Set<TreeKey> oldBeginnings = new HashSet<>();
    for (Page page : pages) {
      oldBeginnings.add(page.firstKey());
      page.items().forEach(item -> items.put(item.key(), item));
    }
    edits.forEach((key, item) ->
        item.ifPresentOrElse(value -> items.put(key, value), () -> items.remove(key)));
    List<TreeItem> inOrder = new ArrayList<>(items.values());
    boolean[] begins = beginnings(inOrder, level, oldBeginnings);
    return cutter.cut(inOrder, begins, level, unchanged());
  }

  /** First keys of the region's pages before the edits. */
  Deque<TreeItem.Child> oldPages() {
    return oldPages;
  }

  private boolean[] beginnings(List<TreeItem> items, int level, Set<TreeKey> oldBeginnings) {
    PageBorders borders = new PageBorders(items, level, startsLevel);
    boolean[] begins = new boolean[items.size()];
    long total = items.stream().mapToLong(TreeItem::sizeBytes).sum();
    long before = 0;
    for (int i = 0; i < begins.length; i++) {
      TreeItem item = items.get(i);
      boolean inSight =
          (startsLevel || before >= Page.MAX_PAYLOAD_BYTES)
              && (endsLevel || total - before >= Page.MAX_PAYLOAD_BYTES);
      begins[i] = inSight ? borders.beginsPage(i) : oldBeginnings.contains(item.key());
      before += item.sizeBytes();
    }
    return begins;
  }

  private java.util.Map<TreeKey, OldPage> unchanged() {
    java.util.Map<TreeKey, OldPage> old = new java.util.HashMap<>();
    var items = oldPages.iterator();
    for (Page page : pages) {
      old.put(page.firstKey(), new OldPage(page, items.next()));
    }
    return old;
  }

  /**
   * A page before the edits.
   *
   * @param page its content
   * @param item the item that stood for it
   */
  record OldPage(Page page, TreeItem.Child item) {}

  private void add(boolean first) {
    if (first) {
      pages.addFirst(cursor.page());
      oldPages.addFirst(cursor.item());
    } else {
      pages.addLast(cursor.page());
      oldPages.addLast(cursor.item());
    }
  }

  private static long bytesBefore(Page page, TreeKey key) {
    return page.items().stream()
        .filter(item -> item.key().compareTo(key) < 0)
        .mapToLong(TreeItem::sizeBytes)
        .sum();
  }

  private long bytesAfterLastEdit() {
    TreeKey last = edits.lastKey();
    long after = 0;
    var backwards = pages.descendingIterator();
    while (backwards.hasNext() && after < MARGIN_BYTES) {
      Page page = backwards.next();
      for (TreeItem item : page.items()) {
        after += item.key().compareTo(last) > 0 ? item.sizeBytes() : 0;
      }
    }
    return after;
  }
}
