package io.dreamdb.track;

import io.dreamdb.object.ObjectCopier;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectRef;
import org.jspecify.annotations.Nullable;

/**
 * A part of an entry: within it if small, an object of its own if large. {@link PartWriter} decides
 * by the format's limits.
 */
public sealed interface Stored<T> {

  /** Stands in the entry. */
  record Inline<T>(T value) implements Stored<T> {}

  /** Stands in an object that the entry refers to. */
  record External<T>(ObjectRef ref) implements Stored<T> {}

  /** The same part; of an object, a copy of it. */
  static <T> @Nullable Stored<T> copied(
      @Nullable Stored<T> part, ObjectFamily family, ObjectCopier copier) {
    return part instanceof External<T> external
        ? new External<>(copier.copy(family, external.ref()))
        : part;
  }
}
