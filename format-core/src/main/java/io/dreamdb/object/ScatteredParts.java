package io.dreamdb.object;

import io.dreamdb.store.ObjectKey;
import io.dreamdb.store.ObjectStore;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How parts of an object come to those who read few of them, here and there. */
sealed interface ScatteredParts {

  /**
   * A part that was checked: read-only, at position 0; null if it is long, and better read as those
   * do who read everything.
   */
  @Nullable ByteBuffer read(long offset, int length);

  /** Whether a part costs no request. */
  boolean isInPlace();

  /** Out of a mapped object. */
  record Mapped(VerifiedGroups verified, ObjectStore store, ObjectKey key, ObjectRef ref)
      implements ScatteredParts {
    @Override
    public ByteBuffer read(long offset, int length) {
      return verified.window(store, key, ref).read((int) offset, length);
    }

    @Override
    public boolean isInPlace() {
      return true;
    }
  }

  /** Fetched, and remembered. */
  record Fetched(VerifiedGroups verified, ObjectStore store, RangedObject object)
      implements ScatteredParts {
    @Override
    public @Nullable ByteBuffer read(long offset, int length) {
      if (length > PartsFetch.MAX_KEPT_BYTES) {
        return null;
      }
      ObjectPart part = object.part(offset, length);
      FetchCost unused = verified.fetch(store, List.of(part));
      return part.bytes();
    }

    @Override
    public boolean isInPlace() {
      return false;
    }
  }
}
