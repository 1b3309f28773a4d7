package io.dreamdb.object;

import io.dreamdb.store.ObjectKey;

/** The keys of a space that belong to no track ({@code README.md}, section 3). */
final class SpaceKeys {

  static final String MANIFESTS = "manifests/";

  private SpaceKeys() {}

  static ObjectKey genesis(ObjectId id) {
    return new ObjectKey("genesis/" + id);
  }

  static ObjectKey manifest(ObjectId id) {
    return new ObjectKey(MANIFESTS + id);
  }

  static ObjectKey outboard(ObjectKey object) {
    return new ObjectKey("outboards/" + object.path());
  }
}
