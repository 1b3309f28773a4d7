package io.dreamdb.store;

/** What can go wrong with one call. A fault that cannot happen to an operation does nothing. */
public enum Fault {
  /** Nothing goes wrong. */
  NONE,

  /** The request is lost: nothing is applied. Conditional writes answer {@code Unknown}. */
  FAIL_BEFORE,

  /** The reply is lost: all is applied. Conditional writes answer {@code Unknown}. */
  FAIL_AFTER,

  /**
   * A write is reported as failed now, and applied when {@link FaultyObjectStore#applyLate} is
   * called. Reads fail as with {@link #FAIL_BEFORE}.
   */
  APPLY_LATE,

  /** The call takes longer, by the delay that the store was made with. */
  DELAY,

  /** One bit of what a read returns is wrong. */
  FLIP_BIT,

  /**
   * The object or value ends early: reading it whole returns less of it, and the last of several
   * ranges fails as if it lay behind the end.
   */
  TRUNCATE,

  /** A listing does not show what was written through this store of late. */
  STALE_LIST
}
