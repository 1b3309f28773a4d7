package io.dreamdb.store;

/** How {@link ObjectStore#putIfAbsent} ended. */
public sealed interface CreateResult {

  /** This call created the object. */
  record Created() implements CreateResult {}

  /** The key was taken; nothing was written. */
  record Exists() implements CreateResult {}

  /**
   * The object may or may not have been created by this call, or may still be when a late request
   * lands.
   *
   * @param reason what happened, for messages
   */
  record Unknown(String reason) implements CreateResult {}
}
