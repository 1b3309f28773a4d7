package io.dreamdb.cli;

import io.dreamdb.Conflict;
import io.dreamdb.CorruptObject;
import io.dreamdb.DreamException;
import io.dreamdb.MissingObject;
import io.dreamdb.StoreUnavailable;
import io.dreamdb.UnsupportedFormat;

/** What a verb tells the shell. */
final class ExitCode {

  static final int DONE = 0;

  /** Something was refused, or a check found something. */
  static final int REFUSED = 1;

  /** The arguments make no sense; of a check also: it could not run. */
  static final int USAGE = 2;

  /** Others changed the table: repeating may help. */
  static final int CONFLICT = 3;

  /** The store does not answer, or what it holds is damaged or unknown. */
  static final int STORE = 4;

  private ExitCode() {}

  static int of(DreamException failure) {
    if (failure instanceof Conflict) {
      return CONFLICT;
    }
    boolean store =
        failure instanceof StoreUnavailable
            || failure instanceof MissingObject
            || failure instanceof CorruptObject
            || failure instanceof UnsupportedFormat;
    return store ? STORE : REFUSED;
  }
}
