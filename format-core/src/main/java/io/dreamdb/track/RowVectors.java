package io.dreamdb.track;

/**
 * A batch's vectors of one field, for reading single ones: in place where the store maps, else
 * fetched. What {@link VectorStorage} is for reading many in a row. Safe for many threads.
 */
public sealed interface RowVectors permits VectorWindow, VectorParts {

  /** Elements of a vector. */
  int dimension();

  /** Whether the row has a vector; the others are NULL. */
  boolean isPresent(int row);

  /**
   * Copies a row's vector.
   *
   * @return false, and nothing copied, if the row is NULL
   */
  boolean copyTo(int row, float[] target);
}
