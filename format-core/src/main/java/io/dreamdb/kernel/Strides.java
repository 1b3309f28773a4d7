package io.dreamdb.kernel;

/** How far whole strides of 16 may be read. */
final class Strides {

  private Strides() {}

  /**
   * How many of the rows can be read by whole strides without leaving the array. A last stride may
   * run into the next row, where the kernel masks it.
   */
  static int readable(int length, int offset, int rows, int dimension) {
    int whole = dimension & -16;
    int room = length - offset - whole - 16;
    if (whole == dimension) {
      return rows;
    }
    return room < 0 ? 0 : Math.min(rows, room / dimension + 1);
  }
}
