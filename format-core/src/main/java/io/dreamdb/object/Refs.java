package io.dreamdb.object;

import io.dreamdb.CorruptObject;
import io.dreamdb.InvalidInput;
import io.dreamdb.store.ObjectStore;
import io.dreamdb.store.Register;
import io.dreamdb.store.RegisterKey;
import io.dreamdb.store.SwapResult;
import io.dreamdb.store.Version;
import java.util.Locale;
import java.util.Optional;

/** The refs of one space: read, and moved by compare-and-set alone. Safe for many threads. */
public final class Refs {

  private final ObjectStore store;

  /** The refs in a store. */
  public Refs(ObjectStore store) {
    this.store = store;
  }

  /** Whether a ref was ever made, whatever it holds. */
  public boolean exists(RefName name) {
    return !store.readRegister(key(name)).isAbsent();
  }

  /**
   * Reads a ref.
   *
   * @return empty if it was never made
   * @throws CorruptObject if its body is not an id
   */
  public Optional<RefValue> read(RefName name) {
    return value(name, store.readRegister(key(name)));
  }

  /**
   * Moves a ref from a value that was read to another manifest, which is stored already. Of callers
   * that move from the same value, one wins.
   *
   * @throws CorruptObject if the ref was lost to a value that is not an id
   */
  public RefUpdate move(RefValue from, ObjectId to) {
    return swap(from.name(), from.version(), to);
  }

  /**
   * Makes a ref that does not exist yet; its name is registered already ({@link Epochs#register}).
   *
   * @throws CorruptObject if the ref exists with a value that is not an id
   */
  public RefUpdate create(RefName name, ObjectId manifest) {
    return swap(name, Version.ABSENT, manifest);
  }

  private RefUpdate swap(RefName name, Version expected, ObjectId manifest) {
    SwapResult result = store.compareAndSet(key(name), expected, manifest.toBytes());
    if (result instanceof SwapResult.Swapped swapped) {
      return new RefUpdate.Moved(new RefValue(name, manifest, swapped.version()));
    }
    if (result instanceof SwapResult.Conflict conflict) {
      return new RefUpdate.Lost(value(name, conflict.current()));
    }
    return new RefUpdate.Unknown(((SwapResult.Unknown) result).reason());
  }

  private Optional<RefValue> value(RefName name, Register register) {
    if (register.isAbsent()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new RefValue(name, ObjectId.ofBytes(register.value()), register.version()));
    } catch (InvalidInput e) {
      throw new CorruptObject(
          String.format(
              Locale.ROOT,
              "Ref '%s' in %s does not hold the id of a manifest: %s",
              name,
              store.location(),
              e.getMessage()),
          e);
    }
  }

  private static RegisterKey key(RefName name) {
    return RegisterKey.ref(name.text());
  }
}
