package io.dreamdb.cbor;

/** An integer of 64 bits with sign. */
public record CborInt(long value) implements CborValue {

  @Override
  public String describe() {
    return "integer " + value;
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
