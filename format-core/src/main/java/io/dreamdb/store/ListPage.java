package io.dreamdb.store;

import java.util.List;

/**
 * A part of a listing, in ascending order of keys.
 *
 * @param entries at most as many as were asked for; fewer says nothing about what follows, but a
 *     page that is not the last has at least one
 * @param last whether nothing follows
 */
public record ListPage(List<StoredObject> entries, boolean last) {

  /** Copies the entries. */
  public ListPage {
    entries = List.copyOf(entries);
    if (entries.isEmpty() && !last) {
      throw new IllegalArgumentException("an empty page that is not the last leads nowhere");
    }
  }
}
