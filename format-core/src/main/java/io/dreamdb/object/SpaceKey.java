package io.dreamdb.object;

import io.dreamdb.store.StoreKey;

/** What a key of a space stands for ({@code README.md}, section 3). */
public sealed interface SpaceKey {

  /** A manifest. */
  record OfManifest(ObjectId id) implements SpaceKey {}

  /**
   * An object that a manifest or another object refers to, or its outboard.
   *
   * @param family the object's
   * @param id the object's
   * @param birth the object's
   * @param outboard whether it is the outboard
   */
  record OfObject(ObjectFamily family, ObjectId id, long birth, boolean outboard)
      implements SpaceKey {}

  /** A register or a genesis, which are never collected. */
  record Lasting() implements SpaceKey {}

  /** What no object of this version has as its key. */
  record Unknown() implements SpaceKey {}

  /** Reads the key of something in the space with that genesis. */
  static SpaceKey parse(ObjectId timeline, StoreKey key) {
    return SpaceKeys.parse(timeline, key);
  }
}
