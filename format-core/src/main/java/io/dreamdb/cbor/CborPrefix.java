package io.dreamdb.cbor;

/** A value that stood at the beginning of a buffer, and how many bytes its encoding took. */
public record CborPrefix(CborValue value, int lengthBytes) {}
