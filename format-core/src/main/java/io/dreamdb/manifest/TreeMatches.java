package io.dreamdb.manifest;

import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectReader;
import io.dreamdb.object.ObjectRef;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Tells which of the trees of a history hold entries of a kind. A page that several trees share is
 * looked at once, so that they cost what differs between them. Failures are those of {@link
 * ObjectReader}. One thread.
 */
public final class TreeMatches {

  /** Which keys may have entries that match. */
  public interface Keys {

    /**
     * Whether there may be any in a range.
     *
     * @param from the first key in it
     * @param to the first key behind it; null: it ends with the tree
     */
    boolean mayMatch(TreeKey from, @Nullable TreeKey to);
  }

  private final PageStore pages;
  private final Keys keys;
  private final Predicate<TreeEntry> entries;
  private final Map<ObjectRef, Boolean> known = new HashMap<>();

  /**
   * Looks into trees whose pages are of one family.
   *
   * @param keys where to look
   * @param entries whether an entry matches; asked of all entries of a page
   */
  public TreeMatches(
      ObjectReader reader, ObjectFamily family, Keys keys, Predicate<TreeEntry> entries) {
    this.pages = new ObjectPages(reader, null, family);
    this.keys = keys;
    this.entries = entries;
  }

  /** Whether a tree has an entry that matches; each that has is asked of by {@code entries}. */
  public boolean in(Tree tree) {
    return tree instanceof Tree.Paged paged ? in(paged.root()) : in(((Tree.Inline) tree).items());
  }

  private boolean in(ObjectRef page) {
    Boolean found = known.get(page);
    if (found == null) {
      found = in(pages.read(page).items());
      known.put(page, found);
    }
    return found;
  }

  private boolean in(List<? extends TreeItem> items) {
    boolean found = false;
    for (int i = 0; i < items.size(); i++) {
      TreeItem item = items.get(i);
      if (item instanceof TreeItem.Leaf leaf) {
        found |= entries.test(TreeEntry.of(leaf));
      } else {
        TreeKey to = i + 1 < items.size() ? items.get(i + 1).key() : null;
        found |= keys.mayMatch(item.key(), to) && in(((TreeItem.Child) item).page());
      }
    }
    return found;
  }
}
