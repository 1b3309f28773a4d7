package io.dreamdb.dataset;

import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.ObjectWriter;
import io.dreamdb.object.StoredBytes;
import io.dreamdb.store.ObjectBody;
import io.dreamdb.store.Spool;

/** Another store: objects keep their keys, and those that are there are left as they are. */
final class StoreTarget implements CopyTarget {

  private final Space target;

  StoreTarget(Space target) {
    this.target = target;
  }

  @Override
  public boolean takeObject(ObjectFamily family, ObjectRef ref, StoredBytes bytes) {
    if (target.reader.existsWhole(family, ref)) {
      return false;
    }
    store(target, family, bytes, target.writer(ref.birth()));
    return true;
  }

  /** Stores a copy of an object with that writer. */
  static ObjectRef store(
      Space target, ObjectFamily family, StoredBytes bytes, ObjectWriter writer) {
    try (Spool spool = target.store.spool()) {
      bytes.forEachPiece(spool::write);
      return writer.write(family, spool.body());
    }
  }

  @Override
  public boolean takeManifest(StoredBytes bytes) {
    if (target.reader.manifestExists(bytes.id())) {
      return false;
    }
    try (Spool spool = target.store.spool()) {
      bytes.forEachPiece(spool::write);
      target.store.put(bytes.key(), spool.body());
    }
    return true;
  }

  /** Stores the genesis, without which nothing can be read. */
  void takeGenesis(StoredBytes bytes) {
    try (Spool spool = target.store.spool()) {
      bytes.forEachPiece(spool::write);
      ObjectBody body = spool.body();
      target.store.put(bytes.key(), body);
    }
  }
}
