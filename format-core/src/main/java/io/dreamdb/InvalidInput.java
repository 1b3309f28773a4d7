package io.dreamdb;

/**
 * The caller gave a value that cannot be used: a bad name, argument, vector, filter text or
 * configuration.
 */
public final class InvalidInput extends DreamException {

  private static final long serialVersionUID = 1L;

  /** States the value, what was expected, and where. */
  public InvalidInput(String message) {
    super(message, null);
  }

  /** States the same, and what caused it. */
  public InvalidInput(String message, Throwable cause) {
    super(message, cause);
  }
}
