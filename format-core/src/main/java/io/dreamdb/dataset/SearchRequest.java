package io.dreamdb.dataset;

import io.dreamdb.InvalidInput;
import io.dreamdb.LimitExceeded;
import io.dreamdb.schema.Predicate;
import java.util.Optional;

/**
 * What to search for. Built by {@link #near} or {@link #nearRow} and the {@code with} methods.
 *
 * @param field the embedding; empty: the only one
 * @param query a vector, or a row's anchor
 * @param k how many rows
 * @param filter which rows count
 * @param maxDistance rows beyond it are not found
 * @param mode how much of the table is looked at
 */
public record SearchRequest(
    Optional<String> field, Query query, int k, Predicate filter, float maxDistance, Mode mode) {

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

  /** How much of a table a search looks at. */
  public enum Mode {
    /** The true nearest rows. */
    EXACT,
    /** The nearest rows that an index finds; where there is no index, all rows are looked at. */
    APPROXIMATE;

    /**
     * Reads {@code exact} or {@code approximate}.
     *
     * @throws InvalidInput for another text
     */
    public static Mode parse(String text) {
      return switch (text) {
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
        Mode.APPROXIMATE);
  }

  /** The same over another embedding. */
  public SearchRequest withField(String name) {
    return new SearchRequest(Optional.of(name), query, k, filter, maxDistance, mode);
  }

  /** The same for another number of rows. */
  public SearchRequest withK(int number) {
    return new SearchRequest(field, query, number, filter, maxDistance, mode);
  }

  /** The same among rows that match. */
  public SearchRequest withFilter(Predicate predicate) {
    return new SearchRequest(field, query, k, predicate, maxDistance, mode);
  }

  /** The same among rows within a distance. */
  public SearchRequest withMaxDistance(float distance) {
    return new SearchRequest(field, query, k, filter, distance, mode);
  }

  /** The same in another mode. */
  public SearchRequest withMode(Mode other) {
    return new SearchRequest(field, query, k, filter, maxDistance, other);
  }
}
