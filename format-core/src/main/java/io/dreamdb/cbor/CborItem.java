package io.dreamdb.cbor;

import io.dreamdb.CorruptObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decoded value with the place where it stands. Every method that reads it as a type fails with
 * {@link CorruptObject} if it is of another, in the form {@code manifest.tracks[3].kind: expected
 * text, found integer 7}.
 */
public final class CborItem {

  private final @Nullable CborItem parent;
  private final String step;
  private final int index;
  private final CborValue value;

  private CborItem(@Nullable CborItem parent, String step, int index, CborValue value) {
    this.parent = parent;
    this.step = step;
    this.index = index;
    this.value = value;
  }

  /** A decoded value as a whole; paths begin with the name. */
  public static CborItem root(String name, CborValue value) {
    return new CborItem(null, name, -1, value);
  }

  CborItem field(String key, CborValue field) {
    return new CborItem(this, key, -1, field);
  }

  /** The value, of whatever type. */
  public CborValue value() {
    return value;
  }

  /** Whether the value is {@code null}. */
  public boolean isNull() {
    return value == CborNull.NULL;
  }

  /** Any integer. */
  public long integer() {
    if (value instanceof CborInt integer) {
      return integer.value();
    }
    throw expected("integer");
  }

  /** An integer between the two bounds, both included. */
  public long integer(long least, long most) {
    long integer = integer();
    if (integer < least || integer > most) {
      throw expected("integer from " + least + " to " + most);
    }
    return integer;
  }

  /** An integer of 0 or more. */
  public long nonNegative() {
    return integer(0, Long.MAX_VALUE);
  }

  /** An integer that an {@code int} can hold. */
  public int int32() {
    return (int) integer(Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  /** An integer between the two bounds, both included. */
  public int int32(int least, int most) {
    return (int) integer(least, most);
  }

  /** A text. */
  public String text() {
    if (value instanceof CborText text) {
      return text.value();
    }
    throw expected("text");
  }

  /** A byte string. */
  public CborBytes bytes() {
    if (value instanceof CborBytes bytes) {
      return bytes;
    }
    throw expected("byte string");
  }

  /** A byte string of exactly this length. */
  public CborBytes bytes(int lengthBytes) {
    if (value instanceof CborBytes bytes && bytes.length() == lengthBytes) {
      return bytes;
    }
    throw expected("byte string of " + lengthBytes + " bytes");
  }

  /** A truth value. */
  public boolean bool() {
    if (value instanceof CborBool bool) {
      return bool.value();
    }
    throw expected("bool");
  }

  /** The values of an array, in their order. */
  public List<CborItem> array() {
    if (!(value instanceof CborArray array)) {
      throw expected("array");
    }
    List<CborItem> items = new ArrayList<>(array.size());
    for (CborValue element : array.values()) {
      items.add(new CborItem(this, "", items.size(), element));
    }
    return items;
  }

  /** A map, unread. */
  public CborMap map() {
    if (value instanceof CborMap map) {
      return map;
    }
    throw expected("map");
  }

  /** The fields of a map. */
  public CborFields fields() {
    return new CborFields(this, map());
  }

  /** Where the value stands, for example {@code manifest.tracks[3].kind}. */
  public String path() {
    StringBuilder path = new StringBuilder();
    appendPath(path);
    return path.toString();
  }

  private void appendPath(StringBuilder path) {
    if (parent != null) {
      parent.appendPath(path);
    }
    if (index >= 0) {
      path.append('[').append(index).append(']');
    } else {
      path.append(parent == null ? "" : ".").append(step);
    }
  }

  /** The failure that this value is not what it should be, for a codec's own rules. */
  public CorruptObject expected(String expected) {
    return new CorruptObject(path() + ": expected " + expected + ", found " + value.describe());
  }
}
