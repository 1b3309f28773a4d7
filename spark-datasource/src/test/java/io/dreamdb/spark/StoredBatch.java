package io.dreamdb.spark;

import io.dreamdb.dataset.parquet.ParquetRowBatchCodec;
import io.dreamdb.object.ObjectCache;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.ObjectReader;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.ObjectWriter;
import io.dreamdb.object.Verification;
import io.dreamdb.object.VerifiedGroups;
import io.dreamdb.object.VerifiedObject;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.store.MemoryObjectStore;
import io.dreamdb.store.ObjectBody;
import io.dreamdb.store.ObjectStore;
import io.dreamdb.track.RowBatchWriter;
import java.io.ByteArrayOutputStream;

/** A row batch in memory, written by core's codec. */
final class StoredBatch {

  private static final ObjectId TIMELINE = ObjectId.ofDigest(new byte[32]);

  private StoredBatch() {}

  static VerifiedObject of(RowBlock block) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (RowBatchWriter writer = new ParquetRowBatchCodec().writer(block.schema(), out)) {
      writer.write(block);
      writer.finish();
    }
    ObjectStore store = new MemoryObjectStore();
    ObjectRef ref =
        new ObjectWriter(store, TIMELINE, 0)
            .write(ObjectFamily.BATCH, ObjectBody.of(out.toByteArray()));
    return new ObjectReader(
            store, TIMELINE, new ObjectCache(0), new VerifiedGroups(Verification.FIRST_TOUCH))
        .open(ObjectFamily.BATCH, ref);
  }
}
