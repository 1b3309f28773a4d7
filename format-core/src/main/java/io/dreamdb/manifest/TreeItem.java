package io.dreamdb.manifest;

import io.dreamdb.cbor.Cbor;
import io.dreamdb.cbor.CborArray;
import io.dreamdb.cbor.CborBytes;
import io.dreamdb.cbor.CborInt;
import io.dreamdb.cbor.CborValue;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.References;

/** What a page holds: an entry on a leaf, a page of the level below elsewhere. */
public sealed interface TreeItem {

  /** The entry's key, or the smallest key below. */
  TreeKey key();

  /** The form that stands in the page. */
  CborValue encoded();

  /** What it counts for in a page, at least the length of {@link #encoded} in bytes. */
  int sizeBytes();

  /**
   * An entry.
   *
   * @param key its key
   * @param value its value
   * @param sizeBytes length of the encoded item
   */
  record Leaf(TreeKey key, CborValue value, int sizeBytes) implements TreeItem {

    /** The item of this entry. */
    public static Leaf of(TreeKey key, CborValue value) {
      return new Leaf(key, value, (int) Cbor.encodedLength(encode(key, value)));
    }

    @Override
    public CborValue encoded() {
      return encode(key, value);
    }

    private static CborValue encode(TreeKey key, CborValue value) {
      return CborArray.of(CborBytes.copyOf(key.toBytes()), value);
    }
  }

  /**
   * A page of the level below.
   *
   * @param key its first key
   * @param page where it is
   * @param count entries below it
   * @param weight sum of their weights
   * @param sizeBytes the most that an item with this key takes, so that page borders depend on keys
   *     alone
   */
  record Child(TreeKey key, ObjectRef page, long count, long weight, int sizeBytes)
      implements TreeItem {

    private static final int REST_BYTES = 70;

    /** The item of this page. */
    public static Child of(TreeKey key, ObjectRef page, long count, long weight) {
      return new Child(key, page, count, weight, key.lengthBytes() + REST_BYTES);
    }

    @Override
    public CborValue encoded() {
      return encode(key, page, count, weight);
    }

    private static CborValue encode(TreeKey key, ObjectRef page, long count, long weight) {
      return CborArray.of(
          CborBytes.copyOf(key.toBytes()),
          References.encode(page),
          new CborInt(count),
          new CborInt(weight));
    }
  }
}
