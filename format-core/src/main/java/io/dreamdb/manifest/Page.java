package io.dreamdb.manifest;

import io.dreamdb.cbor.Cbor;
import io.dreamdb.cbor.CborArray;
import io.dreamdb.cbor.CborFields;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.References;
import io.dreamdb.object.StructuralObject;
import java.util.ArrayList;
import java.util.List;

/**
 * A node of a tree ({@code tree.md}, section 2).
 *
 * @param level 0 for a leaf
 * @param items at least one, keys strictly ascending
 */
record Page(int level, List<TreeItem> items) {

  static final int MAX_LEVEL = 20;

  /** Most bytes of a page's items together; with its frame a page then has at most 8,192. */
  static final int MAX_PAYLOAD_BYTES = 8_128;

  /** Most bytes of a page. */
  static final int MAX_LENGTH_BYTES = 8_192;

  /** Most bytes of one item. */
  static final int MAX_ITEM_BYTES = 4_096;

  Page {
    items = List.copyOf(items);
  }

  TreeKey firstKey() {
    return items.get(0).key();
  }

  byte[] encode() {
    return Cbor.encode(
        StructuralObject.begin("page")
            .put("level", level)
            .put("items", CborArray.of(items.stream().map(TreeItem::encoded).toList()))
            .build());
  }

  static Page decode(CborItem root) {
    CborFields fields = StructuralObject.open(root, "page");
    int level = fields.int32("level", 0, MAX_LEVEL);
    List<TreeItem> items = decodeItems(fields.required("items"), level);
    fields.done();
    if (items.isEmpty()) {
      throw root.expected("a page with at least one item");
    }
    return new Page(level, items);
  }

  /** Reads a reference to a page, which bounds what the page may have. */
  static ObjectRef decodeReference(CborItem item) {
    ObjectRef page = References.decode(item);
    if (page.lengthBytes() > MAX_LENGTH_BYTES) {
      throw item.expected("a page of at most " + MAX_LENGTH_BYTES + " bytes");
    }
    return page;
  }

  /** Number of entries in the page and below it. */
  long count() {
    return items.stream().mapToLong(Page::count).sum();
  }

  private static long count(TreeItem item) {
    return item instanceof TreeItem.Child child ? child.count() : 1;
  }

  static List<TreeItem> decodeItems(CborItem array, int level) {
    List<TreeItem> items = new ArrayList<>();
    int payload = 0;
    TreeKey previous = null;
    for (CborItem element : array.array()) {
      TreeItem item = decodeItem(element, level);
      if (previous != null && previous.compareTo(item.key()) >= 0) {
        throw element.expected("a key above " + previous);
      }
      if (item.sizeBytes() > MAX_ITEM_BYTES) {
        throw element.expected("an item of at most " + MAX_ITEM_BYTES + " bytes");
      }
      payload += item.sizeBytes();
      previous = item.key();
      items.add(item);
    }
    if (payload > MAX_PAYLOAD_BYTES) {
      throw array.expected("at most " + MAX_PAYLOAD_BYTES + " bytes of items");
    }
    return items;
  }

  private static TreeItem decodeItem(CborItem element, int level) {
    List<CborItem> parts = element.array();
    if (parts.size() != (level == 0 ? 2 : 4)) {
      throw element.expected("an item of level " + level);
    }
    byte[] keyBytes = parts.get(0).bytes().toArray();
    if (keyBytes.length == 0 || keyBytes.length > TreeKey.MAX_LENGTH_BYTES) {
      throw parts.get(0).expected("a key of 1 to " + TreeKey.MAX_LENGTH_BYTES + " bytes");
    }
    TreeKey key = TreeKey.of(keyBytes);
    if (level == 0) {
      return TreeItem.Leaf.of(key, parts.get(1).value());
    }
    return TreeItem.Child.of(
        key,
        decodeReference(parts.get(1)),
        parts.get(2).integer(1, Long.MAX_VALUE),
        parts.get(3).nonNegative());
  }
}
