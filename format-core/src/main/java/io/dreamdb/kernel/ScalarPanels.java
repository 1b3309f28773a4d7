package io.dreamdb.kernel;

import java.util.Arrays;

/** The twin in plain Java. */
final class ScalarPanels implements PanelLoop {

  @Override
  public void dots(
      float[] points,
      int pointsAt,
      int count,
      float[] panels,
      int panelAt,
      int dimension,
      float[] tile) {
    Arrays.fill(tile, 0, count * Panels.WIDTH, 0);
    for (int p = 0; p < count; p++) {
      for (int i = 0; i < dimension; i++) {
        add(points[pointsAt + p * dimension + i], panels, panelAt + i * Panels.WIDTH, tile, p);
      }
    }
  }

  private static void add(float element, float[] panels, int at, float[] tile, int point) {
    int row = point * Panels.WIDTH;
    for (int j = 0; j < Panels.WIDTH; j++) {
      tile[row + j] = Math.fma(element, panels[at + j], tile[row + j]);
    }
  }
}
