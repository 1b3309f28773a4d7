package io.dreamdb.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.CorruptObject;
import io.dreamdb.MissingObject;
import io.dreamdb.hash.Blake3Tree;
import io.dreamdb.store.CountingObjectStore;
import io.dreamdb.store.MemoryObjectStore;
import io.dreamdb.store.ObjectBody;
import io.dreamdb.store.ObjectKey;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scattered parts of objects that cannot be mapped, and what is wrong with them. */
class FetchTest {

  private static final ObjectId TIMELINE = ObjectId.ofDigest(new byte[32]);
  private static final ObjectFamily FAMILY = ObjectFamily.BATCH;
  private static final int GROUP = Blake3Tree.GROUP_BYTES;

  /** Several runs of 256 groups, the last one of a single group that is not full. */
  private static final int LENGTH = 3 * 256 * GROUP + 77;

  private final CountingObjectStore store = new CountingObjectStore(new MemoryObjectStore());

  private ObjectReader reader(Verification verification, long maxBytes) {
    VerifiedGroups groups = new VerifiedGroups(verification, maxBytes);
    return new ObjectReader(store, TIMELINE, new ObjectCache(1), groups);
  }

  private ObjectReader reader() {
    return reader(Verification.FIRST_TOUCH, 64 << 20);
  }

  private ObjectRef write(byte[] bytes) {
    return new ObjectWriter(store, TIMELINE, 0).write(FAMILY, ObjectBody.of(bytes));
  }

