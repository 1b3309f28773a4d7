package io.dreamdb;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.object.ObjectCache;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.ObjectReader;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.ObjectWriter;
import io.dreamdb.object.Verification;
import io.dreamdb.object.VerifiedGroups;
import io.dreamdb.store.MemoryObjectStore;
import io.dreamdb.store.ObjectBody;
import io.dreamdb.store.ObjectKey;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each golden object with each byte altered, and each truncation of it. */
class AlteredBytesTest {

  private static final ObjectId TIMELINE = ObjectId.ofDigest(new byte[32]);

  /** All bits of small objects; of large ones those that turn lengths and types most. */
  private static final int SMALL_BYTES = 1_600;

  private static final int[] SOME_BITS = {0x01, 0x20, 0x80};

  private interface Use {
    void of(byte[] altered, String about);
  }

  static List<GoldenDecoder> decoders() {
    return Decoders.all();
  }

  @ParameterizedTest
  @MethodSource("decoders")
  void alteredBytesAreFoundByTheirId(GoldenDecoder decoder) {
    MemoryObjectStore store = new MemoryObjectStore();
    ObjectRef ref =
        new ObjectWriter(store, TIMELINE, 0).write(ObjectFamily.BATCH, decoder.golden());
    ObjectKey key = ObjectFamily.BATCH.key(TIMELINE, ref);
    ObjectReader reader =
        new ObjectReader(
            store, TIMELINE, new ObjectCache(0), new VerifiedGroups(Verification.ALWAYS));
    forEachAlteration(
        decoder.golden(),
        (altered, about) -> {
          store.put(key, ObjectBody.of(altered));
          assertThatThrownBy(() -> reader.read(ObjectFamily.BATCH, ref))
              .as(about)
              .isExactlyInstanceOf(CorruptObject.class)
              .hasMessageContaining(key.path());
        });
    store.put(key, ObjectBody.of(decoder.golden()));
    assertThatCode(() -> reader.read(ObjectFamily.BATCH, ref)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("decoders")
  void alteredBytesWithTheirIdAreRefusedOrReadAsWhatTheyAre(GoldenDecoder decoder) {
    DecoderTrial trial = new DecoderTrial(decoder);
    trial.run(decoder.golden(), "the golden object");
    forEachAlteration(decoder.golden(), trial::run);
  }

  private static void forEachAlteration(byte[] golden, Use use) {
    for (int at = 0; at < golden.length; at++) {
      int[] bits = golden.length <= SMALL_BYTES ? allBits() : SOME_BITS;
      for (int bit : bits) {
        byte[] flipped = golden.clone();
        flipped[at] ^= (byte) bit;
        use.of(flipped, "byte " + at + " xor " + bit);
      }
      use.of(Arrays.copyOf(golden, at), "cut at byte " + at);
    }
    use.of(Arrays.copyOf(golden, golden.length + 1), "a byte more");
  }

  private static int[] allBits() {
    int[] bits = new int[Byte.SIZE];
    Arrays.setAll(bits, i -> 1 << i);
    return bits;
  }
}
