package io.dreamdb.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Products in tiles of 4 points and two vectors of 256 bits: as many sums as registers hold. */
final class Panels256 implements PanelLoop {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_256;
  private static final int ROWS = 4;
  private static final int STEP = 16;

  private final PanelLoop twin = new ScalarPanels();

  @Override
  public void dots(
      float[] points,
      int pointsAt,
      int count,
      float[] panels,
      int panelAt,
      int dimension,
      float[] tile) {
    int whole = count / ROWS * ROWS;
    if (whole < count) {
      float[] rest = new float[(count - whole) * Panels.WIDTH];
      int at = pointsAt + whole * dimension;
      twin.dots(points, at, count - whole, panels, panelAt, dimension, rest);
      System.arraycopy(rest, 0, tile, whole * Panels.WIDTH, rest.length);
    }
    for (int p = 0; p < whole; p += ROWS) {
      for (int j = 0; j < Panels.WIDTH; j += STEP) {
        int at = pointsAt + p * dimension;
        tile(points, at, panels, panelAt + j, dimension, tile, p * Panels.WIDTH + j);
      }
    }
  }

  private static void tile(
      float[] points, int at, float[] panels, int panelAt, int dimension, float[] tile, int to) {
    FloatVector a0 = FloatVector.zero(SPECIES);
    FloatVector b0 = a0;
    FloatVector a1 = a0;
    FloatVector b1 = a0;
    FloatVector a2 = a0;
    FloatVector b2 = a0;
    FloatVector a3 = a0;
    FloatVector b3 = a0;
    int at1 = at + dimension;
    int at2 = at + 2 * dimension;
    int at3 = at + 3 * dimension;
    for (int i = 0; i < dimension; i++) {
      FloatVector a = load(panels, panelAt + i * Panels.WIDTH);
      FloatVector b = load(panels, panelAt + i * Panels.WIDTH + 8);
      FloatVector p0 = FloatVector.broadcast(SPECIES, points[at + i]);
      a0 = p0.fma(a, a0);
      b0 = p0.fma(b, b0);
      FloatVector p1 = FloatVector.broadcast(SPECIES, points[at1 + i]);
      a1 = p1.fma(a, a1);
      b1 = p1.fma(b, b1);
      FloatVector p2 = FloatVector.broadcast(SPECIES, points[at2 + i]);
      a2 = p2.fma(a, a2);
      b2 = p2.fma(b, b2);
      FloatVector p3 = FloatVector.broadcast(SPECIES, points[at3 + i]);
      a3 = p3.fma(a, a3);
      b3 = p3.fma(b, b3);
    }
    a0.intoArray(tile, to);
    b0.intoArray(tile, to + 8);
    a1.intoArray(tile, to + Panels.WIDTH);
    b1.intoArray(tile, to + Panels.WIDTH + 8);
    a2.intoArray(tile, to + 2 * Panels.WIDTH);
    b2.intoArray(tile, to + 2 * Panels.WIDTH + 8);
    a3.intoArray(tile, to + 3 * Panels.WIDTH);
    b3.intoArray(tile, to + 3 * Panels.WIDTH + 8);
  }

  private static FloatVector load(float[] values, int at) {
    return FloatVector.fromArray(SPECIES, values, at);
  }
}
