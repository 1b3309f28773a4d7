package io.dreamdb.object;

import io.dreamdb.InvalidInput;

/** How often the bytes of large objects are compared with their id. Small ones always are. */
public enum Verification {
  /** When a part is read for the first time in this process. */
  FIRST_TOUCH,
  /** At each read. */
  ALWAYS,
  /** Never: for stores that are trusted to return what was written. */
  OFF;

  /**
   * Reads {@code first-touch}, {@code always} or {@code off}.
   *
   * @throws InvalidInput for another text
   */
  public static Verification parse(String text) {
    return switch (text) {
      case "first-touch" -> FIRST_TOUCH;
      case "always" -> ALWAYS;
      case "off" -> OFF;
      default ->
          throw new InvalidInput("verify is '" + text + "'; expected first-touch, always or off");
    };
  }
}
