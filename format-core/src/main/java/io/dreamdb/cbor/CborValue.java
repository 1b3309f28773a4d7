package io.dreamdb.cbor;

/**
 * A value that has a deterministic encoding. Immutable; equal values have equal encodings and the
 * reverse. {@code toString} is the diagnostic notation of RFC 8949 §8, unabridged.
 */
public sealed interface CborValue
    permits CborInt, CborText, CborBytes, CborArray, CborMap, CborBool, CborNull {

  /** What the value is, for a failure's message: its kind, and the value itself where short. */
  String describe();
}
