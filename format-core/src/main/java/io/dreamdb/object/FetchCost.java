package io.dreamdb.object;

/**
 * What fetching took.
 *
 * @param bytes that the store sent
 * @param requests for them, of up to 8 MiB
 * @param rounds of requests that waited for each other
 */
public record FetchCost(long bytes, long requests, int rounds) {

  /** Nothing was fetched. */
  public static final FetchCost NONE = new FetchCost(0, 0, 0);

  /** The sum of two that happened side by side. */
  public FetchCost beside(FetchCost other) {
    return new FetchCost(
        bytes + other.bytes, requests + other.requests, Math.max(rounds, other.rounds));
  }

  /** The sum of two that followed each other. */
  public FetchCost plus(FetchCost other) {
    return new FetchCost(bytes + other.bytes, requests + other.requests, rounds + other.rounds);
  }
}
