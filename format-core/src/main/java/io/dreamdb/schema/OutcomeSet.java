package io.dreamdb.schema;

/**
 * A set of the outcomes true, false and unknown.
 *
 * @param bits 1 true, 2 false, 4 unknown
 */
record OutcomeSet(int bits) {

  static final OutcomeSet NONE = new OutcomeSet(0);
  static final OutcomeSet TRUE = new OutcomeSet(1);
  static final OutcomeSet FALSE = new OutcomeSet(2);
  static final OutcomeSet TRUE_OR_FALSE = new OutcomeSet(3);
  static final OutcomeSet UNKNOWN = new OutcomeSet(4);
  static final OutcomeSet ALL = new OutcomeSet(7);

  static OutcomeSet of(boolean outcome) {
    return outcome ? TRUE : FALSE;
  }

  boolean mayBeTrue() {
    return has(TRUE);
  }

  boolean isOnlyTrue() {
    return bits == TRUE.bits;
  }

  private boolean has(OutcomeSet outcome) {
    return (bits & outcome.bits) != 0;
  }

  /** This set with others added if {@code present}. */
  OutcomeSet with(OutcomeSet others, boolean present) {
    return present ? new OutcomeSet(bits | others.bits) : this;
  }

  OutcomeSet negated() {
    return NONE.with(FALSE, has(TRUE)).with(TRUE, has(FALSE)).with(UNKNOWN, has(UNKNOWN));
  }

  /** What AND may give of one outcome of each set. */
  OutcomeSet and(OutcomeSet other) {
    boolean unknown =
        has(UNKNOWN) && (other.has(UNKNOWN) || other.has(TRUE)) || has(TRUE) && other.has(UNKNOWN);
    return NONE.with(TRUE, has(TRUE) && other.has(TRUE))
        .with(FALSE, has(FALSE) || other.has(FALSE))
        .with(UNKNOWN, unknown);
  }
}
