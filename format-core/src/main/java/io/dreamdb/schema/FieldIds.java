package io.dreamdb.schema;

import io.dreamdb.InvalidInput;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntSupplier;

/** Where ids of new fields come from. */
@FunctionalInterface
public interface FieldIds {

  /** The next id: 1 to 2³¹−1, never the same twice. */
  int next();

  /**
   * Ids drawn from random bits. Zero, ids in {@code taken} and ids that were drawn before are drawn
   * again, so that a table with many columns meets no collision. Not for use by several threads.
   *
   * @param bits 32 random bits with each call
   */
  static FieldIds drawnFrom(IntSupplier bits, Collection<Integer> taken) {
    Set<Integer> used = new HashSet<>(taken);
    used.add(0);
    return () -> {
      for (int attempt = 0; attempt < 1_000; attempt++) {
        int id = bits.getAsInt() & Integer.MAX_VALUE;
        if (used.add(id)) {
          return id;
        }
      }
      throw new InvalidInput(
          "no free field id in 1000 draws beside " + used.size() + " used: expected random bits");
    };
  }
}
