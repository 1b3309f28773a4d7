package io.dreamdb.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.CorruptObject;
import io.dreamdb.cbor.CborInt;
import io.dreamdb.hash.Blake3;
import io.dreamdb.object.ObjectCache;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.ObjectReader;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.ObjectWriter;
import io.dreamdb.object.Verification;
import io.dreamdb.object.VerifiedGroups;
import io.dreamdb.store.CountingObjectStore;
import io.dreamdb.store.MemoryObjectStore;
import io.dreamdb.store.StoreOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A tree of 21 pages that claims to have 7^21 entries. */
class TreeBombTest {

  private static final ObjectId TIMELINE = ObjectId.ofDigest(Blake3.hash(new byte[1]));
  private static final int CHILDREN = 7;

  private final CountingObjectStore store = new CountingObjectStore(new MemoryObjectStore());
  private final ObjectReader objects =
      new ObjectReader(
          store, TIMELINE, new ObjectCache(0), new VerifiedGroups(Verification.ALWAYS));
  private final ObjectWriter writer = new ObjectWriter(store, TIMELINE, 0);
  private final PageStore pages = new ObjectPages(objects, writer, ObjectFamily.ROWS_INDEX);

  /** On each level one page, all of whose children are the page below. */
  private Tree.Paged bomb() {
    List<TreeItem> leaves = new ArrayList<>();
    for (int i = 0; i < CHILDREN; i++) {
      leaves.add(TreeItem.Leaf.of(TreeKey.ofLong(i), new CborInt(i)));
    }
    ObjectRef below = pages.write(new Page(0, leaves));
    long count = CHILDREN;
    for (int level = 1; level <= Page.MAX_LEVEL; level++) {
      List<TreeItem> items = new ArrayList<>();
      for (int i = 0; i < CHILDREN; i++) {
        items.add(TreeItem.Child.of(TreeKey.ofLong(i), below, count, 0));
      }
      below = pages.write(new Page(level, items));
      count *= CHILDREN;
    }
    return new Tree.Paged(below, Page.MAX_LEVEL, count, 0);
  }

  @Test
  void readingItIsRefusedAfterAFewPages() {
    Tree.Paged bomb = bomb();
    TreeReader reader = new TreeReader(pages);
    long before = reads();
    assertThatThrownBy(() -> reader.range(bomb, null, null).forEachRemaining(leaf -> {}))
        .isInstanceOf(CorruptObject.class)
        .hasMessageContaining("its parent says");
    for (long key : new long[] {1, CHILDREN, Long.MAX_VALUE}) {
      assertThatThrownBy(() -> reader.floor(bomb, TreeKey.ofLong(key)))
          .isInstanceOf(CorruptObject.class);
    }
    assertThat(reads() - before).isLessThan(10L * Page.MAX_LEVEL);
  }

  @Test
  void checkingItLooksAtEachPageOnce() {
    Tree.Paged bomb = bomb();
    List<String> findings = new ArrayList<>();
    TreeCheck check =
        new TreeCheck(
            objects,
            ObjectFamily.ROWS_INDEX,
            new TreeCheck.Objects() {
              @Override
              public boolean intact(ObjectFamily family, ObjectRef page) {
                return true;
              }

              @Override
              public void wrong(String key, String expected, String found) {
                findings.add(key + ": " + expected + ", " + found);
              }
            },
            entry -> Optional.of(new TreeCheck.Entry(0, entry.key())));
    long before = reads();
    Optional<TreeCheck.Sums> unused = check.check(bomb, "bomb");
    assertThat(findings).isNotEmpty();
    assertThat(reads() - before).isLessThan(4L * Page.MAX_LEVEL);
  }

  private long reads() {
    return store.counts().of(StoreOperation.READ).requests();
  }
}
