package io.dreamdb.store;

import io.dreamdb.CorruptObject;
import io.dreamdb.InvalidInput;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Tries whether a store keeps what the port promises, with many threads at once. It can show that a
 * store fails; that it saw nothing proves nothing.
 *
 * <p>It writes below the location that it is given, some hundred small objects and one of 9 MiB,
 * and removes them again. One caller at a time.
 */
public final class StoreProbe {

  /** The most threads. */
  public static final int MAX_THREADS = 256;

  private static final int LARGE_BYTES = 9 << 20;
  private static final int LISTED = 20;

  /**
   * What one check saw.
   *
   * @param check its name
   * @param passed whether the store did as promised
   * @param detail what was seen, in a sentence
   */
  public record Finding(String check, boolean passed, String detail) {}

  private final ObjectStore store;
  private final ProbeRaces races;
  private final SplittableRandom random;
  private final List<StoreKey> written = new ArrayList<>();

  /**
   * A probe of a store at a location where nothing else is.
   *
   * @param threads how many race, from 2
   * @param rounds how often each race is run, from 1
   * @param seed of the contents
   */
  public StoreProbe(ObjectStore store, int threads, int rounds, long seed) {
    if (threads < 2 || threads > MAX_THREADS || rounds < 1 || rounds > 10_000) {
      throw new InvalidInput(
          threads
              + " threads in "
              + rounds
              + " rounds: expected 2 to "
              + MAX_THREADS
              + " threads and 1 to 10000 rounds");
    }
    this.store = store;
    this.random = new SplittableRandom(seed);
    this.races = new ProbeRaces(store, threads, rounds, random.nextInt());
  }

  /**
   * Runs all checks and removes what they wrote.
   *
   * @param seen gets each finding as soon as it is there
   * @return all findings
   * @throws io.dreamdb.StoreUnavailable where the store does not answer
   */
  public List<Finding> run(Consumer<Finding> seen) {
    List<Finding> findings = new ArrayList<>();
    Consumer<Finding> both =
        finding -> {
          findings.add(finding);
          seen.accept(finding);
        };
    try {
      both.accept(readAfterWrite());
      both.accept(rangedReads());
      both.accept(listing());
      both.accept(refusals());
      both.accept(races.creates(written));
      both.accept(races.swaps(written));
      both.accept(races.counter(written));
    } catch (RuntimeException e) {
      try {
        store.delete(written);
      } catch (RuntimeException left) {
        e.addSuppressed(left);
      }
      throw e;
    }
    store.delete(written);
    return findings;
  }

  private ObjectKey key(String path) {
    ObjectKey key = new ObjectKey(path);
    written.add(key);
    return key;
  }

  private RegisterKey register(String name) {
    RegisterKey key = RegisterKey.ref(name);
    written.add(key);
    return key;
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private Finding readAfterWrite() {
    int wrong = 0;
    int tries = 20;
    RegisterKey register = register("fresh");
    Version version = Version.ABSENT;
    for (int i = 0; i < tries; i++) {
      ObjectKey key = key("fresh/" + i);
      byte[] bytes = bytes(100 + i);
      if (store.head(key).isPresent()) {
        wrong++;
      }
      store.put(key, ObjectBody.of(bytes));
      wrong += store.head(key).isPresent() && same(store.read(key), bytes) ? 0 : 1;
      if (store.compareAndSet(register, version, bytes) instanceof SwapResult.Swapped swapped) {
        version = swapped.version();
        Register now = store.readRegister(register);
        wrong += now.version().equals(version) && Arrays.equals(now.value(), bytes) ? 0 : 1;
      } else {
        wrong++;
        version = store.readRegister(register).version();
      }
    }
    return new Finding(
        "read after write",
        wrong == 0,
        wrong + " of " + 2 * tries + " writes were not what the next read returned");
  }

  private Finding rangedReads() {
    ObjectKey key = key("large");
    byte[] bytes = bytes(LARGE_BYTES);
    store.put(key, ObjectBody.of(bytes));
    int wrong = same(store.read(key), bytes) ? 0 : 1;
    List<ByteRange> ranges = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      int offset = random.nextInt(LARGE_BYTES - 70_000);
      ranges.add(new ByteRange(offset, 1 + random.nextInt(70_000)));
    }
    ranges.add(new ByteRange(LARGE_BYTES - 1, 1));
    List<ByteBuffer> read = store.read(key, ranges);
    for (int i = 0; i < ranges.size(); i++) {
      ByteRange range = ranges.get(i);
      byte[] expected = Arrays.copyOfRange(bytes, (int) range.offset(), (int) range.end());
      wrong += same(read.get(i), expected) ? 0 : 1;
    }
    try {
      store.read(key, new ByteRange(LARGE_BYTES - 1, 2));
      wrong++;
    } catch (CorruptObject refused) {
      // A range behind the end must not come back short.
    }
    return new Finding(
        "ranged reads",
        wrong == 0,
        wrong + " of " + (ranges.size() + 2) + " reads of an object of 9 MiB were wrong");
  }

  private Finding listing() {
    int wrong = 0;
    List<StoreKey> keys = new ArrayList<>();
    for (int i = 0; i < LISTED; i++) {
      ObjectKey key = key("listed/" + (char) ('a' + i));
      store.put(key, ObjectBody.of(bytes(1)));
      keys.add(key);
      wrong += listed().equals(keys) ? 0 : 1;
    }
    Collections.reverse(keys);
    while (!keys.isEmpty()) {
      store.delete(keys.remove(0));
      List<StoreKey> rest = new ArrayList<>(keys);
      Collections.reverse(rest);
      wrong += listed().equals(rest) ? 0 : 1;
    }
    return new Finding(
        "list after write and delete",
        wrong == 0,
        wrong + " of " + 2 * LISTED + " listings did not show the last write or delete");
  }

  private List<StoreKey> listed() {
    List<StoreKey> keys = new ArrayList<>();
    store.listAll("listed/").forEach(entry -> keys.add(entry.key()));
    return keys;
  }

  /** What must be refused, one request at a time. */
  private Finding refusals() {
    List<String> accepted = new ArrayList<>();
    ObjectKey key = key("taken");
    store.put(key, ObjectBody.of(bytes(5)));
    if (store.putIfAbsent(key, ObjectBody.of(bytes(6))) instanceof CreateResult.Created) {
      accepted.add("a create-only put of a key that is taken");
    }
    RegisterKey register = register("refused");
    RegisterKey nothing = register("nothing");
    SwapResult created = store.compareAndSet(register, Version.ABSENT, bytes(7));
    if (created instanceof SwapResult.Swapped first) {
      store.compareAndSet(register, first.version(), bytes(8));
      if (swaps(register, Version.ABSENT)) {
        accepted.add("a create-only swap of a register that is there");
      }
      if (swaps(register, first.version())) {
        accepted.add("a swap from a version that is gone");
      }
      if (swaps(nothing, first.version())) {
        accepted.add("a swap of a register that is not there");
      }
    } else {
      accepted.add("nothing, not even a register where there was none: " + created);
    }
    return new Finding(
        "conditions, one request at a time",
        accepted.isEmpty(),
        accepted.isEmpty()
            ? "4 of 4 requests whose condition did not hold were refused"
            : "accepted: " + String.join(", ", accepted));
  }

  private boolean swaps(RegisterKey register, Version expected) {
    return store.compareAndSet(register, expected, bytes(9)) instanceof SwapResult.Swapped;
  }

  private static boolean same(ByteBuffer read, byte[] expected) {
    return read.equals(ByteBuffer.wrap(expected));
  }
}
