package io.dreamdb.index;

/** Assigns rows to cells and hands their codes to a collector. Not for use by several threads. */
final class RowEncoder {

  private final IndexVectors vectors;
  private final Cells cells;
  private final boolean spills;
  private final Encoder encoder;
  private int[] own = new int[0];
  private int[] second = new int[0];

  RowEncoder(IndexVectors vectors, Cells cells, boolean spills, Encoder encoder) {
    this.vectors = vectors;
    this.cells = cells;
    this.spills = spills;
    this.encoder = encoder;
  }

  /**
   * Encodes vectors of the field.
   *
   * @param block count × dimension; becomes index vectors less the mean
   * @param anchors the anchor of each
   */
  void encode(float[] block, int count, long[] anchors, EntryCollector out) {
    if (own.length < count) {
      own = new int[count];
      second = new int[count];
    }
    vectors.center(block, count);
    if (spills) {
      cells.assign(block, count, own, second);
    } else {
      cells.assign(block, count, own);
    }
    for (int p = 0; p < count; p++) {
      encoder.row(block, p * vectors.dimension());
      out.add(encoder, own[p], false, anchors[p]);
      if (spills && second[p] >= 0) {
        out.add(encoder, second[p], true, anchors[p]);
      }
    }
  }
}
