package io.dreamdb;

import java.util.Locale;

/** How far two vectors are apart. Under every metric the smaller distance is the nearer. */
public enum Metric {
  /** Euclidean distance. */
  L2("l2"),
  /** One minus the cosine of the angle. */
  COSINE("cosine"),
  /** The inner product, negated. */
  IP("ip");

  private final String text;

  Metric(String text) {
    this.text = text;
  }

  /** The name in SQL, options and the format: {@code l2}, {@code cosine} or {@code ip}. */
  public String text() {
    return text;
  }

  /**
   * The metric of that name, in any case.
   *
   * @throws InvalidInput if there is none
   */
  public static Metric parse(String text) {
    for (Metric metric : values()) {
      if (metric.text.equals(text.toLowerCase(Locale.ROOT))) {
        return metric;
      }
    }
    throw new InvalidInput("metric '" + text + "' is unknown: expected l2, cosine or ip");
  }

  @Override
  public String toString() {
    return text;
  }
}
