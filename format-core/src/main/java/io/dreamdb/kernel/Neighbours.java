package io.dreamdb.kernel;

/** Rows by ascending (distance, anchor). Immutable. */
public final class Neighbours {

  private final long[] anchors;
  private final float[] distances;

  /** Takes both arrays, which are sorted and of one length, as its own. */
  Neighbours(long[] anchors, float[] distances) {
    this.anchors = anchors;
    this.distances = distances;
  }

  /** The number of rows. */
  public int size() {
    return anchors.length;
  }

  /** The anchor of the row at that place, from 0, the nearest. */
  public long anchor(int place) {
    return anchors[place];
  }

  /** The distance of the row at that place, from 0, the nearest. */
  public float distance(int place) {
    return distances[place];
  }
}
