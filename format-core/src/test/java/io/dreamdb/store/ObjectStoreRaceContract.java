package io.dreamdb.store;

import static io.dreamdb.store.ObjectStoreContract.bytesOf;
import static io.dreamdb.store.ObjectStoreContract.key;
import static io.dreamdb.store.ObjectStoreContract.swapped;
import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.MissingObject;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link ObjectStore} with compare-and-set promises to callers that race. */
public abstract class ObjectStoreRaceContract {

  private static final int RACERS = 32;
  private static final int ROUNDS = 10;

  private ObjectStore store;

  /** A new store without contents. */
  protected abstract ObjectStore newStore();

  /** Another client of the same contents. */
  protected ObjectStore anotherClient(ObjectStore store) {
    return store;
  }

  /** How often each racer counts up; a store that answers slowly takes fewer. */
  protected int increments() {
    return 10;
  }

  /** How often what others read is written; a store that answers slowly takes fewer. */
  protected int rewrites() {
    return 150;
  }

  @BeforeEach
  void openStore() {
    store = newStore();
    assertThat(store.capabilities()).contains(Capability.COMPARE_AND_SET);
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void ofThirtyTwoCreatorsOneWinsEachRound() {
    for (int round = 0; round < ROUNDS; round++) {
      ObjectKey key = key("race/" + round);
      List<CreateResult> results =
          Race.run(
              RACERS,
              racer ->
                  anotherClient(store)
                      .putIfAbsent(key, ObjectBody.of(new byte[] {(byte) racer, (byte) racer})));
      assertThat(results).filteredOn(CreateResult.Created.class::isInstance).hasSize(1);
      assertThat(results).filteredOn(CreateResult.Exists.class::isInstance).hasSize(RACERS - 1);
      byte winner = (byte) winner(results, CreateResult.Created.class);
      assertThat(bytesOf(store.read(key))).containsExactly(winner, winner);
    }
  }

  @Test
  void ofThirtyTwoSwappersOneWinsEachRound() {
    RegisterKey main = RegisterKey.ref("main");
    Version expected = Version.ABSENT;
    for (int round = 0; round < ROUNDS; round++) {
      Version base = expected;
      // With the round in it, so that no value comes back: not every store could tell.
      byte number = (byte) round;
      List<SwapResult> results =
          Race.run(
              RACERS,
              racer ->
                  anotherClient(store)
                      .compareAndSet(main, base, new byte[] {number, (byte) racer}));
      assertThat(results).filteredOn(SwapResult.Swapped.class::isInstance).hasSize(1);
      assertThat(results).filteredOn(SwapResult.Conflict.class::isInstance).hasSize(RACERS - 1);
      int winner = winner(results, SwapResult.Swapped.class);
      expected = swapped(results.get(winner));
      Register now = new Register(expected, new byte[] {number, (byte) winner});
      assertThat(store.readRegister(main)).isEqualTo(now);
      assertThat(results)
          .filteredOn(SwapResult.Conflict.class::isInstance)
          .containsOnly(new SwapResult.Conflict(now));
    }
  }

  @Test
  void aCounterLosesNoIncrement() {
    RegisterKey counter = RegisterKey.ref("counter");
    int each = increments();
    Race.run(
        RACERS,
        racer -> {
          ObjectStore client = anotherClient(store);
          for (int i = 0; i < each; i++) {
            increment(client, counter);
          }
          return racer;
        });
    assertThat(valueOf(store.readRegister(counter))).isEqualTo(RACERS * each);
  }

  @Test
  void nobodySeesAPartOfAnObjectOrAnOlderRegister() {
    RegisterKey main = RegisterKey.ref("main");
    AtomicBoolean done = new AtomicBoolean();
    List<Integer> reads =
        Race.run(
            8,
            racer -> {
              ObjectStore client = anotherClient(store);
              if (racer < 2) {
                write(client, main, racer, rewrites());
                done.set(true);
                return 1;
              }
              return readUntil(client, main, done);
            });
    assertThat(reads).allMatch(count -> count > 0);
  }

  private static void write(ObjectStore client, RegisterKey main, int racer, int times) {
    byte[] uniform = new byte[100_000];
    for (int i = 0; i < times; i++) {
      Arrays.fill(uniform, (byte) (2 * i + racer));
      client.put(key("torn"), ObjectBody.of(uniform));
      increment(client, main);
    }
  }

  private static int readUntil(ObjectStore client, RegisterKey main, AtomicBoolean done) {
    int reads = 0;
    int last = 0;
    while (!done.get() || reads == 0) {
      byte[] whole = uniformObject(client);
      for (byte b : whole) {
        if (b != whole[0]) {
          throw new AssertionError("a torn object after " + reads + " reads");
        }
      }
      int value = valueOf(client.readRegister(main));
      assertThat(value).isGreaterThanOrEqualTo(last);
      last = value;
      reads++;
    }
    return reads;
  }

  private static byte[] uniformObject(ObjectStore client) {
    try {
      client.forget(key("torn"));
      byte[] whole = bytesOf(client.read(key("torn")));
      assertThat(whole).hasSize(100_000);
      return whole;
    } catch (MissingObject notYet) {
      return new byte[1];
    }
  }

  static void increment(ObjectStore client, RegisterKey counter) {
    SwapResult result = new SwapResult.Conflict(client.readRegister(counter));
    while (result instanceof SwapResult.Conflict conflict) {
      byte[] next =
          ByteBuffer.allocate(Integer.BYTES).putInt(valueOf(conflict.current()) + 1).array();
      result = client.compareAndSet(counter, conflict.current().version(), next);
    }
    swapped(result);
  }

  static int valueOf(Register counter) {
    return counter.isAbsent() ? 0 : ByteBuffer.wrap(counter.value()).getInt();
  }

  private static int winner(List<?> results, Class<?> won) {
    for (int i = 0; i < results.size(); i++) {
      if (won.isInstance(results.get(i))) {
        return i;
      }
    }
    throw new AssertionError("nobody won: " + results);
  }
}
