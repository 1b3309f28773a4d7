package io.dreamdb.dataset;

import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.StoredBytes;

/**
 * Where a {@link SpaceCopy} goes. Each object comes once, each manifest after all that it names.
 */
interface CopyTarget {

  /**
   * Takes an object.
   *
   * @return whether it was copied; else it was there
   */
  boolean takeObject(ObjectFamily family, ObjectRef ref, StoredBytes bytes);

  /**
   * Takes a manifest.
   *
   * @return whether it was copied; else it was there
   */
  boolean takeManifest(StoredBytes bytes);
}
