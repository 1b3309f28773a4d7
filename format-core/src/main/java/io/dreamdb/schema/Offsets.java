package io.dreamdb.schema;

import java.util.Arrays;
import java.util.Locale;

/** Where the values of each row of a variable-length column begin and end in its child. */
final class Offsets {

  private Offsets() {}

  /** Throws unless offsets ascend from zero and end within {@code childLength}. */
  static void require(int[] offsets, int rows, long childLength) {
    if (offsets.length != rows + 1 || offsets[0] != 0 || offsets[rows] > childLength) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d offsets for %d rows over %d elements: expected one more than rows, from zero",
              offsets.length,
              rows,
              childLength));
    }
    for (int i = 0; i < rows; i++) {
      if (offsets[i] > offsets[i + 1]) {
        throw new IllegalArgumentException("offsets descend at row " + i);
      }
    }
  }

  /** The offsets of a range of rows, moved to begin at zero. */
  static int[] slice(int[] offsets, int from, int to) {
    int[] sliced = Arrays.copyOfRange(offsets, from, to + 1);
    int first = sliced[0];
    for (int i = 0; i < sliced.length; i++) {
      sliced[i] -= first;
    }
    return sliced;
  }

  /** The offsets of selected rows laid one behind the other. */
  static int[] select(int[] offsets, int[] positions) {
    int[] selected = new int[positions.length + 1];
    for (int i = 0; i < positions.length; i++) {
      long end = (long) selected[i] + offsets[positions[i] + 1] - offsets[positions[i]];
      selected[i + 1] = Growth.checked(end);
    }
    return selected;
  }

  /** The child positions of selected rows, one behind the other. */
  static int[] childPositions(int[] offsets, int[] positions, int count) {
    int[] children = new int[count];
    int next = 0;
    for (int position : positions) {
      for (int child = offsets[position]; child < offsets[position + 1]; child++) {
        children[next++] = child;
      }
    }
    return children;
  }

  /** Collects the ends of rows. */
  static final class Builder {

    private int[] offsets = new int[17];
    private int rows;

    void end(int offset) {
      rows++;
      if (rows == offsets.length) {
        offsets = Arrays.copyOf(offsets, Growth.length(rows, rows + 1L));
      }
      offsets[rows] = offset;
    }

    int[] build() {
      return Arrays.copyOf(offsets, rows + 1);
    }
  }
}
