package io.dreamdb;

import org.jspecify.annotations.Nullable;

/**
 * A failure of DreamDB. Each message names the value or object at fault, what was expected, and
 * what to do where that is not plain.
 */
public abstract sealed class DreamException extends RuntimeException
    permits InvalidInput,
        LimitExceeded,
        MissingObject,
        CorruptObject,
        UnsupportedFormat,
        Conflict,
        StoreUnavailable {

  private static final long serialVersionUID = 1L;

  DreamException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
