package io.dreamdb.cli;

import io.dreamdb.InvalidInput;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as users read and write them. */
final class Times {

  private static final Pattern AGE = Pattern.compile("(\\d{1,9})([smhd])");

  private Times() {}

  /** ISO 8601 in UTC, to the millisecond. */
  static String iso(long nanos) {
    return ofNanos(nanos).truncatedTo(ChronoUnit.MILLIS).toString();
  }

  /**
   * An instant, or how long ago it is.
   *
   * @param now nanoseconds since 1970-01-01T00:00:00Z
   * @throws InvalidInput if the text is neither
   */
  static Instant past(String text, long now) {
    Matcher age = AGE.matcher(text);
    if (age.matches()) {
      long count = Long.parseLong(age.group(1));
      Duration ago =
          switch (age.group(2).charAt(0)) {
            case 's' -> Duration.ofSeconds(count);
            case 'm' -> Duration.ofMinutes(count);
            case 'h' -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
          };
      return ofNanos(now).minus(ago);
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new InvalidInput(
          String.format(
              Locale.ROOT,
              "'%s' is no time: expected an instant such as 2026-01-31T00:00:00Z, or an age such as 30d, 12h, 15m or 10s",
              text));
    }
  }

  private static Instant ofNanos(long nanos) {
    return Instant.ofEpochSecond(nanos / 1_000_000_000L, nanos % 1_000_000_000L);
  }
}
