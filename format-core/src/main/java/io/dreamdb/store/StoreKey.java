package io.dreamdb.store;

/**
 * The name of something in a store, relative to the store's root.
 *
 * <p>Segments of {@code [a-z0-9._=-]} joined by single slashes; no segment is {@code .} or {@code
 * ..}, none is longer than 255 characters, the whole is at most 512. Keys of the form {@code
 * refs/<name>} and {@code gc/root} are registers, all other keys are objects; nothing else lives
 * below {@code refs/} and {@code gc/}. Order is that of the characters, which is also the order of
 * listings.
 *
 * <p>That no key is a folder of another key is the caller's rule: stores on a file system fail with
 * {@code StoreUnavailable} where it is broken.
 */
public sealed interface StoreKey extends Comparable<StoreKey> permits ObjectKey, RegisterKey {

  /** The key as text. */
  String path();

  /**
   * Reads a key.
   *
   * @throws io.dreamdb.InvalidInput naming the text and the rule it breaks
   */
  static StoreKey parse(String text) {
    return KeyGrammar.isRegister(text) ? new RegisterKey(text) : new ObjectKey(text);
  }

  @Override
  default int compareTo(StoreKey other) {
    return path().compareTo(other.path());
  }
}
