package io.dreamdb.object;

import io.dreamdb.CorruptObject;
import io.dreamdb.StoreUnavailable;
import io.dreamdb.cbor.Cbor;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.store.ObjectStore;
import io.dreamdb.store.Register;
import io.dreamdb.store.RegisterKey;
import io.dreamdb.store.SwapResult;
import io.dreamdb.store.Version;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The register {@code gc/root} of one space. Every change is idempotent, so a swap of unknown
 * outcome is settled by reading again, and one that lands late does no harm.
 *
 * <p>Failures: {@link CorruptObject} naming the register and its store where its value is
 * malformed, {@link io.dreamdb.UnsupportedFormat} where its version is unknown, {@link
 * StoreUnavailable} where the store does not answer. Safe for many threads.
 */
public final class Epochs {

  private static final int ATTEMPTS = 1_000;

  private final ObjectStore store;

  /** The epochs in a store. */
  public Epochs(ObjectStore store) {
    this.store = store;
  }

  /**
   * Reads epoch and names.
   *
   * @throws CorruptObject if the register is not there, or malformed
   */
  public GcRoot read() {
    return present(store.readRegister(RegisterKey.GC_ROOT));
  }

  private GcRoot present(Register register) {
    if (register.isAbsent()) {
      throw new CorruptObject(
          "gc/root is missing in "
              + store.location()
              + ": this is no space, or the register was removed and must be restored");
    }
    return decode(register);
  }

  /**
   * Makes the register of a new space, of epoch 0 and with its first ref; one that is already there
   * keeps its epoch and names, and gets this name.
   */
  public GcRoot create(RefName first) {
    return create(first, 0);
  }

  /**
   * Makes the register of a clone or import with history.
   *
   * @param epoch the largest epoch in that history; a register that is already there is raised to
   *     it where it is lower
   */
  public GcRoot create(RefName first, long epoch) {
    return change(
        this::presentOrNew, root -> root.with(first).withEpoch(Math.max(root.epoch(), epoch)));
  }

  /**
   * Registers a ref's name before the ref is made; returns a root in which the name stood.
   *
   * @throws CorruptObject if the register is not there: beginning anew would let the epoch fall
   */
  public GcRoot register(RefName name) {
    return change(this::present, root -> root.with(name));
  }

  /**
   * Raises the epoch by one, as a collector or a drop does; returns the root with the new epoch. If
   * others raise it at the same time, their epoch serves.
   *
   * @throws CorruptObject if the register is not there, or malformed
   */
  public GcRoot raise() {
    long raised = read().epoch() + 1;
    return change(this::present, root -> root.epoch() >= raised ? root : root.withEpoch(raised));
  }

  private GcRoot presentOrNew(Register register) {
    return register.isAbsent() ? new GcRoot(0, new TreeSet<>()) : decode(register);
  }

  private GcRoot change(Function<Register, GcRoot> read, UnaryOperator<GcRoot> change) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Register register = store.readRegister(RegisterKey.GC_ROOT);
      GcRoot before = read.apply(register);
      GcRoot after = change.apply(before);
      if (after.equals(before) && !register.isAbsent()) {
        return before;
      }
      Version expected = register.version();
      SwapResult result = store.compareAndSet(RegisterKey.GC_ROOT, expected, after.encode());
      if (result instanceof SwapResult.Swapped) {
        return after;
      }
    }
    throw new StoreUnavailable(
        String.format(
            Locale.ROOT,
            "gc/root in %s could not be changed in %d attempts; try again",
            store.location(),
            ATTEMPTS));
  }

  private GcRoot decode(Register register) {
    String what = "gc/root in " + store.location();
    return GcRoot.decode(CborItem.root(what, Cbor.decode(register.value(), what)));
  }
}
