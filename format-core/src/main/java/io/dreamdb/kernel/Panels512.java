package io.dreamdb.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Products in tiles of 8 points and two vectors of 512 bits: as many sums as registers hold. */
final class Panels512 implements PanelLoop {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_512;
  private static final int ROWS = 8;
  private static final int STEP = 32;

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
    FloatVector a4 = a0;
    FloatVector b4 = a0;
    FloatVector a5 = a0;
    FloatVector b5 = a0;
    FloatVector a6 = a0;
    FloatVector b6 = a0;
    FloatVector a7 = a0;
    FloatVector b7 = a0;
    int at1 = at + dimension;
    int at2 = at + 2 * dimension;
    int at3 = at + 3 * dimension;
    int at4 = at + 4 * dimension;
    int at5 = at + 5 * dimension;
    int at6 = at + 6 * dimension;
    int at7 = at + 7 * dimension;
    for (int i = 0; i < dimension; i++) {
      FloatVector a = load(panels, panelAt + i * Panels.WIDTH);
      FloatVector b = load(panels, panelAt + i * Panels.WIDTH + 16);
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
      FloatVector p4 = FloatVector.broadcast(SPECIES, points[at4 + i]);
      a4 = p4.fma(a, a4);
      b4 = p4.fma(b, b4);
      FloatVector p5 = FloatVector.broadcast(SPECIES, points[at5 + i]);
      a5 = p5.fma(a, a5);
      b5 = p5.fma(b, b5);
      FloatVector p6 = FloatVector.broadcast(SPECIES, points[at6 + i]);
      a6 = p6.fma(a, a6);
      b6 = p6.fma(b, b6);
      FloatVector p7 = FloatVector.broadcast(SPECIES, points[at7 + i]);
      a7 = p7.fma(a, a7);
      b7 = p7.fma(b, b7);
    }
    a0.intoArray(tile, to);
    b0.intoArray(tile, to + 16);
    a1.intoArray(tile, to + Panels.WIDTH);
    b1.intoArray(tile, to + Panels.WIDTH + 16);
    a2.intoArray(tile, to + 2 * Panels.WIDTH);
    b2.intoArray(tile, to + 2 * Panels.WIDTH + 16);
    a3.intoArray(tile, to + 3 * Panels.WIDTH);
    b3.intoArray(tile, to + 3 * Panels.WIDTH + 16);
    a4.intoArray(tile, to + 4 * Panels.WIDTH);
    b4.intoArray(tile, to + 4 * Panels.WIDTH + 16);
    a5.intoArray(tile, to + 5 * Panels.WIDTH);
    b5.intoArray(tile, to + 5 * Panels.WIDTH + 16);
    a6.intoArray(tile, to + 6 * Panels.WIDTH);
    b6.intoArray(tile, to + 6 * Panels.WIDTH + 16);
    a7.intoArray(tile, to + 7 * Panels.WIDTH);
    b7.intoArray(tile, to + 7 * Panels.WIDTH + 16);
  }

  private static FloatVector load(float[] values, int at) {
    return FloatVector.fromArray(SPECIES, values, at);
  }
}
