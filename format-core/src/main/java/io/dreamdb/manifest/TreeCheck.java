package io.dreamdb.manifest;

import io.dreamdb.DreamException;
import io.dreamdb.StoreUnavailable;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectReader;
import io.dreamdb.object.ObjectRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Checks trees of one kind against {@code tree.md}: levels, first keys, counts, weights, order, and
 * that pages begin where they must. A page that several trees share is looked at once, so that the
 * trees of a history cost what differs between them. What it keeps is a few numbers a page. One
 * thread.
 */
public final class TreeCheck {

  /**
   * What an entry says of itself.
   *
   * @param weight its weight
   * @param last the last key that it takes up; the next entry must begin after it
   */
  public record Entry(long weight, TreeKey last) {}

  /** What a tree holds. */
  public record Sums(long count, long weight) {}

  /** Is told what is wrong, and brings objects that were compared with their ids. */
  public interface Objects {

    /** Whether a page is there with the bytes of its id; what is wrong was reported. */
    boolean intact(ObjectFamily family, ObjectRef page);

    /** Reports what contradicts the specification. */
    void wrong(String key, String expected, String found);
  }

  private record Summary(TreeKey first, TreeKey last, long count, long weight) {}

  /** A part of a level, from one key to another, whose page borders are to be checked. */
  private record Region(int level, TreeKey from, TreeKey to) {}

  private record Neighbours(ObjectRef left, ObjectRef right) {}

  private final ObjectReader reader;
  private final ObjectFamily family;
  private final Objects objects;
  private final Function<TreeEntry, Optional<Entry>> entries;
  private final PageStore pages;
  private final TreeReader trees;
  private final Map<ObjectRef, Optional<Summary>> summaries = new HashMap<>();
  private final Set<Neighbours> neighbours = new HashSet<>();
  private final List<Region> regions = new ArrayList<>();
  private boolean sound;

  /**
   * A check of trees whose pages are of one family.
   *
   * @param entries looks at an entry, reports what is wrong with it, and gives its weight; empty
   *     where it cannot be read
   */
  public TreeCheck(
      ObjectReader reader,
      ObjectFamily family,
      Objects objects,
      Function<TreeEntry, Optional<Entry>> entries) {
    this.reader = reader;
    this.family = family;
    this.objects = objects;
    this.entries = entries;
    this.pages = new ObjectPages(reader, null, family);
    this.trees = new TreeReader(pages);
  }

  /**
   * Checks a tree.
   *
   * @param where what holds it, for what is reported of the tree as a whole
   * @return what it holds; empty if parts of it cannot be read
   */
  public Optional<Sums> check(Tree tree, String where) {
    sound = true;
    regions.clear();
    if (tree instanceof Tree.Inline inline) {
      return leaves(where, inline.items()).map(TreeCheck::sums);
    }
    Tree.Paged paged = (Tree.Paged) tree;
    Optional<Summary> root = summary(paged.root(), paged.level());
    if (root.isEmpty()) {
      return Optional.empty();
    }
    agree(paged.root(), "count", paged.count(), root.get().count());
    agree(paged.root(), "weight", paged.weight(), root.get().weight());
    if (sound) {
      checkForm(paged, where);
    }
    return root.map(TreeCheck::sums);
  }

  private static Sums sums(Summary summary) {
    return new Sums(summary.count(), summary.weight());
  }

  /** What follows from the entries alone: the form, and where pages begin. */
  private void checkForm(Tree.Paged tree, String where) {
    try {
      trees.root(tree);
      for (Region region : regions) {
        checkBorders(tree, region);
      }
    } catch (StoreUnavailable e) {
      throw e;
    } catch (DreamException e) {
      wrong(where, "a tree in the form that its entries have", String.valueOf(e.getMessage()));
    }
  }

  /** What a page and those below it hold; looked at once. */
  private Optional<Summary> summary(ObjectRef ref, int level) {
    Optional<Summary> known = summaries.get(ref);
    if (known == null) {
      known = objects.intact(family, ref) ? read(ref, level) : Optional.empty();
      summaries.put(ref, known);
    }
    sound &= known.isPresent();
    return known;
  }

