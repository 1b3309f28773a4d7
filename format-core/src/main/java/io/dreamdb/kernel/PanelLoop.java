package io.dreamdb.kernel;

/** The loop of {@link Panels}. Callers have checked all ranges. */
interface PanelLoop {

  /** Points that are multiplied with a panel at a time. */
  int POINTS = 8;

  /**
   * The products of up to 8 points, one after the other from {@code pointsAt}, and the 32 vectors
   * of the panel at {@code panelAt}, into {@code tile[point * 32 + vector]}.
   */
  void dots(
      float[] points,
      int pointsAt,
      int count,
      float[] panels,
      int panelAt,
      int dimension,
      float[] tile);
}
