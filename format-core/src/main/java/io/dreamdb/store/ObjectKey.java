package io.dreamdb.store;

import io.dreamdb.InvalidInput;

/** The key of an immutable object. */
public record ObjectKey(String path) implements StoreKey {

  /**
   * Reads the key of an object.
   *
   * @throws InvalidInput when the text is not a {@link StoreKey} or lies where registers live
   */
  public ObjectKey {
    KeyGrammar.requireKey(path);
    if (KeyGrammar.isReservedForRegisters(path)) {
      throw new InvalidInput(
          "object key '"
              + path
              + "' lies in refs/ or gc/, where only the registers refs/<name> and gc/root live");
    }
  }

  @Override
  public String toString() {
    return path;
  }
}
