package io.dreamdb.store;

/** How {@link ObjectStore#compareAndSet} ended. */
public sealed interface SwapResult {

  /**
   * The register holds the new value, under this version.
   *
   * @param version what to expect in the next swap
   */
  record Swapped(Version version) implements SwapResult {}

  /**
   * The register did not hold the expected version; nothing was written.
   *
   * @param current what it held after the refusal; may have moved on since
   */
  record Conflict(Register current) implements SwapResult {}

  /**
   * The swap may or may not have happened, or may still happen when a late request lands. Read the
   * register to find out; an unchanged register proves nothing until another swap fenced it.
   *
   * @param reason what happened, for messages
   */
  record Unknown(String reason) implements SwapResult {}
}
