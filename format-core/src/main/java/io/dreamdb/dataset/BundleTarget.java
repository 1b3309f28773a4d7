package io.dreamdb.dataset;

import io.dreamdb.object.BundleWriter;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.StoredBytes;

/** A bundle that is being written. */
record BundleTarget(BundleWriter writer) implements CopyTarget {

  @Override
  public boolean takeObject(ObjectFamily family, ObjectRef ref, StoredBytes bytes) {
    return writer.add(bytes);
  }

  @Override
  public boolean takeManifest(StoredBytes bytes) {
    return writer.add(bytes);
  }
}
