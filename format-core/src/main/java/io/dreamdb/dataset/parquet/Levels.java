package io.dreamdb.dataset.parquet;

import java.io.IOException;

/** Repetition or definition levels of a page. */
@FunctionalInterface
interface Levels {

  /** Those of a column in which all are zero, of which nothing is stored. */
  Levels ZERO =
      new Levels() {
        @Override
        public int next() {
          return 0;
        }

        @Override
        public int pass(int count, int max) {
          return max == 0 ? count : 0;
        }
      };

  /** The next level. */
  int next() throws IOException;

  /**
   * Passes over levels.
   *
   * @param max the column's
   * @return how many of them are {@code max}; −1 if one of them is larger
   */
  default int pass(int count, int max) throws IOException {
    int found = 0;
    for (int i = 0; i < count; i++) {
      int level = next();
      if (level > max) {
        return -1;
      }
      found += level == max ? 1 : 0;
    }
    return found;
  }
}
