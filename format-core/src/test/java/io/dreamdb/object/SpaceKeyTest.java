package io.dreamdb.object;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.store.ObjectKey;
import io.dreamdb.store.RegisterKey;
import org.junit.jupiter.api.Test;

/** What a key stands for; what is not exactly the key of an object is unknown. */
class SpaceKeyTest {

  private final ObjectId timeline = new ObjectId(1, 2, 3, 4);
  private final ObjectId id = new ObjectId(5, 6, 7, 8);

  @Test
  void keysOfObjectsAreRead() {
    for (ObjectFamily family :
        new ObjectFamily[] {
          ObjectFamily.ROWS_TRACK,
          ObjectFamily.ROWS_INDEX,
          ObjectFamily.BATCH,
          ObjectFamily.BITMAP,
          ObjectFamily.STATISTICS,
          ObjectFamily.TOMBSTONES,
          ObjectFamily.ANCHORS,
          ObjectFamily.CATALOG_TRACK,
          ObjectFamily.CATALOG_INDEX,
          ObjectFamily.vectors(12),
          ObjectFamily.indexTrack(12),
          ObjectFamily.indexPages(12),
          ObjectFamily.spatialIndexes(12),
          ObjectFamily.centroids(12),
          ObjectFamily.compressors(12),
          ObjectFamily.packs(Integer.MAX_VALUE)
        }) {
      for (long birth : new long[] {0, 1, 10, Long.MAX_VALUE}) {
        ObjectKey key = family.key(timeline, new ObjectRef(id, birth, 1));
        assertThat(SpaceKey.parse(timeline, key))
            .isEqualTo(new SpaceKey.OfObject(family, id, birth, false));
        assertThat(SpaceKey.parse(timeline, SpaceKeys.outboard(key)))
            .isEqualTo(new SpaceKey.OfObject(family, id, birth, true));
      }
    }
    assertThat(SpaceKey.parse(timeline, SpaceKeys.manifest(id)))
        .isEqualTo(new SpaceKey.OfManifest(id));
  }

  @Test
  void whatIsNeverCollectedIsTold() {
    assertThat(SpaceKey.parse(timeline, SpaceKeys.genesis(timeline)))
        .isEqualTo(new SpaceKey.Lasting());
    assertThat(SpaceKey.parse(timeline, RegisterKey.GC_ROOT)).isEqualTo(new SpaceKey.Lasting());
    assertThat(SpaceKey.parse(timeline, RegisterKey.ref("main"))).isEqualTo(new SpaceKey.Lasting());
  }

  @Test
  void otherKeysAreUnknown() {
    String rows = timeline + "/rows/batch/";
    for (String key :
        new String[] {
          "readme.txt",
          "manifests/x",
          "manifests/index/" + id,
          "manifests/" + id + ".1",
          "shared/thing/" + id,
          id + "/rows/batch/" + id,
          rows + id + ".0",
          rows + id + ".01",
          rows + id + ".9223372036854775808",
          rows + id + "/x",
          rows + "x" + id,
          timeline + "/rows/later/" + id,
          timeline + "/embedding.0/pack/" + id,
          timeline + "/embedding.x/pack/" + id,
          timeline + "/embedding.1/batch/" + id,
          "outboards/manifests/" + id,
          "outboards/" + id
        }) {
      assertThat(SpaceKey.parse(timeline, new ObjectKey(key)))
          .as(key)
          .isEqualTo(new SpaceKey.Unknown());
    }
  }
}
