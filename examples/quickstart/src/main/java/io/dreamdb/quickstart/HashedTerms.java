package io.dreamdb.quickstart;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A stand-in for the model that turns a user's text into a vector: signed feature hashing of TF-IDF
 * terms. It knows words, not their meaning, but needs no download and gives the same bytes on every
 * machine: logarithms are {@link StrictMath}'s, sums are in double and in the order of the terms.
 *
 * <p>A term that is {@code b} times in the body and {@code t} times in the title of a text, and in
 * {@code df} texts of the corpus, weighs {@code ((b > 0 ? 1 + ln b : 0) + 2 t) * (ln((1 + texts) /
 * (1 + df)) + 1)}. It is added to or subtracted from the component that its hash names; the sum is
 * scaled to length 1. Terms that fewer than two texts have are left out: they bring no two texts
 * together, and each would add noise to its component.
 */
final class HashedTerms implements Serializable {

  /** What the property {@code model} of the table says. */
  static final String NAME = "hashed TF-IDF terms (a stand-in)";

  private static final long serialVersionUID = 1L;
  private static final long SEED = 0x5eed_d4ea_0db0_2026L;

  /** Texts that a term must be in. */
  private static final int SHARED = 2;

  /** What each occurrence in the title adds to the weight of a term. */
  private static final double TITLE_WEIGHT = 2;

  private final int dimension;
  private final int texts;
  private final HashMap<String, Integer> textsByTerm;

  private HashedTerms(int dimension, int texts, HashMap<String, Integer> textsByTerm) {
    this.dimension = dimension;
    this.texts = texts;
    this.textsByTerm = textsByTerm;
  }

  /** Counts in how many texts of a corpus each term is. */
  static final class Corpus {

    private final HashMap<String, Integer> textsByTerm = new HashMap<>();
    private int texts;

    void add(String title, String body) {
      HashSet<String> terms = new HashSet<>(Terms.of(title));
      terms.addAll(Terms.of(body));
      terms.forEach(term -> textsByTerm.merge(term, 1, Integer::sum));
      texts++;
    }

    HashedTerms model(int dimension) {
      return new HashedTerms(dimension, texts, new HashMap<>(textsByTerm));
    }
  }

  int dimension() {
    return dimension;
  }

  int terms() {
    return textsByTerm.size();
  }

  /**
   * The vector of a text.
   *
   * @return [dimension], of length 1; empty for a text without a term of the corpus
   */
  Optional<float[]> vector(String title, String body) {
    TreeMap<String, Double> weights = new TreeMap<>();
    Terms.of(body).forEach(term -> weights.merge(term, 1.0, Double::sum));
    weights.replaceAll((term, count) -> 1 + StrictMath.log(count));
    Terms.of(title).forEach(term -> weights.merge(term, TITLE_WEIGHT, Double::sum));
    double[] sums = new double[dimension];
    for (Map.Entry<String, Double> term : weights.entrySet()) {
      if (textsByTerm.getOrDefault(term.getKey(), 0) < SHARED) {
        continue;
      }
      long hash = hash(term.getKey());
      int component = (int) Long.remainderUnsigned(hash >>> 1, dimension);
      double weight = term.getValue() * rarity(term.getKey());
      sums[component] += (hash & 1) == 0 ? weight : -weight;
    }
    return unit(sums);
  }

  private double rarity(String term) {
    int with = textsByTerm.getOrDefault(term, 0);
    return StrictMath.log((1.0 + texts) / (1.0 + with)) + 1;
  }

  private static Optional<float[]> unit(double[] sums) {
    double squares = 0;
    for (double sum : sums) {
      squares += sum * sum;
    }
    if (squares == 0) {
      return Optional.empty();
    }
    double length = Math.sqrt(squares);
    float[] vector = new float[sums.length];
    for (int i = 0; i < sums.length; i++) {
      vector[i] = (float) (sums[i] / length);
    }
    return Optional.of(vector);
  }

  /** FNV-1a of the seed and the term's UTF-8, its bits mixed by the finaliser of SplitMix64. */
  private static long hash(String term) {
    long hash = 0xcbf2_9ce4_8422_2325L ^ SEED;
    for (byte b : term.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100_0000_01b3L;
    }
    hash = (hash ^ (hash >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
    hash = (hash ^ (hash >>> 27)) * 0x94d0_49bb_1331_11ebL;
    return hash ^ (hash >>> 31);
  }
}
