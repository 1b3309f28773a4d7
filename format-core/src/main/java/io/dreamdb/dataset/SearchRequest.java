package io.dreamdb.dataset;

import io.dreamdb.InvalidInput;
import io.dreamdb.LimitExceeded;
import io.dreamdb.schema.Predicate;
import java.util.Locale;
import java.util.Optional;

/**
 * What to search for. Built by {@link #near} or {@link #nearRow} and the {@code with} methods.
 * Immutable.
 *
 * @param field the embedding; empty: the only one
 * @param query a vector, or a row's anchor
 * @param k how many rows
 * @param filter which rows count
 * @param maxDistance rows beyond it are not found
 * @param mode how much of the table is looked at
 * @param effort how much of an index an approximate search looks at
 */
public record SearchRequest(
    Optional<String> field,
    Query query,
    int k,
    Predicate filter,
    float maxDistance,
    Mode mode,
    Effort effort) {

  /** The most rows that a search finds. */
  public static final int MAX_K = 10_000;

  /** The number of rows when none is given. */
  public static final int DEFAULT_K = 10;

  /** Checks the numbers. */
  public SearchRequest {
    if (k < 1) {
      throw new InvalidInput("num_results is " + k + "; expected 1 or more");
    }
    if (k > MAX_K) {
      throw new LimitExceeded("num_results is " + k + "; the limit is " + MAX_K);
    }
    if (Float.isNaN(maxDistance)) {
      throw new InvalidInput("max_distance is NaN; expected a number");
    }
  }

  /** What rows are to be near to. */
  public sealed interface Query {

    /**
     * A vector.
     *
     * @param values as many as the embedding's dimension
     */
    record Vector(float[] values) implements Query {

      /** Copies the values. */
      public Vector {
        values = values.clone();
      }

      @Override
      public float[] values() {
        return values.clone();
      }
    }

    /**
     * The vector of a row.
     *
     * @param anchor the row's
     */
    record Row(long anchor) implements Query {}
  }

  /**
   * How much of an index an approximate search looks at; more finds more of the true nearest rows.
   * Where there is no index it has no effect.
   *
   * @param recall share of the true nearest rows that is to be found on average, by what was
   *     measured when the index was built; used where {@code probes} is 0
   * @param probes cells to read; 0: what {@code recall} takes
   * @param candidates rows to compare by their vectors, at least {@code k}; 0: what goes with the
   *     probes
   */
  public record Effort(double recall, int probes, int candidates) {

    /** What serves most: a recall of 0.95. */
    public static final Effort DEFAULT = new Effort(0.95, 0, 0);

    /** Checks the numbers. */
    public Effort {
      if (!(recall > 0 && recall <= 1)) {
        throw new InvalidInput("recall is " + recall + "; expected above 0 and at most 1");
      }
      if (probes < 0) {
        throw new InvalidInput("nprobe is " + probes + "; expected 1 or more");
      }
      if (candidates < 0) {
        throw new InvalidInput("candidates is " + candidates + "; expected 1 or more");
      }
    }
  }

  /** How much of a table a search looks at. */
  public enum Mode {
    /** The true nearest rows. */
    EXACT,
    /** The nearest rows that an index finds; where there is no index, all rows are looked at. */
    APPROXIMATE;

    /**
     * Reads {@code exact} or {@code approximate}, in letters of any case.
     *
     * @throws InvalidInput for another text
     */
    public static Mode parse(String text) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "exact" -> EXACT;
        case "approximate" -> APPROXIMATE;
        default -> throw new InvalidInput("mode is '" + text + "'; expected exact or approximate");
      };
    }
  }

  /** The {@value #DEFAULT_K} rows nearest to a vector. */
  public static SearchRequest near(float... vector) {
    return of(new Query.Vector(vector));
  }

  /** The {@value #DEFAULT_K} rows nearest to a row's vector, that row among them. */
  public static SearchRequest nearRow(long anchor) {
    return of(new Query.Row(anchor));
  }

  private static SearchRequest of(Query query) {
    return new SearchRequest(
        Optional.empty(),
        query,
        DEFAULT_K,
        Predicate.Constant.TRUE,
        Float.POSITIVE_INFINITY,
        Mode.APPROXIMATE,
        Effort.DEFAULT);
  }

  /** The same over another embedding. */
  public SearchRequest withField(String name) {
    return new SearchRequest(Optional.of(name), query, k, filter, maxDistance, mode, effort);
  }

  /** The same for another number of rows. */
  public SearchRequest withK(int number) {
    return new SearchRequest(field, query, number, filter, maxDistance, mode, effort);
  }

  /** The same among rows that match. */
  public SearchRequest withFilter(Predicate predicate) {
    return new SearchRequest(field, query, k, predicate, maxDistance, mode, effort);
  }

  /** The same among rows within a distance. */
  public SearchRequest withMaxDistance(float distance) {
    return new SearchRequest(field, query, k, filter, distance, mode, effort);
  }

  /** The same in another mode. */
  public SearchRequest withMode(Mode other) {
    return new SearchRequest(field, query, k, filter, maxDistance, other, effort);
  }

  /**
   * The same where so many cells of an index are read.
   *
   * @throws InvalidInput if it is below 1
   */
  public SearchRequest withProbes(int number) {
    return with(new Effort(effort.recall(), requirePositive("nprobe", number), effort.candidates));
  }

  /**
   * The same where so many rows that an index proposes are compared by their vectors.
   *
   * @throws InvalidInput if it is below 1
   */
  public SearchRequest withCandidates(int number) {
    return with(
        new Effort(effort.recall(), effort.probes(), requirePositive("candidates", number)));
  }

  /**
   * The same where an index is read as far as this recall takes, by what was measured.
   *
   * @throws InvalidInput if it is not above 0 and at most 1
   */
  public SearchRequest withRecall(double share) {
    return with(new Effort(share, 0, effort.candidates()));
  }

  private SearchRequest with(Effort other) {
    return new SearchRequest(field, query, k, filter, maxDistance, mode, other);
  }

  private static int requirePositive(String name, int number) {
    if (number < 1) {
      throw new InvalidInput(name + " is " + number + "; expected 1 or more");
    }
    return number;
  }
}
