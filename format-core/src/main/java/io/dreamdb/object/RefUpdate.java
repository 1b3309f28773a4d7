package io.dreamdb.object;

import java.util.Optional;

/** How moving a ref ended. */
public sealed interface RefUpdate {

  /**
   * The ref holds the new value.
   *
   * @param value the new value
   */
  record Moved(RefValue value) implements RefUpdate {}

  /**
   * The ref held something else; nothing was written.
   *
   * @param current what it holds; empty: it does not exist
   */
  record Lost(Optional<RefValue> current) implements RefUpdate {}

  /**
   * The ref may or may not have moved, or may still move when a late request lands. Nothing that
   * was written may be removed.
   *
   * @param reason what happened
   */
  record Unknown(String reason) implements RefUpdate {}
}
