package io.dreamdb.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.CorruptObject;
import io.dreamdb.MissingObject;
import io.dreamdb.hash.Blake3;
import io.dreamdb.hash.Blake3Tree;
import io.dreamdb.store.CountingObjectStore;
import io.dreamdb.store.LocalObjectStore;
import io.dreamdb.store.MemoryObjectStore;
import io.dreamdb.store.ObjectBody;
import io.dreamdb.store.ObjectKey;
import io.dreamdb.store.ObjectStore;
import io.dreamdb.store.Spool;
import io.dreamdb.store.StoreOperation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts of large objects, and every way in which object and outboard can be wrong. */
class VerifiedObjectTest {

  private static final ObjectId TIMELINE = ObjectId.ofDigest(new byte[32]);
  private static final ObjectFamily FAMILY = ObjectFamily.BATCH;
  private static final int GROUP = Blake3Tree.GROUP_BYTES;
  private static final int LENGTH = (1 << 20) + 5 * GROUP + 123;

  @TempDir private Path temp;
  private final byte[] content = bytes(LENGTH);

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private ObjectStore store(String kind) {
    return kind.equals("local")
        ? new LocalObjectStore(temp.resolve("space"))
        : new MemoryObjectStore();
  }

  private static ObjectRef write(ObjectStore store, byte[] bytes) {
    return new ObjectWriter(store, TIMELINE, 2).write(FAMILY, ObjectBody.of(bytes));
  }

  private static VerifiedObject open(ObjectStore store, ObjectRef ref, Verification verification) {
    return open(store, ref, new VerifiedGroups(verification));
  }

  private static VerifiedObject open(ObjectStore store, ObjectRef ref, VerifiedGroups verified) {
    return new ObjectReader(store, TIMELINE, new ObjectCache(1), verified).open(FAMILY, ref);
  }

  private static VerifiedObject openScattered(
      ObjectStore store, ObjectRef ref, Verification verification) {
    return new ObjectReader(store, TIMELINE, new ObjectCache(1), new VerifiedGroups(verification))
        .scattered()
        .open(FAMILY, ref);
  }

  private static ObjectKey key(ObjectRef ref) {
    return FAMILY.key(TIMELINE, ref);
  }

  private void assertReads(VerifiedObject object, int offset, int length) {
    ByteBuffer read = object.read(offset, length);
    assertThat(read.isReadOnly()).isTrue();
    assertThat(read.position()).isZero();
    byte[] found = new byte[read.remaining()];
    read.get(found);
    assertThat(Arrays.equals(found, Arrays.copyOfRange(content, offset, offset + length)))
        .as("%d bytes from %d on", length, offset)
        .isTrue();
  }

  /** Replaces what stands at a key; a local store has to be told that it is gone first. */
  private static void replace(ObjectStore store, ObjectKey key, byte[] bytes) {
    store.delete(key);
    store.put(key, ObjectBody.of(bytes));
  }

  private static byte[] whole(ObjectStore store, ObjectKey key) {
    ByteBuffer read = store.read(key);
    byte[] bytes = new byte[read.remaining()];
    read.get(bytes);
    return bytes;
  }

