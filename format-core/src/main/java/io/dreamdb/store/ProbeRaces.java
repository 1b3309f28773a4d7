package io.dreamdb.store;

import io.dreamdb.StoreUnavailable;
import io.dreamdb.store.StoreProbe.Finding;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/**
 * The races of a {@link StoreProbe}: threads that are released at the same moment.
 *
 * @param store what they race on
 * @param threads how many
 * @param rounds how often
 * @param nonce part of each value, so that none comes back
 */
record ProbeRaces(ObjectStore store, int threads, int rounds, int nonce) {

  private static final int INCREMENTS = 3;
  private static final int LONGEST_RACE_MINUTES = 10;

  /** Winners of each round, and what was left behind. */
  private static final class Tally {
    private int oneWinner;
    private int mostWinners;
    private int unknown;
    private int unsureRounds;
    private int wrongContents;

    void round(int winners, int unknownOutcomes, boolean right) {
      oneWinner += winners == 1 ? 1 : 0;
      mostWinners = Math.max(mostWinners, winners);
      unknown += unknownOutcomes;
      // With no winner but unknown outcomes one of those won.
      unsureRounds += winners == 0 && unknownOutcomes > 0 ? 1 : 0;
      wrongContents += right ? 0 : 1;
    }

    Finding finding(String check, int threads, int rounds) {
      String text =
          "one winner of "
              + threads
              + " in "
              + oneWinner
              + " of "
              + rounds
              + " rounds, at most "
              + mostWinners
              + "; "
              + wrongContents
              + " rounds left other bytes than the winner's; "
              + unknown
              + " requests without an answer";
      boolean passed = mostWinners <= 1 && oneWinner + unsureRounds == rounds && wrongContents == 0;
      return new Finding(check, passed, text);
    }
  }

  Finding creates(List<StoreKey> written) {
    Tally tally = new Tally();
    for (int round = 0; round < rounds; round++) {
      ObjectKey key = new ObjectKey("race/" + round);
      written.add(key);
      int number = round;
      List<CreateResult> results =
          race(racer -> store.putIfAbsent(key, ObjectBody.of(value(number, racer))));
      List<Integer> winners = places(results, CreateResult.Created.class);
      int unknown = places(results, CreateResult.Unknown.class).size();
      boolean right =
          winners.size() != 1
              || store.read(key).equals(ByteBuffer.wrap(value(round, winners.get(0))));
      tally.round(winners.size(), unknown, right);
    }
    return tally.finding("racing create-only puts", threads, rounds);
  }

  Finding swaps(List<StoreKey> written) {
    RegisterKey register = RegisterKey.ref("race");
    written.add(register);
    Tally tally = new Tally();
    for (int round = 0; round < rounds; round++) {
      Version base = store.readRegister(register).version();
      int number = round;
      List<SwapResult> results =
          race(racer -> store.compareAndSet(register, base, value(number, racer)));
      List<Integer> winners = places(results, SwapResult.Swapped.class);
      int unknown = places(results, SwapResult.Unknown.class).size();
      boolean right =
          winners.size() != 1
              || Arrays.equals(store.readRegister(register).value(), value(round, winners.get(0)));
      tally.round(winners.size(), unknown, right);
    }
    return tally.finding("racing swaps", threads, rounds);
  }

  /** Increments that were acknowledged and are not in the sum were lost. */
  Finding counter(List<StoreKey> written) {
    RegisterKey register = RegisterKey.ref("counter");
    written.add(register);
    List<int[]> counts = race(racer -> count(register));
    int acknowledged = counts.stream().mapToInt(count -> count[0]).sum();
    int unknown = counts.stream().mapToInt(count -> count[1]).sum();
    int sum = sum(store.readRegister(register));
    return new Finding(
        "a counter",
        sum >= acknowledged && sum <= acknowledged + unknown,
        acknowledged
            + " increments were acknowledged, "
            + unknown
            + " had no answer, the sum is "
            + sum
            + ": lost "
            + Math.max(0, acknowledged - sum));
  }

  private int[] count(RegisterKey register) {
    int acknowledged = 0;
    int unknown = 0;
    for (int i = 0; i < INCREMENTS; i++) {
      SwapResult result = new SwapResult.Conflict(store.readRegister(register));
      while (result instanceof SwapResult.Conflict lost) {
        ByteBuffer next = ByteBuffer.allocate(12).putInt(sum(lost.current()) + 1).putInt(nonce);
        // Racers that count from the same sum must not write the same value.
        next.putInt((int) Thread.currentThread().getId());
        result = store.compareAndSet(register, lost.current().version(), next.array());
      }
      acknowledged += result instanceof SwapResult.Swapped ? 1 : 0;
      unknown += result instanceof SwapResult.Unknown ? 1 : 0;
    }
    return new int[] {acknowledged, unknown};
  }

  private static int sum(Register register) {
    return register.isAbsent() ? 0 : ByteBuffer.wrap(register.value()).getInt();
  }

  private byte[] value(int round, int racer) {
    return ByteBuffer.allocate(12).putInt(nonce).putInt(round).putInt(racer).array();
  }

  private static List<Integer> places(List<?> results, Class<?> type) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      if (type.isInstance(results.get(i))) {
        places.add(i);
      }
    }
    return places;
  }

  private <T> List<T> race(IntFunction<T> racer) {
    CyclicBarrier start = new CyclicBarrier(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<T>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int number = i;
        running.add(pool.submit(() -> released(start, racer, number)));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> one : running) {
        results.add(one.get(LONGEST_RACE_MINUTES, TimeUnit.MINUTES));
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("interrupted while threads raced on " + store.location(), e);
    } catch (TimeoutException e) {
      throw new StoreUnavailable("a race on " + store.location() + " came to no end", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("a racer failed: " + e.getCause(), e);
    } finally {
      pool.shutdownNow();
    }
  }

  private static <T> T released(CyclicBarrier start, IntFunction<T> racer, int number)
      throws InterruptedException {
    try {
      start.await();
    } catch (BrokenBarrierException e) {
      throw new StoreUnavailable("another racer was interrupted", e);
    }
    return racer.apply(number);
  }
}