  private static byte[] content(int length) {
    byte[] bytes = new byte[length];
    new SplittableRandom(length).nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, GROUP, GROUP + 1, 1 << 20, (1 << 20) + 1, 256 * GROUP, LENGTH})
  void anyPartsComeAsTheyWereWritten(int length) {
    byte[] content = content(length);
    ObjectRef ref = write(content);
    SplittableRandom random = new SplittableRandom(length);
    for (Verification verification : Verification.values()) {
      ObjectReader reader = reader(verification, 2 << 20);
      RangedObject object = reader.ranged(FAMILY, ref);
      for (int round = 0; round < 20; round++) {
        List<ObjectPart> parts = new ArrayList<>();
        List<byte[]> expected = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
          int from = random.nextInt(length + 1);
          int some = random.nextInt(Math.min(length - from, 100_000) + 1);
          parts.add(object.part(from, some));
          expected.add(Arrays.copyOfRange(content, from, from + some));
        }
        reader.fetch(parts);
        for (int i = 0; i < 5; i++) {
          assertThat(array(parts.get(i).bytes())).isEqualTo(expected.get(i));
        }
      }
    }
  }

  @Test
  void partsOfManyObjectsComeInOneRoundAndThenFromMemory() {
    ObjectReader reader = reader();
    RangedObject first = reader.ranged(FAMILY, write(content(LENGTH)));
    RangedObject second = reader.ranged(FAMILY, write(content(LENGTH + 1)));
    FetchCost cost = reader.fetch(List.of(first.part(5, 9), second.part(LENGTH, 1)));
    assertThat(cost.rounds()).isEqualTo(1);
    // A group, the values of its run and those above the runs; values lie close together.
    assertThat(cost.requests()).isEqualTo(4);
    assertThat(cost.bytes()).isLessThan(100_000);
    assertThat(reader.fetch(List.of(second.part(LENGTH - 3, 4), first.part(0, GROUP))))
        .isEqualTo(FetchCost.NONE);
  }

  @Test
  void whatIsRememberedIsBoundedAndLongPartsAreNot() {
    VerifiedGroups groups = new VerifiedGroups(Verification.FIRST_TOUCH, 1 << 20);
    ObjectReader reader = new ObjectReader(store, TIMELINE, new ObjectCache(1), groups);
    RangedObject object = reader.ranged(FAMILY, write(content(LENGTH)));
    for (int i = 0; i < 700; i++) {
      reader.fetch(List.of(object.part((long) i * GROUP, 10)));
      assertThat(groups.fetchedBytes()).isLessThanOrEqualTo(1 << 20);
    }
    assertThat(groups.fetchedBytes()).isGreaterThan(1 << 19);
    long before = groups.fetchedBytes();
    ObjectReader other = reader();
    RangedObject long1 = other.ranged(FAMILY, write(content(LENGTH)));
    other.fetch(List.of(long1.part(0, LENGTH)));
    assertThat(other.fetch(List.of(long1.part(0, 1))).requests()).isEqualTo(1);
    assertThat(groups.fetchedBytes()).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource(
      value = Verification.class,
      names = {"FIRST_TOUCH", "ALWAYS"})
  void aFlippedBitIsNamedByObjectAndOffset(Verification verification) {
    byte[] content = content(LENGTH);
    ObjectRef ref = write(content);
    ObjectKey key = FAMILY.key(TIMELINE, ref);
    content[300 * GROUP + 7] ^= 4;
    store.put(key, ObjectBody.of(content));
    ObjectReader reader = reader(verification, 8 << 20);
    RangedObject object = reader.ranged(FAMILY, ref);
    reader.fetch(List.of(object.part(400L * GROUP, 10)));
    assertThatThrownBy(() -> reader.fetch(List.of(object.part(300L * GROUP + 5_000, 10))))
        .isInstanceOf(CorruptObject.class)
        .hasMessageContaining(key.path())
        .hasMessageContaining("from offset " + 300 * GROUP + " to " + 301 * GROUP);
  }

  @Test
  void withoutAnOutboardTheObjectIsReadWholeOnce() {
    ObjectRef ref = write(content(LENGTH));
    ObjectRef other = write(content(LENGTH + 1));
    store.delete(SpaceKeys.outboard(FAMILY.key(TIMELINE, ref)));
    ObjectReader reader = reader();
    RangedObject object = reader.ranged(FAMILY, ref);
    RangedObject sound = reader.ranged(FAMILY, other);
    ObjectPart part = object.part(LENGTH - 5, 5);
    FetchCost cost = reader.fetch(List.of(sound.part(9, 1), part));
    assertThat(cost.bytes()).isBetween((long) LENGTH, LENGTH + 200_000L);
    assertThat(array(part.bytes()))
        .isEqualTo(Arrays.copyOfRange(content(LENGTH), LENGTH - 5, LENGTH));
    assertThat(reader.fetch(List.of(object.part(100L * GROUP, 9))).bytes()).isEqualTo(GROUP);
  }

  @Test
  void wrongValuesMeanReadingTheObject() {
    for (int at : new int[] {0, 299 * 32, (3 * 256 + 1) * 32}) {
      ObjectRef ref = write(content(LENGTH));
      ObjectKey outboard = SpaceKeys.outboard(FAMILY.key(TIMELINE, ref));
      byte[] values = array(store.read(outboard));
      for (int i = at; i < values.length; i += 256 * 32) {
        values[i] ^= 1;
      }
      store.put(outboard, ObjectBody.of(values));
      ObjectReader reader = reader();
      ObjectPart part = reader.ranged(FAMILY, ref).part(299L * GROUP, 100);
      reader.fetch(List.of(part));
      assertThat(array(part.bytes()))
          .isEqualTo(Arrays.copyOfRange(content(LENGTH), 299 * GROUP, 299 * GROUP + 100));
    }
  }

  @Test
  void anObjectThatIsNotThereIsMissing() {
    ObjectRef ref = write(content(LENGTH));
    store.delete(FAMILY.key(TIMELINE, ref));
    ObjectReader reader = reader();
    assertThatThrownBy(() -> reader.fetch(List.of(reader.ranged(FAMILY, ref).part(0, 1))))
        .isInstanceOf(MissingObject.class);
  }

  @Test
  void aShortObjectIsComparedWithItsIdWhole() {
    byte[] content = content(100_000);
    ObjectRef ref = write(content);
    content[99_000] ^= 1;
    store.put(FAMILY.key(TIMELINE, ref), ObjectBody.of(content));
    ObjectReader reader = reader();
    assertThatThrownBy(() -> reader.fetch(List.of(reader.ranged(FAMILY, ref).part(0, 1))))
        .isInstanceOf(CorruptObject.class)
        .hasMessageContaining(FAMILY.key(TIMELINE, ref).path());
  }

  private static byte[] array(ByteBuffer bytes) {
    byte[] array = new byte[bytes.remaining()];
    bytes.duplicate().get(array);
    return array;
  }
}
