package io.dreamdb.manifest;

import io.dreamdb.object.ObjectId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the collector may rely on ({@code refs.md}, section 4).
 *
 * @param epoch the collection epoch of the manifest
 * @param epochFirst the first manifest of this epoch on the same ref; null: this one
 * @param floor ancestors with a smaller generation are expired
 * @param bases manifests kept without their ancestors, sorted
 */
public record Retention(
    long epoch, @Nullable ObjectId epochFirst, long floor, List<ObjectId> bases) {

  /** Sorts and copies. */
  public Retention {
    bases = bases.stream().sorted().distinct().toList();
  }
}
