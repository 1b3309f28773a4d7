package io.dreamdb.benchmarks;

import io.dreamdb.Metric;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.util.VectorUtil;

/** Distances of other libraries on the heap: each takes an object for each vector. */
final class PeerKernels {

  private static final Map<String, Source> SOURCES = sources();

  /** Takes the rows over into its own form. */
  private interface Source {
    Scoring of(int dimension, float[] floats);
  }

  /** The scoring of those rows, the first of which is the query. */
  interface Scoring {
    Rounds.Work by(Metric metric);
  }

  private PeerKernels() {}

  private static Map<String, Source> sources() {
    Map<String, Source> sources = new LinkedHashMap<>();
    sources.put("Lucene heap", PeerKernels::lucene);
    JVectorKernel.load("Panama").ifPresent(kernel -> sources.put("JVector heap", kernel::of));
    JVectorKernel.load("Native").ifPresent(kernel -> sources.put("JVector's C", kernel::of));
    return sources;
  }

  /** Names of those that run here. */
  static Set<String> names() {
    return SOURCES.keySet();
  }

  /** Adds the scoring of all rows by each of them and each metric. */
  static void addTo(Rounds measured, int dimension, float[] floats, int passes) {
    SOURCES.forEach((name, source) -> {
      Scoring scoring = source.of(dimension, floats);
      for (Metric metric : Metric.values()) {
        Rounds.Work pass = scoring.by(metric);
        measured.add(work(name, metric), () -> Rounds.repeat(passes, pass));
      }
    });
  }

  /** What the rounds call it. */
  static String work(String name, Metric metric) {
    return metric.text() + " " + name;
  }

  private static Scoring lucene(int dimension, float[] floats) {
    float[] query = Arrays.copyOf(floats, dimension);
    float[][] vectors = new float[floats.length / dimension][];
    for (int row = 0; row < vectors.length; row++) {
      vectors[row] = Arrays.copyOfRange(floats, row * dimension, (row + 1) * dimension);
    }
    return metric -> () -> Float.floatToRawIntBits(lucene(metric, query, vectors));
  }

  private static float lucene(Metric metric, float[] query, float[][] vectors) {
    float sum = 0;
    switch (metric) {
      case L2 -> {
        for (float[] vector : vectors) {
          sum += VectorUtil.squareDistance(query, vector);
        }
      }
      case COSINE -> {
        for (float[] vector : vectors) {
          sum += VectorUtil.cosine(query, vector);
        }
      }
      case IP -> {
        for (float[] vector : vectors) {
          sum += VectorUtil.dotProduct(query, vector);
        }
      }
    }
    return sum;
  }
}
