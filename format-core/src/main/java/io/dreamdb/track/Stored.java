package io.dreamdb.track;

import io.dreamdb.object.ObjectRef;

/**
 * A part of an entry: within it if small, an object of its own if large. {@link PartWriter} decides
 * by the format's limits.
 */
public sealed interface Stored<T> {

  /** Stands in the entry. */
  record Inline<T>(T value) implements Stored<T> {}

  /** Stands in an object that the entry refers to. */
  record External<T>(ObjectRef ref) implements Stored<T> {}
}
