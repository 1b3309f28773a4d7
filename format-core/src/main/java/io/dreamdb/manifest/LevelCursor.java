package io.dreamdb.manifest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Walks the pages of one level of a paged tree in both directions. */
final class LevelCursor {

  private final TreeReader reader;
  private final Page[] path;
  private final int[] indexes;
  private final int rootLevel;
  private final int level;

  /** A cursor over {@code level}, which is below the root; {@link #seek} comes first. */
  LevelCursor(TreeReader reader, Tree.Paged tree, int level) {
    this.reader = reader;
    this.rootLevel = tree.level();
    this.level = level;
    this.path = new Page[rootLevel + 1];
    this.indexes = new int[rootLevel + 1];
    path[rootLevel] = reader.root(tree);
  }

  /** Goes to the page that holds {@code key}, or would. */
  void seek(TreeKey key) {
    for (int above = rootLevel; above > level; above--) {
      indexes[above] = Math.max(0, TreeReader.floorIndex(path[above].items(), key));
      descend(above);
    }
  }

  Page page() {
    return path[level];
  }

  /** The item that stands for {@link #page} in the level above. */
  TreeItem.Child item() {
    return childAt(level + 1, indexes[level + 1]);
  }

  /** Goes to the following page; false at the end of the level, where it stays. */
  boolean next() {
    for (int above = level + 1; above <= rootLevel; above++) {
      if (indexes[above] + 1 < path[above].items().size()) {
        indexes[above]++;
        descend(above);
        for (int below = above - 1; below > level; below--) {
          indexes[below] = 0;
          descend(below);
        }
        return true;
      }
    }
    return false;
  }

  /** Goes to the page before; false at the start of the level, where it stays. */
  boolean previous() {
    for (int above = level + 1; above <= rootLevel; above++) {
      if (indexes[above] > 0) {
        indexes[above]--;
        descend(above);
        for (int below = above - 1; below > level; below--) {
          indexes[below] = path[below].items().size() - 1;
          descend(below);
        }
        return true;
      }
    }
    return false;
  }

  /** First key of the following page; null at the end of the level. */
  @Nullable TreeKey nextKey() {
    for (int above = level + 1; above <= rootLevel; above++) {
      List<TreeItem> items = path[above].items();
      if (indexes[above] + 1 < items.size()) {
        return items.get(indexes[above] + 1).key();
      }
    }
    return null;
  }

  private void descend(int above) {
    path[above - 1] = reader.child(childAt(above, indexes[above]), above - 1);
  }

  private TreeItem.Child childAt(int above, int index) {
    return (TreeItem.Child) path[above].items().get(index);
  }
}
