package io.dreamdb.trino;

import io.dreamdb.Conflict;
import io.dreamdb.CorruptObject;
import io.dreamdb.DreamException;
import io.dreamdb.InvalidInput;
import io.dreamdb.LimitExceeded;
import io.dreamdb.MissingObject;
import io.dreamdb.StoreUnavailable;
import io.dreamdb.UnsupportedFormat;
import io.trino.spi.ErrorCodeSupplier;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Supplier;

/** Failures as Trino reports them: with an error code, and the message as it is. */
final class Translated {

  private Translated() {}

  /** An implementation of an SPI role whose failures carry Trino's error codes. */
  static <T> T of(Class<T> role, T implementation) {
    return role.cast(
        Proxy.newProxyInstance(
            Translated.class.getClassLoader(),
            new Class<?>[] {role},
            (_, method, arguments) -> {
              try {
                return method.invoke(implementation, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause() instanceof DreamException failure
                    ? failure(failure)
                    : e.getCause();
              }
            }));
  }

  /** What a call returns, its failures with Trino's error codes. */
  static <T> T call(Supplier<T> call) {
    try {
      return call.get();
    } catch (DreamException e) {
      throw failure(e);
    }
  }

  static TrinoException failure(DreamException failure) {
    return new TrinoException(code(failure), failure.getMessage(), failure);
  }

  private static ErrorCodeSupplier code(DreamException failure) {
    return switch (failure) {
      case InvalidInput _ -> DreamErrorCode.DREAMDB_INVALID_INPUT;
      case LimitExceeded _ -> DreamErrorCode.DREAMDB_LIMIT_EXCEEDED;
      case MissingObject _ -> DreamErrorCode.DREAMDB_MISSING_OBJECT;
      case CorruptObject _ -> DreamErrorCode.DREAMDB_CORRUPT_OBJECT;
      case UnsupportedFormat _ -> DreamErrorCode.DREAMDB_UNSUPPORTED_FORMAT;
      case StoreUnavailable _ -> DreamErrorCode.DREAMDB_STORE_UNAVAILABLE;
      case Conflict _ -> StandardErrorCode.TRANSACTION_CONFLICT;
    };
  }
}
