package io.dreamdb.index;

import java.util.List;

/**
 * Where an index gets the vectors of a field from. What implements it knows rows; an index knows
 * anchors. Safe for many threads.
 */
public interface VectorSource {

  /** The parts, disjoint, in the order of their anchors. */
  List<Part> parts();

  /** Rows of one lane, in the order of their anchors. Safe for many threads. */
  interface Part {

    /** The anchor of a row, counted from 0. */
    long anchor(int row);

    /** How many rows there are, those without a vector included. */
    int rows();

    /**
     * Reads the vectors of the rows {@code first} to {@code first + count − 1}; deleted rows have
     * theirs, rows that are NULL have none.
     *
     * @param vectors takes the vectors without gaps, row-major, from index 0
     * @param rows takes the row, counted from {@code first}, of each vector
     * @return how many vectors there were
     */
    int read(int first, int count, float[] vectors, int[] rows);
  }
}
