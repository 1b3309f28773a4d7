package io.dreamdb.store;

/**
 * Which value a register holds, as its store names it (an entity tag, a generation, a number).
 *
 * <p>Opaque: only equality means anything, and only between versions of the same register of the
 * same store. While a register exists no version comes back unless its value does, and not even
 * then where the store has {@link Capability#DISTINCT_VERSIONS}.
 */
public record Version(String token) {

  /** The version of a register that does not exist; expected by whoever creates it. */
  public static final Version ABSENT = new Version("");
}
