package io.dreamdb.store;

import io.dreamdb.InvalidInput;

/** The key of a register: {@code refs/<name>} or {@code gc/root}. */
public record RegisterKey(String path) implements StoreKey {

  /** The register of the garbage collector. */
  public static final RegisterKey GC_ROOT = new RegisterKey("gc/root");

  /**
   * Reads the key of a register.
   *
   * @throws InvalidInput when the text is not a {@link StoreKey} of a register
   */
  public RegisterKey {
    KeyGrammar.requireKey(path);
    if (!KeyGrammar.isRegister(path)) {
      throw new InvalidInput("register key '" + path + "': expected refs/<name> or gc/root");
    }
  }

  /** The register of a ref; the grammar of ref names is the caller's. */
  public static RegisterKey ref(String name) {
    return new RegisterKey("refs/" + name);
  }

  @Override
  public String toString() {
    return path;
  }
}
