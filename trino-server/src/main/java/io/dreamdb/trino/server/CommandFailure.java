package io.dreamdb.trino.server;

/** What a verb could not do. The message is all that its user sees. */
final class CommandFailure extends RuntimeException {

  /** The command line is wrong. */
  static final int USAGE = 2;

  /** What was asked for failed. */
  static final int FAILED = 1;

  private static final long serialVersionUID = 1L;

  private final int exitCode;

  CommandFailure(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
