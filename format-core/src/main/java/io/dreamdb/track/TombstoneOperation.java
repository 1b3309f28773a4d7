package io.dreamdb.track;

import io.dreamdb.InvalidInput;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who deleted rows, or made them live again, when and why.
 *
 * @param kind what was done
 * @param time timestamp of the commit that wrote it first
 * @param actor who, at most 256 bytes of UTF-8; null: not said
 * @param reason why, at most 1,024 bytes of UTF-8; null: not said
 */
public record TombstoneOperation(
    TombstoneKind kind, long time, @Nullable String actor, @Nullable String reason) {

  /** The longest actor in bytes of UTF-8. */
  public static final int MAX_ACTOR_BYTES = 256;

  /** The longest reason in bytes of UTF-8. */
  public static final int MAX_REASON_BYTES = 1_024;

  /**
   * Checks the limits.
   *
   * @throws InvalidInput if a text is too long
   */
  public TombstoneOperation {
    if (time < 0) {
      throw new IllegalArgumentException("time " + time + " is negative");
    }
    requireLength("actor", actor, MAX_ACTOR_BYTES);
    requireLength("reason", reason, MAX_REASON_BYTES);
  }

  private static void requireLength(String what, @Nullable String text, int maxBytes) {
    int length = text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
    if (length > maxBytes) {
      throw new InvalidInput(
          String.format(
              Locale.ROOT,
              "The %s of a delete has %d bytes in UTF-8; at most %d are kept: give a shorter one",
              what,
              length,
              maxBytes));
    }
  }

  /** The same operation, committed at another time. */
  public TombstoneOperation at(long newTime) {
    return new TombstoneOperation(kind, newTime, actor, reason);
  }
}