  private static byte[] flipped(byte[] bytes, int at) {
    byte[] flipped = bytes.clone();
    flipped[at] ^= 0x10;
    return flipped;
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "local"})
  void partsAreReadRightInEachMode(String kind) {
    ObjectStore store = store(kind);
    ObjectRef ref = write(store, content);
    Random random = new Random(4);
    for (Verification verification : Verification.values()) {
      assertReadsAnyPart(open(store, ref, verification), random);
      assertReadsAnyPart(openScattered(store, ref, verification), random);
    }
  }

  private void assertReadsAnyPart(VerifiedObject object, Random random) {
    assertReads(object, 0, 0);
    assertReads(object, LENGTH, 0);
    assertReads(object, 0, LENGTH);
    assertReads(object, LENGTH - 1, 1);
    for (int i = 0; i < 100; i++) {
      int offset = random.nextInt(LENGTH);
      assertReads(object, offset, random.nextInt(LENGTH - offset));
    }
    assertThatThrownBy(() -> object.read(LENGTH, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> object.read(-1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "local"})
  void aWrongByteInThePartIsCorruptAndOneElsewhereIsNot(String kind) {
    ObjectStore store = store(kind);
    ObjectRef ref = write(store, content);
    int offset = 7 * GROUP + 100;
    int length = 2 * GROUP;
    for (int at : new int[] {0, 6 * GROUP, 7 * GROUP - 1, 10 * GROUP, LENGTH - 1}) {
      replace(store, key(ref), flipped(content, at));
      assertReads(open(store, ref, Verification.FIRST_TOUCH), offset, length);
    }
    for (int at : new int[] {7 * GROUP, offset, offset + length - 1, 10 * GROUP - 1}) {
      replace(store, key(ref), flipped(content, at));
      VerifiedObject object = open(store, ref, Verification.FIRST_TOUCH);
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> object.read(offset, length))
            .isExactlyInstanceOf(CorruptObject.class)
            .hasMessageContaining(key(ref).path())
            .hasMessageContaining("offset " + 7 * GROUP);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "local"})
  void readersOfFewPartsFindAWrongByteInEachModeThatChecks(String kind) {
    ObjectStore store = store(kind);
    ObjectRef ref = write(store, content);
    replace(store, key(ref), flipped(content, 7 * GROUP + 100));
    for (Verification verification : Verification.values()) {
      VerifiedObject object = openScattered(store, ref, verification);
      if (verification == Verification.OFF) {
        assertThat(object.read(7 * GROUP, 200).remaining()).isEqualTo(200);
      } else {
        assertReads(object, 0, 7 * GROUP);
        assertThatThrownBy(() -> object.read(7 * GROUP, 1))
            .isExactlyInstanceOf(CorruptObject.class)
            .hasMessageContaining(key(ref).path())
            .hasMessageContaining("offset " + 7 * GROUP);
      }
    }
  }

  @Test
  void whoChecksEachReadSeesAChangedByteInAMappedFile() throws IOException {
    ObjectStore store = store("local");
    ObjectRef ref = write(store, content);
    VerifiedObject object = openScattered(store, ref, Verification.ALWAYS);
    assertReads(object, 100, 10);
    Path file = temp.resolve("space").resolve(key(ref).path());
    Files.write(file, flipped(content, 105)); // in place: a mapping sees it
    assertThatThrownBy(() -> object.read(100, 10)).isInstanceOf(CorruptObject.class);
  }

  @ParameterizedTest
  @EnumSource(Verification.class)
  void whatWasMadeOfPartsIsRememberedByReadersOfFewUnlessEachReadIsChecked(
      Verification verification) {
    for (String kind : List.of("memory", "local")) {
      ObjectStore store = store(kind);
      ObjectRef ref = write(store, content);
      VerifiedObject all = open(store, ref, verification);
      all.remember(7, "made", 4);
      assertThat(all.decoded(7, String.class)).isNull();
      VerifiedObject few = openScattered(store, ref, verification);
      few.remember(7, "made", 4);
      assertThat(few.decoded(7, String.class))
          .isEqualTo(verification == Verification.ALWAYS ? null : "made");
      assertThat(few.decoded(7, Integer.class)).isNull();
      assertThat(few.decoded(8, String.class)).isNull();
    }
  }

  @Test
  void whatWasMadeOfPartsIsBounded() {
    DecodedParts parts = new DecodedParts(10_000);
    VerifiedGroups.Copy copy = new VerifiedGroups.Copy("somewhere", new ObjectKey("a/b"));
    for (int i = 0; i < 100; i++) {
      parts.put(copy, i, i, 840);
      parts.put(copy, i, i, 340); // in its place
      assertThat(parts.heldBytes()).isLessThanOrEqualTo(10_000);
      assertThat(parts.get(copy, 0, Integer.class)).isZero(); // used, so it stays
    }
    assertThat(parts.get(copy, 1, Integer.class)).isNull();
    assertThat(parts.get(copy, 99, Integer.class)).isEqualTo(99);
    parts.put(copy, 100, "too large", 10_000);
    assertThat(parts.get(copy, 99, Integer.class)).isEqualTo(99);
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "local"})
  void aWrongOutboardOrNoneCostsAFullReadAndNothingElse(String kind) {
    ObjectStore store = store(kind);
    ObjectRef ref = write(store, content);
    ObjectKey outboard = SpaceKeys.outboard(key(ref));
    byte[] right = whole(store, outboard);
    int offset = 7 * GROUP + 100;
    for (int at = 0; at < right.length; at += 16) {
      replace(store, outboard, flipped(right, at));
      assertReads(open(store, ref, Verification.FIRST_TOUCH), offset, 10);
    }
    for (byte[] wrong : new byte[][] {{}, Arrays.copyOf(right, 33), bytes(3 * right.length)}) {
      replace(store, outboard, wrong);
      assertReads(open(store, ref, Verification.FIRST_TOUCH), offset, 10);
    }
    store.delete(outboard);
    assertReads(open(store, ref, Verification.ALWAYS), offset, 10);
    replace(store, key(ref), flipped(content, LENGTH - 1));
    // Without an outboard nothing proves the part.
    assertThatThrownBy(() -> open(store, ref, Verification.FIRST_TOUCH).read(offset, 10))
        .isExactlyInstanceOf(CorruptObject.class)
        .hasMessageContaining(key(ref).path());
  }

  @Test
  void afterOneFullReadWithoutAnOutboardTheRestNeedsNoCheck() {
    CountingObjectStore store = new CountingObjectStore(new MemoryObjectStore());
    ObjectRef ref = write(store, content);
    store.delete(SpaceKeys.outboard(key(ref)));
    VerifiedObject object = open(store, ref, Verification.FIRST_TOUCH);
    assertReads(object, 5, 10);
    long before = store.counts().of(StoreOperation.READ).bytes();

    assertReads(object, 40 * GROUP, 10);

    assertThat(store.counts().of(StoreOperation.READ).bytes() - before).isEqualTo(10);
  }

  @ParameterizedTest
  @EnumSource(Verification.class)
  void whatIsCheckedAgainFollowsTheMode(Verification verification) {
    ObjectStore store = store("memory");
    ObjectRef ref = write(store, content);
    VerifiedObject object = open(store, ref, verification);
    assertReads(object, 100, 10);
    replace(store, key(ref), flipped(content, 105));

    if (verification == Verification.ALWAYS) {
      assertThatThrownBy(() -> object.read(100, 10)).isInstanceOf(CorruptObject.class);
    } else {
      assertThat(object.read(100, 10).get(5)).isEqualTo((byte) (content[105] ^ 0x10));
    }
    replace(store, key(ref), flipped(content, 3 * GROUP));
    if (verification == Verification.OFF) {
      assertThat(object.read(3 * GROUP, 1).remaining()).isEqualTo(1);
    } else {
      assertThatThrownBy(() -> object.read(3 * GROUP, 1)).isInstanceOf(CorruptObject.class);
    }
  }

  @Test
  void oneCopyThatWasCheckedSaysNothingOfAnother() {
    VerifiedGroups verified = new VerifiedGroups(Verification.FIRST_TOUCH);
    ObjectStore left = new MemoryObjectStore();
    ObjectStore right = new MemoryObjectStore();
    ObjectRef ref = write(left, content);
    write(right, content);
    assertReads(open(left, ref, verified), 0, LENGTH);

    replace(right, key(ref), flipped(content, 0));

    assertThatThrownBy(() -> open(right, ref, verified).read(0, 1))
        .isInstanceOf(CorruptObject.class);
  }

  @Test
  void aLengthThatDisagreesIsCorrupt() {
    ObjectStore store = store("memory");
    ObjectRef ref = write(store, content);
    for (int length : new int[] {LENGTH - 1, LENGTH + 1, 2 * LENGTH, GROUP, 1}) {
      ObjectRef wrong = new ObjectRef(ref.id(), ref.birth(), length);
      assertThatThrownBy(() -> open(store, wrong, Verification.FIRST_TOUCH).read(length - 1, 1))
          .as("the end of length %d", length)
          .isExactlyInstanceOf(CorruptObject.class)
          .hasMessageContaining(key(ref).path());
      assertThatThrownBy(() ->
              new ObjectReader(
                      store, TIMELINE, new ObjectCache(1), new VerifiedGroups(Verification.OFF))
                  .read(FAMILY, wrong))
          .isExactlyInstanceOf(CorruptObject.class)
          .hasMessageContaining(LENGTH + " bytes; what refers to it says " + length);
    }
  }

  @Test
  void aLengthThatDisagreesByLessThanAGroupIsFoundAtTheEnd() {
    ObjectStore store = store("memory");
    ObjectRef ref = write(store, content);
    ObjectRef wrong = new ObjectRef(ref.id(), ref.birth(), LENGTH - 1);

    assertReads(open(store, wrong, Verification.FIRST_TOUCH), 0, GROUP);
  }

  @Test
  void aMissingObjectIsNamed() {
    ObjectStore store = store("memory");
    ObjectRef ref = write(store, content);
    store.delete(key(ref));

    assertThatThrownBy(() -> open(store, ref, Verification.FIRST_TOUCH).read(0, 1))
        .isInstanceOf(MissingObject.class)
        .hasMessageContaining(key(ref).path());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, GROUP, GROUP + 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1})
  void anOutboardIsWrittenAboveOneMebibyteAlone(int length) {
    ObjectStore store = store("memory");
    byte[] bytes = bytes(length);
    ObjectRef ref = write(store, bytes);
    VerifiedObject object = open(store, ref, Verification.FIRST_TOUCH);

    assertThat(store.head(SpaceKeys.outboard(key(ref))).isPresent()).isEqualTo(length > 1 << 20);
    assertThat(object.read(0, length)).isEqualTo(ByteBuffer.wrap(bytes));
    assertThat(object.lengthBytes()).isEqualTo(length);
    assertThat(key(ref).path()).endsWith(".2");
  }

  @Test
  void smallObjectsAreReadWholeInOneRequest() {
    CountingObjectStore store = new CountingObjectStore(new MemoryObjectStore());
    ObjectRef ref = write(store, bytes(1 << 20));
    VerifiedObject object = open(store, ref, Verification.FIRST_TOUCH);
    object.read(5, 10);
    object.read(1 << 19, 10);

    assertThat(store.counts().of(StoreOperation.READ).requests()).isEqualTo(2);
    assertThat(store.counts().of(StoreOperation.READ).bytes()).isEqualTo((1 << 20) + 10);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 100, 16_384, 16_500, 100_000, LENGTH})
  void whatIsHashedWhileItIsSpooledIsStoredAlike(int length) {
    ObjectStore store = new MemoryObjectStore();
    byte[] bytes = Arrays.copyOf(content, length);
    byte[] header = Arrays.copyOf(bytes, 10);
    ObjectRef ref;
    try (HashedSpool spool = new HashedSpool(Spool.inFolder(temp.resolve("spool"), 1 << 16))) {
      spool.write(new byte[10]);
      for (int at = 10, some = 1; at < length; at += some, some = 3 * some) {
        some = Math.min(some, length - at);
        ByteBuffer piece = ByteBuffer.wrap(bytes, at, some);
        spool.write(piece);
        assertThat(piece.hasRemaining()).isFalse();
      }
      spool.replaceFirst(header);
      assertThat(spool.lengthBytes()).isEqualTo(length);
      ref = new ObjectWriter(store, TIMELINE, 2).write(FAMILY, spool);
    }
    assertThat(ref).isEqualTo(write(new MemoryObjectStore(), bytes));
    assertThat(whole(store, key(ref))).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "local"})
  void aSpooledBodyIsStoredLikeOneInMemory(String kind) {
    ObjectStore store = store(kind);
    ObjectRef ref;
    try (Spool spool = Spool.inFolder(temp.resolve("spool"), 1 << 16)) {
      spool.write(content);
      ObjectBody body = spool.body();
      assertThat(body).isInstanceOf(ObjectBody.InFile.class);
      ref = new ObjectWriter(store, TIMELINE, 2).write(FAMILY, body);
    }
    byte[] outboard = whole(store, SpaceKeys.outboard(key(ref)));

    assertThat(ref).isEqualTo(write(new MemoryObjectStore(), content));
    assertThat(ref.id()).isEqualTo(ObjectId.ofDigest(Blake3.hash(content)));
    assertThat(new Blake3Tree(LENGTH).verifiesOutboard(ref.id().digest(), outboard)).isTrue();
    assertReads(open(store, ref, Verification.FIRST_TOUCH), 12_345, 54_321);
  }
}
