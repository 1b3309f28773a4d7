package io.dreamdb.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.DreamException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/**
 * Makes the same random calls on a store, by two clients in turn, and on a memory store, and
 * compares each answer. Versions are compared by what they name, as they are opaque.
 */
final class ModelComparison {

  private static final List<String> OBJECTS =
      List.of("a", "b/c", "b/d/e", "b-c", "b/d.e", "refs.x");
  private static final List<String> REGISTERS = List.of("refs/main", "refs/a-b", "gc/root");

  private final List<ObjectStore> clients;
  private final ObjectStore model = new MemoryObjectStore();
  private final Map<Version, Version> toModel = new HashMap<>();
  private final List<Version> known = new ArrayList<>(List.of(Version.ABSENT));
  private final Random random;
  private final long seed;

  ModelComparison(ObjectStore first, ObjectStore second, long seed) {
    this.clients = List.of(first, second);
    this.random = new Random(seed);
    this.seed = seed;
  }

  void run(int calls) {
    for (int i = 0; i < calls; i++) {
      ObjectStore store = clients.get(random.nextInt(2));
      try {
        step(store);
      } catch (AssertionError e) {
        throw new AssertionError("call " + i + " with seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  private void step(ObjectStore store) {
    ObjectKey key = new ObjectKey(OBJECTS.get(random.nextInt(OBJECTS.size())));
    RegisterKey register = new RegisterKey(REGISTERS.get(random.nextInt(REGISTERS.size())));
    switch (random.nextInt(9)) {
      case 0 -> {
        // One content per key, as objects are immutable.
        byte[] bytes = contentOf(key);
        store.put(key, ObjectBody.of(bytes));
        model.put(key, ObjectBody.of(bytes));
      }
      case 1 -> same(store, s -> s.putIfAbsent(key, ObjectBody.of(contentOf(key))));
      case 2 -> same(store, s -> s.read(key));
      case 3 -> same(store, s -> s.head(key));
      case 4 -> {
        long offset = random.nextInt(40);
        int length = random.nextInt(40);
        same(store, s -> s.read(key, List.of(new ByteRange(offset, length), new ByteRange(0, 1))));
      }
      case 5 -> {
        ListRequest request =
            new ListRequest(
                List.of("", "b", "b/", "refs/", "gc").get(random.nextInt(5)),
                List.of("", "b", "b/d/e", "refs/a-b").get(random.nextInt(4)),
                1 + random.nextInt(9));
        same(store, s -> s.list(request));
      }
      case 6 -> {
        store.delete(key);
        model.delete(key);
      }
      default -> swap(store, register);
    }
    sameRegister(store.readRegister(register), model.readRegister(register));
  }

  private void swap(ObjectStore store, RegisterKey register) {
    boolean current = random.nextInt(3) > 0;
    Version expected =
        current ? store.readRegister(register).version() : known.get(random.nextInt(known.size()));
    Version modelExpected = modelVersion(register, expected);
    byte[] value = ObjectStoreContract.randomBytes(random, random.nextInt(50));
    SwapResult result = store.compareAndSet(register, expected, value);
    SwapResult wanted = model.compareAndSet(register, modelExpected, value);
    assertThat(result).hasSameClassAs(wanted);
    if (result instanceof SwapResult.Swapped swapped) {
      toModel.put(named(register, swapped.version()), ((SwapResult.Swapped) wanted).version());
      known.add(swapped.version());
    } else if (result instanceof SwapResult.Conflict conflict) {
      sameRegister(conflict.current(), ((SwapResult.Conflict) wanted).current());
    }
  }

  /** A version means something for its own register only; another's may well be equal to it. */
  private Version modelVersion(RegisterKey register, Version expected) {
    return expected.equals(Version.ABSENT)
        ? Version.ABSENT
        : toModel.getOrDefault(named(register, expected), new Version("another register's"));
  }

  private static Version named(RegisterKey register, Version version) {
    return new Version(register + "@" + version.token());
  }

  private static void sameRegister(Register register, Register wanted) {
    assertThat(register.isAbsent()).isEqualTo(wanted.isAbsent());
    assertThat(register.value()).isEqualTo(wanted.value());
  }

  private void same(ObjectStore store, Function<ObjectStore, Object> call) {
    assertThat(outcome(store, call)).isEqualTo(outcome(model, call));
  }

  private static Object outcome(ObjectStore store, Function<ObjectStore, Object> call) {
    try {
      return call.apply(store);
    } catch (DreamException e) {
      return e.getClass();
    }
  }

  private static byte[] contentOf(ObjectKey key) {
    int seed = key.path().hashCode();
    return ObjectStoreContract.randomBytes(new Random(seed), Math.floorMod(seed, 40));
  }
}
