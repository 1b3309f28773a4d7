package io.dreamdb.dataset;

import io.dreamdb.manifest.Lineage;
import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.object.RefValue;

/**
 * A ref as it was read, with its manifest.
 *
 * @param value what a swap expects
 * @param stored the manifest
 */
record Head(RefValue value, StoredManifest stored) {

  Lineage.State state() {
    return stored.manifest().lineage().state();
  }

  long epoch() {
    return stored.manifest().retention().epoch();
  }

  Lineage lineage() {
    return stored.manifest().lineage();
  }
}
