package io.dreamdb.trino;

import io.trino.spi.ErrorCode;
import io.trino.spi.ErrorCodeSupplier;
import io.trino.spi.ErrorType;

/** What can go wrong that Trino has no code for. */
enum DreamErrorCode implements ErrorCodeSupplier {
  /** A value, name or filter that cannot be used. */
  DREAMDB_INVALID_INPUT(1, ErrorType.USER_ERROR),
  /** A limit of the format or of this process. */
  DREAMDB_LIMIT_EXCEEDED(2, ErrorType.USER_ERROR),
  /** An object that a manifest names is not in the store. */
  DREAMDB_MISSING_OBJECT(3, ErrorType.EXTERNAL),
  /** Stored bytes are not what their name says. */
  DREAMDB_CORRUPT_OBJECT(4, ErrorType.EXTERNAL),
  /** Stored bytes of a version or feature that this build does not know. */
  DREAMDB_UNSUPPORTED_FORMAT(5, ErrorType.EXTERNAL),
  /** The object store did not answer or refused. */
  DREAMDB_STORE_UNAVAILABLE(6, ErrorType.EXTERNAL);

  private static final int BASE = 0x0D8E_0000;

  private final ErrorCode code;

  DreamErrorCode(int number, ErrorType type) {
    this.code = new ErrorCode(BASE + number, name(), type);
  }

  @Override
  public ErrorCode toErrorCode() {
    return code;
  }
}
