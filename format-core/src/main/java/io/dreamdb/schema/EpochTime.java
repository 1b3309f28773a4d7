package io.dreamdb.schema;

import io.dreamdb.InvalidInput;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Dates as days and times as microseconds from 1970-01-01T00:00. */
final class EpochTime {

  private static final long MICROS_PER_SECOND = 1_000_000;

  private EpochTime() {}

  static int days(LocalDate date) {
    long days = date.toEpochDay();
    if (days != (int) days) {
      throw new InvalidInput(
          "date "
              + date
              + ": expected "
              + LocalDate.ofEpochDay(Integer.MIN_VALUE)
              + " to "
              + LocalDate.ofEpochDay(Integer.MAX_VALUE));
    }
    return (int) days;
  }

  /** The last whole microsecond not after the instant. */
  static long floorMicros(Instant instant) {
    return micros(instant.getEpochSecond(), instant.getNano(), instant);
  }

  static long floorMicros(LocalDateTime local) {
    return micros(local.toEpochSecond(ZoneOffset.UTC), local.getNano(), local);
  }

  static long exactMicros(Instant instant) {
    requireWhole(instant.getNano(), instant);
    return floorMicros(instant);
  }

  static long exactMicros(LocalDateTime local) {
    requireWhole(local.getNano(), local);
    return floorMicros(local);
  }

  static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, MICROS_PER_SECOND), Math.floorMod(micros, MICROS_PER_SECOND) * 1_000);
  }

  static LocalDateTime local(long micros) {
    return LocalDateTime.ofInstant(instant(micros), ZoneOffset.UTC);
  }

  private static void requireWhole(int nanos, Object time) {
    if (nanos % 1_000 != 0) {
      throw new InvalidInput("time " + time + ": expected whole microseconds");
    }
  }

  private static long micros(long seconds, int nanos, Object time) {
    long min = Math.floorDiv(Long.MIN_VALUE, MICROS_PER_SECOND);
    long max = Math.floorDiv(Long.MAX_VALUE, MICROS_PER_SECOND);
    if (seconds >= min && seconds <= max) {
      // Counted from the next second where the second itself begins before the first microsecond.
      long shift = seconds < 0 ? 1 : 0;
      long base = (seconds + shift) * MICROS_PER_SECOND;
      long rest = nanos / 1_000 - shift * MICROS_PER_SECOND;
      long micros = base + rest;
      if (((base ^ micros) & (rest ^ micros)) >= 0) {
        return micros;
      }
    }
    throw new InvalidInput(
        "time "
            + time
            + ": expected "
            + instant(Long.MIN_VALUE)
            + " to "
            + instant(Long.MAX_VALUE));
  }
}
