package io.dreamdb.integration;

/** A statement that an engine refused. */
final class StatementFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  StatementFailure(Engine engine, String statement, Exception cause) {
    super(engine + ": " + cause.getMessage() + "\nin\n" + statement, cause);
  }
}
