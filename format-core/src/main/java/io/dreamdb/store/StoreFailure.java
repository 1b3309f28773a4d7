package io.dreamdb.store;

import io.dreamdb.CorruptObject;
import io.dreamdb.LimitExceeded;
import io.dreamdb.MissingObject;
import io.dreamdb.StoreUnavailable;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

/** The failures that every store words alike. For adapters. */
public final class StoreFailure {

  private StoreFailure() {}

  /** There is no such object. */
  public static MissingObject missing(ObjectStore store, ObjectKey key) {
    return new MissingObject("no object " + key + " in " + store.location());
  }

  /** A range ends behind the end of the object, which is so long. */
  public static CorruptObject tooShort(
      ObjectStore store, ObjectKey key, ByteRange range, long lengthBytes) {
    return new CorruptObject(
        "object "
            + key
            + " in "
            + store.location()
            + " has "
            + lengthBytes
            + " bytes, but bytes "
            + range.offset()
            + " to "
            + range.end()
            + " were asked for");
  }

  /** The object is too long to be read whole. */
  public static LimitExceeded tooLongForABuffer(
      ObjectStore store, ObjectKey key, long lengthBytes) {
    return new LimitExceeded(
        "object "
            + key
            + " in "
            + store.location()
            + " has "
            + lengthBytes
            + " bytes, at most "
            + Integer.MAX_VALUE
            + " can be read whole: read it by ranges");
  }

  /**
   * Refuses a value that is longer than a register can hold.
   *
   * @throws LimitExceeded naming the register, the length and the limit
   */
  public static void requireRegisterFits(RegisterKey key, byte[] value) {
    if (value.length > ObjectStore.MAX_REGISTER_BYTES) {
      throw new LimitExceeded(
          "a value of "
              + value.length
              + " bytes for the register "
              + key
              + ", at most "
              + ObjectStore.MAX_REGISTER_BYTES
              + " are allowed");
    }
  }

  static StoreUnavailable unavailable(String operation, String location, Throwable cause) {
    return new StoreUnavailable(
        "cannot " + operation + " in " + location + ": " + reason(cause), cause);
  }

  /** What went wrong in words, as the messages of file system exceptions are often just a path. */
  static String reason(Throwable cause) {
    if (cause instanceof AccessDeniedException denied) {
      return "access denied to " + denied.getFile();
    }
    if (cause instanceof FileSystemException failure && failure.getReason() != null) {
      return failure.getReason() + " (" + failure.getFile() + ")";
    }
    return cause.getClass().getSimpleName() + ": " + cause.getMessage();
  }
}
