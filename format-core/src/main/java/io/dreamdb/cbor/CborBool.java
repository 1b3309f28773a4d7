package io.dreamdb.cbor;

/** A truth value. */
public record CborBool(boolean value) implements CborValue {

  @Override
  public String describe() {
    return "bool " + value;
  }

  @Override
  public String toString() {
    return Boolean.toString(value);
  }
}
