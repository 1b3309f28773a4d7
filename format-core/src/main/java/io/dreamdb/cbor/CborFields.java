package io.dreamdb.cbor;

import io.dreamdb.CorruptObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes the fields out of a decoded map and remembers which were asked for, so that {@link #done}
 * can refuse the others.
 *
 * <p>The methods named after a type take a field that must be there and be of that type; {@link
 * #optional} takes one that may be absent. All fail with {@link CorruptObject} and the path of the
 * field. A field may be taken again. Not for use by several threads.
 */
public final class CborFields {

  private final CborItem item;
  private final CborMap map;
  private final boolean[] taken;

  CborFields(CborItem item, CborMap map) {
    this.item = item;
    this.map = map;
    this.taken = new boolean[map.size()];
  }

  /**
   * The fields of a decoded object; paths begin with the name.
   *
   * @throws CorruptObject if the value is not a map
   */
  public static CborFields of(String name, CborValue value) {
    return CborItem.root(name, value).fields();
  }

  /** The field, of whatever type. */
  public CborItem required(String key) {
    int index = map.indexOf(key);
    if (index < 0) {
      throw new CorruptObject(item.path() + "." + key + ": expected a value, found no such field");
    }
    return take(index);
  }

  /** The field, if it is there; a field that is {@code null} is. */
  public Optional<CborItem> optional(String key) {
    int index = map.indexOf(key);
    return index < 0 ? Optional.empty() : Optional.of(take(index));
  }

  private CborItem take(int index) {
    taken[index] = true;
    return item.field(map.key(index), map.value(index));
  }

  /** As {@link CborItem#integer()}. */
  public long integer(String key) {
    return required(key).integer();
  }

  /** As {@link CborItem#integer(long, long)}. */
  public long integer(String key, long least, long most) {
    return required(key).integer(least, most);
  }

  /** As {@link CborItem#nonNegative()}. */
  public long nonNegative(String key) {
    return required(key).nonNegative();
  }

  /** As {@link CborItem#int32()}. */
  public int int32(String key) {
    return required(key).int32();
  }

  /** As {@link CborItem#int32(int, int)}. */
  public int int32(String key, int least, int most) {
    return required(key).int32(least, most);
  }

  /** As {@link CborItem#text()}. */
  public String text(String key) {
    return required(key).text();
  }

  /** As {@link CborItem#bytes()}. */
  public CborBytes bytes(String key) {
    return required(key).bytes();
  }

  /** As {@link CborItem#bytes(int)}. */
  public CborBytes bytes(String key, int lengthBytes) {
    return required(key).bytes(lengthBytes);
  }

  /** As {@link CborItem#bool()}. */
  public boolean bool(String key) {
    return required(key).bool();
  }

  /** As {@link CborItem#array()}. */
  public List<CborItem> array(String key) {
    return required(key).array();
  }

  /** As {@link CborItem#map()}. */
  public CborMap map(String key) {
    return required(key).map();
  }

  /** As {@link CborItem#fields()}. */
  public CborFields fields(String key) {
    return required(key).fields();
  }

  /**
   * Ends the reading of a map whose fields are all known.
   *
   * @throws CorruptObject if there are fields that were not taken; it names them
   */
  public void done() {
    List<String> unknown = rest().keys();
    if (!unknown.isEmpty()) {
      List<String> quoted = unknown.stream().map(CborText::quote).toList();
      throw new CorruptObject(item.path() + ": expected known fields only, found " + quoted);
    }
  }

  /** Ends the reading of a map that may have more: what was not taken, to be carried along. */
  public CborMap rest() {
    List<String> keys = new ArrayList<>();
    List<CborValue> values = new ArrayList<>();
    for (int i = 0; i < taken.length; i++) {
      if (!taken[i]) {
        keys.add(map.key(i));
        values.add(map.value(i));
      }
    }
    return CborMap.owning(keys.toArray(new String[0]), values.toArray(new CborValue[0]));
  }

  /** Where the map stands. */
  public String path() {
    return item.path();
  }
}
