package io.dreamdb.trino;

import io.dreamdb.Metric;
import io.dreamdb.dataset.spi.RowScorer;

/**
 * One of Trino's functions with the query fixed.
 *
 * @param score the function and the query
 * @param rounded the query in floats, for kernels
 */
record EngineScorer(Score score, float[] rounded) implements RowScorer {

  /** Half a unit in the last place of 1.0. */
  private static final double UNIT = 0x1p-53;

  static EngineScorer of(Score score) {
    float[] rounded = new float[score.query().length];
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = (float) score.query()[i];
    }
    return new EngineScorer(score, rounded);
  }

  /** Of the query in floats. */
  double squaredNorm() {
    double sum = 0;
    for (float value : rounded) {
      sum += (double) value * value;
    }
    return sum;
  }

  @Override
  public Metric metric() {
    return score.function().metric();
  }

  @Override
  public boolean isSimilarity() {
    return score.function().isSimilarity();
  }

  @Override
  public double score(float[] vector) {
    return score.function().of(vector, 0, score.query());
  }

  /**
   * Doubles, added one by one: as many additions behind one another as there are elements, a
   * product, a difference, a root, a quotient. A cosine has three such sums.
   */
  @Override
  public double errorBound(int dimension) {
    double steps = dimension + 8.0;
    double gamma = steps * UNIT / (1 - steps * UNIT);
    return metric() == Metric.COSINE ? 3 * gamma + 8 * UNIT : gamma;
  }

  /** The factor is for the roundings on the way to it. */
  @Override
  public double queryError() {
    double sum = 0;
    for (int i = 0; i < rounded.length; i++) {
      double difference = score.query()[i] - rounded[i];
      sum += difference * difference;
    }
    return Math.sqrt(sum) * (1 + 0x1p-20);
  }
}
