package io.dreamdb.index;

import static io.dreamdb.index.Decoding.require;

import io.dreamdb.CorruptObject;
import io.dreamdb.cbor.CborArray;
import io.dreamdb.cbor.CborFields;
import io.dreamdb.cbor.CborInt;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.cbor.CborMap;
import io.dreamdb.cbor.CborValue;
import io.dreamdb.manifest.TreeKey;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.References;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the index track says of a pack ({@code index.md}, section 4).
 *
 * @param pack the pack
 * @param level 0 if it was written beside an append, more if by a rebuild, refresh or compaction
 * @param firstCell its first cell
 * @param lastCell its last cell
 * @param firstAnchor the smallest anchor of its rows, at level 0 of its run
 * @param rows entries that are members of their own cells
 * @param entries all entries, with those that are spilled into a second cell
 * @param run the batch beside which it was written; null exactly above level 0
 */
public record PackEntry(
    ObjectRef pack,
    int level,
    int firstCell,
    int lastCell,
    long firstAnchor,
    int rows,
    int entries,
    @Nullable AnchorRun run) {

  private static final int KEY_BYTES = Integer.BYTES + Long.BYTES;

  /** Checks that the parts agree. */
  public PackEntry {
    require(level >= 0, "level " + level);
    require(
        firstCell >= 0 && lastCell >= firstCell && lastCell < SpatialIndex.MAX_CELLS,
        "cells " + firstCell + " to " + lastCell);
    require(firstAnchor >= 0, "anchor " + firstAnchor);
    require(rows >= 0 && entries >= rows && entries >= 1, rows + " rows in " + entries);
    require((level == 0) == (run != null), "level " + level + ", run " + run);
    require(run == null || run.first() == firstAnchor, "anchor " + firstAnchor + " of " + run);
    require(run == null || rows <= run.count(), rows + " rows of " + run);
  }

  /** The pack at level 0 of a batch that stands elsewhere now. */
  public PackEntry movedTo(long newFirstAnchor) {
    if (run == null) {
      throw new IllegalStateException("a pack of level " + level + " is of no batch");
    }
    AnchorRun moved = new AnchorRun(newFirstAnchor, run.count());
    return new PackEntry(pack, 0, firstCell, lastCell, newFirstAnchor, rows, entries, moved);
  }

  /** Whether both say the same, whatever the birth of the pack. */
  public boolean sameContent(PackEntry other) {
    return equals(other) || born(0).equals(other.born(0));
  }

  /** Whether two values say the same, whatever the births of the packs. */
  static boolean sameValue(CborValue left, CborValue right) {
    return left.equals(right) || unborn(left).equals(unborn(right));
  }

  private static CborMap unborn(CborValue value) {
    CborItem item = CborItem.root("pack", value);
    ObjectRef ref = References.decode(item.fields().required("pack"));
    CborMap.Builder map = CborMap.builder().put("pack", References.encode(ref.id()));
    item.map().forEach((key, field) -> map.putIf(!key.equals("pack"), key, field));
    return map.build();
  }

  private PackEntry born(long epoch) {
    return storedAt(new ObjectRef(pack.id(), epoch, pack.lengthBytes()));
  }

  /** The same of a copy of the pack. */
  public PackEntry storedAt(ObjectRef copy) {
    return new PackEntry(copy, level, firstCell, lastCell, firstAnchor, rows, entries, run);
  }

  /** The key in the tree of packs. */
  public TreeKey key() {
    return key(firstCell, firstAnchor);
  }

  static TreeKey key(int cell, long anchor) {
    return TreeKey.of(ByteBuffer.allocate(KEY_BYTES).putInt(cell).putLong(anchor).array());
  }

  /** The form that stands in the tree. */
  public CborMap encode() {
    CborValue runValue =
        run == null ? null : CborArray.of(new CborInt(run.first()), new CborInt(run.count()));
    return CborMap.builder()
        .put("pack", References.encode(pack))
        .put("level", level)
        .put("last", lastCell)
        .put("rows", rows)
        .put("entries", entries)
        .putIfPresent("run", runValue)
        .build();
  }

  /** Reads the form that stands in the tree. */
  public static PackEntry decode(TreeKey key, CborValue value) {
    byte[] bytes = key.toBytes();
    if (bytes.length != KEY_BYTES || bytes[0] != 0 || bytes[Integer.BYTES] < 0) {
      throw new CorruptObject(
          "The index track has a pack with key " + key + ": expected a cell and an anchor");
    }
    ByteBuffer numbers = ByteBuffer.wrap(bytes);
    int firstCell = numbers.getInt();
    long firstAnchor = numbers.getLong();
    CborItem item = CborItem.root("pack at cell " + firstCell + ", row " + firstAnchor, value);
    CborFields fields = item.fields();
    ObjectRef pack = References.decode(fields.required("pack"));
    int level = fields.int32("level", 0, Integer.MAX_VALUE);
    int last = fields.int32("last", firstCell, SpatialIndex.MAX_CELLS - 1);
    int rows = fields.int32("rows", 0, Integer.MAX_VALUE);
    int entries = fields.int32("entries", 1, Integer.MAX_VALUE);
    AnchorRun run = fields.optional("run").map(PackEntry::decodeRun).orElse(null);
    fields.done();
    return Decoding.inRange(
        item, () -> new PackEntry(pack, level, firstCell, last, firstAnchor, rows, entries, run));
  }

  private static AnchorRun decodeRun(CborItem item) {
    List<CborItem> parts = item.array();
    if (parts.size() != 2) {
      throw item.expected("a first anchor and a count");
    }
    long first = parts.get(0).nonNegative();
    long count = parts.get(1).nonNegative();
    return Decoding.inRange(item, () -> new AnchorRun(first, count));
  }
}
