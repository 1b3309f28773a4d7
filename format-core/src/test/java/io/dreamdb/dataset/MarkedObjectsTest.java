package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.ObjectRef;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A set of keys that is small in memory, against one that is not. */
class MarkedObjectsTest {

  private final Random random = new Random(5);

  @Test
  void itHoldsWhatWasAdded() {
    MarkedObjects marked = new MarkedObjects();
    Set<String> plain = new HashSet<>();
    for (int i = 0; i < 60_000; i++) {
      // Ids of which many begin alike, under several births and families.
      ObjectId id = new ObjectId(random.nextInt(64), random.nextInt(40), 7, random.nextInt(4));
      ObjectFamily family = ObjectFamily.packs(1 + random.nextInt(3));
      ObjectRef ref = new ObjectRef(id, random.nextInt(3), 100);
      assertThat(marked.has(family, id, ref.birth()))
          .isEqualTo(plain.contains(family + ref.name()));
      assertThat(marked.add(family, ref)).isEqualTo(plain.add(family + ref.name()));
    }
    assertThat(marked.objects()).isEqualTo(plain.size()).isGreaterThan(40_000);
    ObjectId manifest = new ObjectId(1, 2, 3, 4);
    assertThat(marked.hasManifest(manifest)).isFalse();
    assertThat(marked.addManifest(manifest)).isTrue();
    assertThat(marked.addManifest(manifest)).isFalse();
    assertThat(marked.hasManifest(manifest)).isTrue();
    assertThat(marked.has(ObjectFamily.BATCH, manifest, 0)).isFalse();
    assertThat(marked.manifests()).isOne();
  }

  @Test
  @Tag("slow")
  void aMillionObjectsTakeLessThanAHundredMegabytes() {
    MarkedObjects marked = new MarkedObjects();
    long before = usedBytes();
    for (int i = 0; i < 1_000_000; i++) {
      ObjectId id =
          new ObjectId(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
      marked.add(ObjectFamily.BATCH, new ObjectRef(id, i % 5, 100));
    }
    long used = usedBytes() - before;
    System.out.println("a million marked objects take " + used + " bytes");
    assertThat(used).isLessThan(100_000_000);
    assertThat(marked.objects()).isEqualTo(1_000_000);
  }

  private static long usedBytes() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
