package io.dreamdb.object;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * The one source of everything that is not a function of its input: nonces, lanes, field ids,
 * jitter and time.
 *
 * <p>Golden files and simulations bring their own, so that the same run gives the same bytes.
 * Implementations are safe for use by many threads.
 */
public interface Entropy {

  /** A random generator; uniform, and unpredictable in production. */
  RandomGenerator random();

  /** Nanoseconds since 1970-01-01T00:00:00Z. It may stand still or jump. */
  long nowNanos();

  /** Sixteen random bytes, the caller's own. */
  default byte[] nonce() {
    byte[] nonce = new byte[16];
    random().nextBytes(nonce);
    return nonce;
  }

  /** The operating system's random numbers and clock. */
  static Entropy system() {
    return new Entropy() {
      private final SecureRandom random = new SecureRandom();

      @Override
      public RandomGenerator random() {
        return random;
      }

      @Override
      public long nowNanos() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
      }
    };
  }
}
