package io.dreamdb.dataset;

import io.dreamdb.Conflict;
import io.dreamdb.MissingObject;
import io.dreamdb.dataset.spi.WrittenBatch;
import io.dreamdb.dataset.spi.WrittenPack;
import io.dreamdb.object.ObjectCopier;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.ObjectWriter;

/**
 * Gives objects that were born too many epochs ago for a commit a new birth: the same bytes under a
 * key that no collector has ever condemned.
 */
final class Restamp {

  private Restamp() {}

  /**
   * The batch with objects that a commit in the writer's epoch may add.
   *
   * @throws Conflict if one of them is gone: the task took longer than the grace of collections
   */
  static WrittenBatch young(Space space, WrittenBatch written, ObjectWriter writer) {
    ObjectCopier copier = (family, ref) -> young(space, family, ref, writer);
    try {
      return new WrittenBatch(
          written.entry().copied(copier),
          written.packs().stream().map(pack -> copied(pack, copier)).toList(),
          written.objects(),
          written.bytes());
    } catch (MissingObject e) {
      throw new Conflict(
          "append: a batch was written so long ago that its objects were collected ("
              + e.getMessage()
              + "); run it again");
    }
  }

  private static WrittenPack copied(WrittenPack pack, ObjectCopier copier) {
    ObjectRef ref = copier.copy(ObjectFamily.packs(pack.fieldId()), pack.entry().pack());
    return new WrittenPack(
        pack.fieldId(), pack.spatial(), pack.compressor(), pack.entry().storedAt(ref));
  }

  private static ObjectRef young(
      Space space, ObjectFamily family, ObjectRef ref, ObjectWriter writer) {
    return ref.birth() >= writer.epoch() - space.grace()
        ? ref
        : StoreTarget.store(space, family, space.reader.bytes(family, ref), writer);
  }
}
