package io.dreamdb.dataset.parquet;

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
import io.dreamdb.schema.Schema;
import io.dreamdb.store.CountingObjectStore;
import io.dreamdb.store.MemoryObjectStore;
import io.dreamdb.store.ObjectBody;
import io.dreamdb.track.RowBatchReader;
import io.dreamdb.track.RowBatchWriter;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** A row batch in a store. */
final class BatchFile {

  private static final ObjectId TIMELINE = ObjectId.ofDigest(new byte[32]);
  private static final ParquetRowBatchCodec CODEC = new ParquetRowBatchCodec();

  private final CountingObjectStore store = new CountingObjectStore(new MemoryObjectStore());
  private final ObjectReader reader =
      new ObjectReader(
          store, TIMELINE, new ObjectCache(0), new VerifiedGroups(Verification.FIRST_TOUCH));
  private final ObjectRef ref;

  BatchFile(byte[] bytes) {
    this.ref = new ObjectWriter(store, TIMELINE, 0).write(ObjectFamily.BATCH, ObjectBody.of(bytes));
  }

  static byte[] bytes(Schema schema, List<RowBlock> blocks) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (RowBatchWriter writer = CODEC.writer(schema, out)) {
      blocks.forEach(writer::write);
      writer.finish();
    }
    return out.toByteArray();
  }

  static BatchFile of(RowBlock... blocks) {
    return new BatchFile(bytes(blocks[0].schema(), List.of(blocks)));
  }

  RowBatchReader open(Schema columns) {
    return CODEC.reader(object(), columns);
  }

  /** For few rows, here and there: readers that share what they make of the file. */
  RowBatchReader openScattered(Schema columns) {
    return CODEC.reader(reader.scattered().open(ObjectFamily.BATCH, ref), columns);
  }

  private VerifiedObject object() {
    return reader.open(ObjectFamily.BATCH, ref);
  }

  RowBlock readAll(Schema columns) {
    try (RowBatchReader reader = open(columns)) {
      return reader.read(0, reader.rows());
    }
  }

  String name() {
    return object().name();
  }

  long lengthBytes() {
    return ref.lengthBytes();
  }

  CountingObjectStore store() {
    return store;
  }
}