  private Optional<Summary> read(ObjectRef ref, int level) {
    Page page;
    try {
      page = pages.read(ref);
    } catch (StoreUnavailable e) {
      throw e;
    } catch (DreamException e) {
      wrong(key(ref), "a page", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
    if (page.level() != level) {
      wrong(key(ref), "level " + level + ", by its parent", "level " + page.level());
      return Optional.empty();
    }
    return level == 0 ? leaves(key(ref), page.items()) : children(page, ref);
  }

  private Optional<Summary> leaves(String where, List<? extends TreeItem> items) {
    long weight = 0;
    TreeKey last = null;
    boolean readable = true;
    for (TreeItem item : items) {
      Optional<Entry> entry = entries.apply(TreeEntry.of((TreeItem.Leaf) item));
      requireAfter(where, last, item.key());
      last = entry.map(Entry::last).orElse(item.key());
      weight += entry.map(Entry::weight).orElse(0L);
      readable &= entry.isPresent();
    }
    sound &= readable;
    if (!readable) {
      return Optional.empty();
    }
    TreeKey first = items.isEmpty() ? TreeKey.ofLong(0) : items.get(0).key();
    return Optional.of(new Summary(first, last == null ? first : last, items.size(), weight));
  }

  private Optional<Summary> children(Page page, ObjectRef ref) {
    long count = 0;
    long weight = 0;
    TreeKey last = null;
    boolean readable = true;
    for (int i = 0; i < page.items().size(); i++) {
      TreeItem.Child child = (TreeItem.Child) page.items().get(i);
      noteSeam(page, i);
      Optional<Summary> below = summary(child.page(), page.level() - 1);
      if (below.isEmpty()) {
        readable = false;
        continue;
      }
      agree(child, below.get());
      requireAfter(key(ref), last, child.key());
      last = below.get().last();
      count += child.count();
      weight += child.weight();
    }
    if (!readable || last == null) {
      return Optional.empty();
    }
    TreeKey lastChild = page.items().get(page.items().size() - 1).key();
    regions.add(new Region(page.level() - 1, page.firstKey(), lastChild));
    return Optional.of(new Summary(page.firstKey(), last, count, weight));
  }

  /** Two pages that were looked at before, but never side by side: the levels below them meet. */
  private void noteSeam(Page page, int index) {
    if (index == 0) {
      return;
    }
    TreeItem.Child left = (TreeItem.Child) page.items().get(index - 1);
    TreeItem.Child right = (TreeItem.Child) page.items().get(index);
    boolean first = neighbours.add(new Neighbours(left.page(), right.page()));
    if (first && summaries.containsKey(right.page())) {
      for (int level = page.level() - 2; level >= 0; level--) {
        regions.add(new Region(level, right.key(), right.key()));
      }
    }
  }

  private void agree(TreeItem.Child child, Summary found) {
    if (!child.key().equals(found.first())) {
      wrong(
          key(child.page()),
          "first key " + child.key() + ", by its parent",
          "first key " + found.first());
    }
    agree(child.page(), "count", child.count(), found.count());
    agree(child.page(), "weight", child.weight(), found.weight());
  }

  private void agree(ObjectRef page, String what, long expected, long found) {
    if (expected != found) {
      wrong(key(page), what + " " + expected + ", by its parent", what + " " + found);
    }
  }

  private void requireAfter(String where, @Nullable TreeKey last, TreeKey next) {
    if (last != null && last.compareTo(next) >= 0) {
      wrong(where, "an entry after key " + last, "one that begins at " + next);
    }
  }

  /**
   * Compares where pages begin in a region, and in the page's worth of bytes around it that may
   * depend on it, with where they must.
   */
  private void checkBorders(Tree.Paged tree, Region region) {
    LevelCursor cursor = new LevelCursor(trees, tree, region.level());
    cursor.seek(region.from());
    boolean startsLevel = false;
    for (int before = 0; before <= 2 * Page.MAX_PAYLOAD_BYTES && !startsLevel; ) {
      startsLevel = !cursor.previous();
      before += startsLevel ? 0 : payload(cursor.page());
    }
    List<Place> places = new ArrayList<>();
    int after = 0;
    boolean more = true;
    while (more && after <= 2 * Page.MAX_PAYLOAD_BYTES) {
      Page page = cursor.page();
      for (int i = 0; i < page.items().size(); i++) {
        places.add(new Place(page.items().get(i), cursor.item().page(), i == 0));
      }
      after += page.firstKey().compareTo(region.to()) > 0 ? payload(page) : 0;
      more = cursor.next();
    }
    compareBorders(region.level(), places, startsLevel, !more);
  }

  /** An item and the page that it stands in. */
  private record Place(TreeItem item, ObjectRef page, boolean begins) {}

  private void compareBorders(
      int level, List<Place> places, boolean startsLevel, boolean endsLevel) {
    List<TreeItem> items = places.stream().map(Place::item).toList();
    PageBorders borders = new PageBorders(items, level, startsLevel);
    int total = items.stream().mapToInt(TreeItem::sizeBytes).sum();
    int before = 0;
    for (int i = 0; i < places.size(); i++) {
      Place place = places.get(i);
      boolean decided =
          (startsLevel || before >= Page.MAX_PAYLOAD_BYTES)
              && (endsLevel || total - before > Page.MAX_PAYLOAD_BYTES);
      if (decided && place.begins() != borders.beginsPage(i)) {
        String here = " at key " + place.item().key();
        wrong(
            key(place.page()),
            place.begins() ? "a page that does not begin" + here : "another page to begin" + here,
            place.begins() ? "one that does" : "none that does");
        return;
      }
      before += place.item().sizeBytes();
    }
  }

  private static int payload(Page page) {
    return page.items().stream().mapToInt(TreeItem::sizeBytes).sum();
  }

  private void wrong(String key, String expected, String found) {
    sound = false;
    objects.wrong(key, expected, found);
  }

  private String key(ObjectRef ref) {
    return family.key(reader.timeline(), ref).path();
  }
}
