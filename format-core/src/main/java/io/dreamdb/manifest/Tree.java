package io.dreamdb.manifest;

import io.dreamdb.cbor.CborArray;
import io.dreamdb.cbor.CborFields;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.cbor.CborMap;
import io.dreamdb.cbor.CborValue;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.References;
import java.util.ArrayList;
import java.util.List;

/**
 * A tree as it stands in its track: without entries, inline, or by its root page. Equal entries
 * give equal trees.
 */
public sealed interface Tree {

  /** Largest payload that stands inline. */
  int MAX_INLINE_BYTES = 2_048;

  /** The tree without entries. */
  Tree EMPTY = new Inline(List.of());

  /** The form that stands in a track. */
  CborValue encode();

  /** Number of entries. */
  long count();

  /** All entries here, at most {@link #MAX_INLINE_BYTES} bytes of them. */
  record Inline(List<TreeItem.Leaf> items) implements Tree {

    /** Takes a copy. */
    public Inline {
      items = List.copyOf(items);
    }

    @Override
    public CborValue encode() {
      return CborArray.of(items.stream().map(TreeItem::encoded).toList());
    }

    @Override
    public long count() {
      return items.size();
    }
  }

  /**
   * Entries in pages.
   *
   * @param root the root page
   * @param level its level
   * @param count number of entries
   * @param weight sum of their weights
   */
  record Paged(ObjectRef root, int level, long count, long weight) implements Tree {

    @Override
    public CborValue encode() {
      return CborMap.builder()
          .put("root", References.encode(root))
          .put("level", level)
          .put("count", count)
          .put("weight", weight)
          .build();
    }
  }

  /**
   * Reads the form that stands in a track. Pages are not read: what disagrees with them is found
   * when they are.
   *
   * @throws io.dreamdb.CorruptObject with the path of what is malformed
   */
  static Tree decode(CborItem item) {
    if (item.value() instanceof CborArray) {
      return new Inline(decodeInline(item));
    }
    CborFields fields = item.fields();
    ObjectRef root = Page.decodeReference(fields.required("root"));
    int level = fields.int32("level", 0, Page.MAX_LEVEL);
    Paged tree =
        new Paged(
            root, level, fields.integer("count", 1, Long.MAX_VALUE), fields.nonNegative("weight"));
    fields.done();
    return tree;
  }

  private static List<TreeItem.Leaf> decodeInline(CborItem item) {
    List<TreeItem.Leaf> leaves = new ArrayList<>();
    int payload = 0;
    for (TreeItem decoded : Page.decodeItems(item, 0)) {
      leaves.add((TreeItem.Leaf) decoded);
      payload += decoded.sizeBytes();
    }
    if (payload > MAX_INLINE_BYTES) {
      throw item.expected("at most " + MAX_INLINE_BYTES + " bytes of inline entries");
    }
    return leaves;
  }
}
