package io.dreamdb.object;

import io.dreamdb.LimitExceeded;

/**
 * How one object names another: what it is, in which collection epoch it was born, how long it is.
 *
 * <p>Two references with the same id mean the same bytes; the birth only says under which key they
 * stand.
 *
 * @param id the object
 * @param birth the collection epoch of its key, 0 or more
 * @param lengthBytes its length
 */
public record ObjectRef(ObjectId id, long birth, long lengthBytes) {

  /** The longest object: 5 GiB. */
  public static final long MAX_LENGTH_BYTES = 5L << 30;

  /** Checks the numbers. */
  public ObjectRef {
    if (birth < 0) {
      throw new IllegalArgumentException("birth " + birth + " is negative");
    }
    if (lengthBytes < 0 || lengthBytes > MAX_LENGTH_BYTES) {
      throw new LimitExceeded(
          "Object " + id + " has " + lengthBytes + " bytes; the limit is " + MAX_LENGTH_BYTES);
    }
  }

  /** The text form of the id with the birth as in a key: {@code <id>} or {@code <id>.<birth>}. */
  public String name() {
    return birth == 0 ? id.toString() : id + "." + birth;
  }
}
