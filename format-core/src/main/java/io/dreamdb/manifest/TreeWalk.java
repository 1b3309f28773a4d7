package io.dreamdb.manifest;

import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectReader;
import io.dreamdb.object.ObjectRef;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Goes through trees page by page, so that pages which several trees share can be left out.
 * Failures are those of {@link ObjectReader}. One thread.
 */
public final class TreeWalk {

  private final PageStore pages;
  private final Predicate<ObjectRef> entered;
  private final Consumer<TreeEntry> entries;

  /**
   * A walk through trees whose pages are of one family.
   *
   * @param entered is told each page that is met, and says whether to go on below it
   * @param entries takes the entries of pages that were entered
   */
  public TreeWalk(
      ObjectReader reader,
      ObjectFamily family,
      Predicate<ObjectRef> entered,
      Consumer<TreeEntry> entries) {
    this.pages = new ObjectPages(reader, null, family);
    this.entered = entered;
    this.entries = entries;
  }

  /** Goes through a tree. */
  public void walk(Tree tree) {
    if (tree instanceof Tree.Paged paged) {
      walk(paged.root());
    } else {
      walk(((Tree.Inline) tree).items());
    }
  }

  private void walk(ObjectRef page) {
    if (entered.test(page)) {
      walk(pages.read(page).items());
    }
  }

  private void walk(List<? extends TreeItem> items) {
    for (TreeItem item : items) {
      if (item instanceof TreeItem.Child child) {
        walk(child.page());
      } else {
        entries.accept(TreeEntry.of((TreeItem.Leaf) item));
      }
    }
  }
}
