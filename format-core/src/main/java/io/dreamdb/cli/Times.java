package io.dreamdb.cli;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as users read them. */
final class Times {

  private Times() {}

  /** ISO 8601 in UTC, to the millisecond. */
  static String iso(long nanos) {
    return Instant.ofEpochSecond(nanos / 1_000_000_000L, nanos % 1_000_000_000L)
        .truncatedTo(ChronoUnit.MILLIS)
        .toString();
  }
}
