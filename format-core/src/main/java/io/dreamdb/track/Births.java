package io.dreamdb.track;

import io.dreamdb.object.ObjectRef;
import org.jspecify.annotations.Nullable;

/** References and parts of entries with another birth, so that their content can be compared. */
final class Births {

  private Births() {}

  static ObjectRef born(ObjectRef ref, long epoch) {
    return ref.birth() == epoch ? ref : new ObjectRef(ref.id(), epoch, ref.lengthBytes());
  }

  static <T> @Nullable Stored<T> born(@Nullable Stored<T> part, long epoch) {
    return part instanceof Stored.External<T> external
        ? new Stored.External<>(born(external.ref(), epoch))
        : part;
  }
}
