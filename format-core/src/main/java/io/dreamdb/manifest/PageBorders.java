package io.dreamdb.manifest;

import io.dreamdb.hash.Blake3;
import java.util.List;

/**
 * Where pages begin ({@code tree.md}, section 3): a function of keys and sizes alone, so that equal
 * entries give equal pages.
 *
 * <p>Item x begins a page if and only if the run around it, from the nearest item before it with a
 * smaller rank up to the nearest after it with a smaller rank, is larger than a page.
 */
final class PageBorders {

  private final List<? extends TreeItem> items;
  private final long[] ranks;
  private final boolean startsLevel;

  /**
   * Looks at a part of a level.
   *
   * @param items neighbours on one level, in order
   * @param level the level
   * @param startsLevel whether the first of them is the first of the level
   */
  PageBorders(List<? extends TreeItem> items, int level, boolean startsLevel) {
    this.items = items;
    this.startsLevel = startsLevel;
    this.ranks = new long[items.size()];
    for (int i = 0; i < ranks.length; i++) {
      ranks[i] = rank(items.get(i).key(), level);
    }
  }

  static long rank(TreeKey key, int level) {
    byte[] bytes = key.withLevel(level);
    byte[] digest = Blake3.hash(bytes, 0, bytes.length);
    long rank = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      rank = rank << 8 | digest[i] & 0xff;
    }
    return rank;
  }

  /**
   * Whether the item at {@code index} begins a page. Exact if the part has a page's worth of bytes
   * on either side of it or ends where the level ends.
   */
  boolean beginsPage(int index) {
    if (index == 0 && startsLevel) {
      return true;
    }
    int run = 0;
    for (int i = index - 1; i >= 0 && run <= Page.MAX_PAYLOAD_BYTES; i--) {
      run += items.get(i).sizeBytes();
      if (i == 0 && startsLevel || below(i, index)) {
        break;
      }
    }
    for (int i = index; i < ranks.length && run <= Page.MAX_PAYLOAD_BYTES; i++) {
      if (i > index && below(i, index)) {
        break;
      }
      run += items.get(i).sizeBytes();
    }
    return run > Page.MAX_PAYLOAD_BYTES;
  }

  private boolean below(int i, int index) {
    int order = Long.compareUnsigned(ranks[i], ranks[index]);
    return order < 0 || order == 0 && items.get(i).key().compareTo(items.get(index).key()) < 0;
  }
}
