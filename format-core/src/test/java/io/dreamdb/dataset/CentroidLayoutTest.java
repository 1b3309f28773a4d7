package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.Metric;
import io.dreamdb.hash.Blake3;
import io.dreamdb.index.Centroids;
import io.dreamdb.object.ObjectCache;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.ObjectReader;
import io.dreamdb.object.ObjectWriter;
import io.dreamdb.object.Verification;
import io.dreamdb.object.VerifiedGroups;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.store.MemoryObjectStore;
import io.dreamdb.store.Spool;
import io.dreamdb.track.VectorEntry;
import io.dreamdb.track.VectorStorageWriter;
import org.junit.jupiter.api.Test;

/**
 * Centroid blocks and vector storages are one layout with two writers that do not know each other.
 */
class CentroidLayoutTest {

  @Test
  void aCentroidBlockHasTheBytesOfAVectorStorage() {
    MemoryObjectStore store = new MemoryObjectStore();
    ObjectId timeline = ObjectId.ofDigest(Blake3.hash(new byte[0]));
    ObjectWriter objects = new ObjectWriter(store, timeline, 0);
    float[] values = {1, 2, -0f, 0, 0.5f, 1e-40f};
    Field field = Field.nullable(8, "picture", new EmbeddingType(3, Metric.L2));
    try (VectorStorageWriter writer = new VectorStorageWriter(field, Spool::inSystemTemp)) {
      writer.append(values, 0, 2);
      VectorEntry entry = writer.finish(objects).orElseThrow();
      ObjectReader reader =
          new ObjectReader(
              store,
              timeline,
              new ObjectCache(1 << 20),
              new VerifiedGroups(Verification.FIRST_TOUCH));
      byte[] found = new byte[(int) entry.storage().lengthBytes()];
      reader.read(ObjectFamily.vectors(8), entry.storage()).get(found);
      assertThat(new Centroids(3, values).encode()).isEqualTo(found);
    }
  }
}
