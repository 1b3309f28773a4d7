package io.dreamdb;

/** The object store did not answer, refused, or left the outcome of a write unknown. */
public final class StoreUnavailable extends DreamException {

  private static final long serialVersionUID = 1L;

  /** States the store, the key and the operation. */
  public StoreUnavailable(String message) {
    super(message, null);
  }

  /** States the same, and what caused it. */
  public StoreUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
