package io.dreamdb.store;

import io.dreamdb.InvalidInput;

/**
 * Which keys to list.
 *
 * @param prefix how the keys begin: a key cut anywhere (not only at a slash), or empty for all
 * @param startAfter only keys behind this text in the order of keys; empty to begin
 * @param limit at most so many, 1 to {@value #MAX_LIMIT}
 */
public record ListRequest(String prefix, String startAfter, int limit) {

  /** The largest page. */
  public static final int MAX_LIMIT = 10_000;

  /** Checks all three. */
  public ListRequest {
    KeyGrammar.requirePrefix(prefix, "list prefix");
    KeyGrammar.requirePrefix(startAfter, "list start");
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new InvalidInput("list limit " + limit + ": expected 1 to " + MAX_LIMIT);
    }
  }

  /** The first page of 1,000 keys. */
  public static ListRequest of(String prefix) {
    return new ListRequest(prefix, "", 1000);
  }

  /** The same request, behind the last key of a page. */
  public ListRequest after(StoreKey key) {
    return new ListRequest(prefix, key.path(), limit);
  }
}
