package io.dreamdb.dataset;

import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.StoredBytes;

/** Nowhere: all is read and compared with its id, nothing is written. */
final class CheckedOnly implements CopyTarget {

  @Override
  public boolean takeObject(ObjectFamily family, ObjectRef ref, StoredBytes bytes) {
    return takeManifest(bytes);
  }

  @Override
  public boolean takeManifest(StoredBytes bytes) {
    bytes.forEachPiece(piece -> {});
    return true;
  }
}
