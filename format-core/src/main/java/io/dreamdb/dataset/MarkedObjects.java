package io.dreamdb.dataset;

import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.ObjectRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A set of keys of a space: manifests by id, other objects by family, id and birth. It grows by
 * about 60 bytes a key. One thread.
 */
final class MarkedObjects {

  /** Words of a key: the four of the id, the birth, the number of the family. */
  private static final int WORDS = 6;

  private static final int BLOCK_KEYS = 1 << 12;
  private static final int MANIFEST = 0;

  private final List<long[]> blocks = new ArrayList<>();
  private final Map<ObjectFamily, Integer> families = new HashMap<>();

  /** The number of a key and one, by its hash and then the next free place; 0: free. */
  private int[] places = new int[1 << 10];

  private int size;
  private int manifests;

  /** Adds a manifest; false if it was there. */
  boolean addManifest(ObjectId id) {
    boolean added = add(id, 0, MANIFEST);
    manifests += added ? 1 : 0;
    return added;
  }

  /** Adds an object; false if it was there. */
  boolean add(ObjectFamily family, ObjectRef ref) {
    int number = families.computeIfAbsent(family, unknown -> families.size() + 1);
    return add(ref.id(), ref.birth(), number);
  }

  /** Whether a manifest was added. */
  boolean hasManifest(ObjectId id) {
    return places[place(id, 0, MANIFEST)] != 0;
  }

  /** Whether an object was added. */
  boolean has(ObjectFamily family, ObjectId id, long birth) {
    @Nullable Integer number = families.get(family);
    return number != null && places[place(id, birth, number)] != 0;
  }

  /** How many manifests were added. */
  int manifests() {
    return manifests;
  }

  /** How many other objects were added. */
  int objects() {
    return size - manifests;
  }

  private boolean add(ObjectId id, long birth, int family) {
    int place = place(id, birth, family);
    if (places[place] != 0) {
      return false;
    }
    if (size % BLOCK_KEYS == 0) {
      blocks.add(new long[BLOCK_KEYS * WORDS]);
    }
    long[] block = blocks.get(size / BLOCK_KEYS);
    int at = size % BLOCK_KEYS * WORDS;
    block[at] = id.word0();
    block[at + 1] = id.word1();
    block[at + 2] = id.word2();
    block[at + 3] = id.word3();
    block[at + 4] = birth;
    block[at + 5] = family;
    places[place] = ++size;
    if (size > places.length / 2) {
      spread();
    }
    return true;
  }

  /** Where a key is, or the free place where it would be. */
  private int place(ObjectId id, long birth, int family) {
    int mask = places.length - 1;
    int place = hash(id.word0(), birth, family) & mask;
    while (places[place] != 0 && !holds(places[place] - 1, id, birth, family)) {
      place = place + 1 & mask;
    }
    return place;
  }

  private boolean holds(int number, ObjectId id, long birth, int family) {
    long[] block = blocks.get(number / BLOCK_KEYS);
    int at = number % BLOCK_KEYS * WORDS;
    return block[at] == id.word0()
        && block[at + 1] == id.word1()
        && block[at + 2] == id.word2()
        && block[at + 3] == id.word3()
        && block[at + 4] == birth
        && block[at + 5] == family;
  }

  private void spread() {
    int[] larger = new int[2 * places.length];
    int mask = larger.length - 1;
    for (int number = 0; number < size; number++) {
      long[] block = blocks.get(number / BLOCK_KEYS);
      int at = number % BLOCK_KEYS * WORDS;
      int place = hash(block[at], block[at + 4], (int) block[at + 5]) & mask;
      while (larger[place] != 0) {
        place = place + 1 & mask;
      }
      larger[place] = number + 1;
    }
    places = larger;
  }

  /** A word of a hash is evenly spread; births and families are few. */
  private static int hash(long word0, long birth, int family) {
    return Long.hashCode(word0 + 0x9E3779B97F4A7C15L * (birth + 31L * family));
  }
}
