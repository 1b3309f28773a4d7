package io.dreamdb.store.s3;

import io.dreamdb.StoreUnavailable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Repeats requests that may be repeated, after a random wait below a bound that doubles from 50 ms
 * to 5 s.
 *
 * @param most how often at most
 * @param counter of repeats
 */
record Retry(int most, TrafficCounter counter) {

  private static final Duration FIRST = Duration.ofMillis(50);
  private static final Duration LAST = Duration.ofSeconds(5);

  /** One request. */
  @FunctionalInterface
  interface Request<T> {
    T send() throws IOException;
  }

  /**
   * Sends a request that may be sent any number of times, until the store answers it.
   *
   * @param what for messages: what cannot be done
   * @throws Unanswered where it ended otherwise
   */
  <T> T repeat(String what, Request<T> request) {
    for (int attempt = 0; ; attempt++) {
      try {
        return request.send();
      } catch (SdkException | IOException e) {
        Reply reply = Reply.of(e);
        boolean again =
            switch (reply.kind()) {
              case NOT_SENT, UNCLEAR -> true;
              // Of a request without condition: others work on the same key just now.
              case CONDITION -> true;
              default -> false;
            };
        if (!again || attempt >= most) {
          throw new Unanswered(what, reply, e);
        }
        pause(attempt);
      }
    }
  }

  /** Waits before the attempt that follows this one, counted from 0. */
  void pause(int attempt) {
    long bound = Math.min(LAST.toNanos(), FIRST.toNanos() << Math.min(attempt, 10));
    long nanos = ThreadLocalRandom.current().nextLong(bound);
    try {
      Thread.sleep(nanos / 1_000_000, (int) (nanos % 1_000_000));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("interrupted while waiting to ask the store again", e);
    }
    counter.repeat();
  }
}
