package io.dreamdb.cbor;

/** The value {@code null}, which is not the same as an absent field. */
public enum CborNull implements CborValue {
  NULL;

  @Override
  public String describe() {
    return "null";
  }

  @Override
  public String toString() {
    return "null";
  }
}
