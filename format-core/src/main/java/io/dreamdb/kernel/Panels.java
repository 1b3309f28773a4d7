package io.dreamdb.kernel;

import io.dreamdb.InvalidInput;
import java.util.Objects;

/**
 * Vectors laid out for the dot products of many with many, as k-means needs them: panels of 32, of
 * each first all elements 0, then all elements 1, and so on. Thread-safe.
 *
 * <p>A product is one chain of fused multiply-adds over ascending elements, from {@code +0.0f}: the
 * same bits for any width. It is not the arithmetic of the package comment, which needs a tree for
 * each pair.
 */
public final class Panels {

  /** Vectors in a panel. */
  static final int WIDTH = 32;

  private final float[] panels; // [panels][dimension][32]
  private final int count;
  private final int dimension;

  private Panels(float[] panels, int count, int dimension) {
    this.panels = panels;
    this.count = count;
    this.dimension = dimension;
  }

  /**
   * Copies vectors into panels.
   *
   * @param vectors count × dimension
   * @throws InvalidInput if they need an array of more than 2<sup>31</sup> elements
   * @throws IndexOutOfBoundsException if the array does not hold them
   */
  public static Panels of(float[] vectors, int count, int dimension) {
    VectorCheck.dimension(dimension);
    Objects.checkFromIndexSize(0, (long) count * dimension, vectors.length);
    long length = (count + WIDTH - 1L) / WIDTH * WIDTH * dimension;
    if (length > Integer.MAX_VALUE - 8) {
      throw new InvalidInput(count + " vectors are too many for one set of panels");
    }
    float[] panels = new float[(int) length];
    for (int j = 0; j < count; j++) {
      int from = j * dimension;
      int to = j / WIDTH * WIDTH * dimension + j % WIDTH;
      for (int i = 0; i < dimension; i++) {
        panels[to + i * WIDTH] = vectors[from + i];
      }
    }
    return new Panels(panels, count, dimension);
  }

  /** The number of vectors. */
  public int count() {
    return count;
  }

  /** The number of elements of each. */
  public int dimension() {
    return dimension;
  }

  /**
   * All products: {@code out[p * count + j]} is that of point p and vector j. Fastest with a
   * multiple of 8 points.
   *
   * @param points pointCount × dimension, from {@code offset}
   * @throws IndexOutOfBoundsException if an array does not hold them
   */
  public void dots(float[] points, int offset, int pointCount, float[] out) {
    Objects.checkFromIndexSize(offset, (long) pointCount * dimension, points.length);
    Objects.checkFromIndexSize(0, (long) pointCount * count, out.length);
    PanelLoop loop = KernelChoice.PANELS.now();
    float[] tile = new float[PanelLoop.POINTS * WIDTH];
    for (int j = 0; j < count; j += WIDTH) { // a panel stays in the cache for all points
      int panel = j * dimension;
      int width = Math.min(WIDTH, count - j);
      for (int p = 0; p < pointCount; p += PanelLoop.POINTS) {
        int height = Math.min(PanelLoop.POINTS, pointCount - p);
        loop.dots(points, offset + p * dimension, height, panels, panel, dimension, tile);
        for (int row = 0; row < height; row++) {
          System.arraycopy(tile, row * WIDTH, out, (p + row) * count + j, width);
        }
      }
    }
  }
}
