package io.dreamdb.dataset;

import io.dreamdb.InvalidInput;

/** What a commit may be repeated over when others committed first. */
public enum Isolation {
  /**
   * As if all had committed one after another: refuse where the outcome would have been another.
   */
  SERIALIZABLE,
  /** Each works on the snapshot that it read: refuse only where both changed the same rows. */
  SNAPSHOT;

  /**
   * Reads {@code serializable} or {@code snapshot}.
   *
   * @throws InvalidInput for another text
   */
  public static Isolation parse(String text) {
    return switch (text) {
      case "serializable" -> SERIALIZABLE;
      case "snapshot" -> SNAPSHOT;
      default ->
          throw new InvalidInput(
              "isolation level '" + text + "' is unknown; expected serializable or snapshot");
    };
  }
}
