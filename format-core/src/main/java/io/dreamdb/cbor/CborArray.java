package io.dreamdb.cbor;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** An array of values in their order. */
public final class CborArray implements CborValue {

  /** The array without values. */
  public static final CborArray EMPTY = new CborArray(new CborValue[0]);

  private final CborValue[] values;
  private final int depth;

  private CborArray(CborValue[] values) {
    this.values = values;
    this.depth = Depth.around(values);
  }

  /**
   * An array of these values.
   *
   * @throws io.dreamdb.LimitExceeded if it would be deeper than {@link Cbor#MAX_DEPTH}
   */
  public static CborArray of(List<? extends CborValue> values) {
    return owning(values.toArray(new CborValue[0]));
  }

  /** As {@link #of(List)}. */
  public static CborArray of(CborValue... values) {
    return owning(values.clone());
  }

  /** The caller gives the array away. */
  static CborArray owning(CborValue[] values) {
    return values.length == 0 ? EMPTY : new CborArray(values);
  }

  /** The values; the list cannot be changed. */
  public List<CborValue> values() {
    return Collections.unmodifiableList(Arrays.asList(values));
  }

  /** How many values there are. */
  public int size() {
    return values.length;
  }

  int depth() {
    return depth;
  }

  @Override
  public String describe() {
    return "array of " + values.length + " values";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CborArray that && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return Arrays.toString(values);
  }
}
