package io.dreamdb;

/** A value or a request is beyond a limit of the format or of this process. */
public final class LimitExceeded extends DreamException {

  private static final long serialVersionUID = 1L;

  /** States the value and the limit. */
  public LimitExceeded(String message) {
    super(message, null);
  }
}
