package io.dreamdb.quickstart;

import java.util.List;

/**
 * A row that a search found.
 *
 * @param shown the texts of the columns that the question wants to see
 * @param anchor the row's key
 * @param distance to the query
 */
record Hit(List<String> shown, long anchor, double distance) {

  Hit {
    shown = List.copyOf(shown);
  }
}
