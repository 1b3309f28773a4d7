package io.dreamdb.quickstart;

/** Why the quickstart could not go on. The message is all that its user sees. */
final class QuickstartFailure extends RuntimeException {

  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private QuickstartFailure(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  private QuickstartFailure(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** What the user gave cannot be used. */
  static QuickstartFailure wrongInput(String message) {
    return new QuickstartFailure(USAGE, message);
  }

  /** A step failed. */
  static QuickstartFailure failed(String message) {
    return new QuickstartFailure(FAILED, message);
  }

  /** A step failed for a reason that another library gave. */
  static QuickstartFailure failed(String message, Throwable cause) {
    return new QuickstartFailure(FAILED, message, cause);
  }

  int exitCode() {
    return exitCode;
  }
}
