package io.dreamdb.dataset;

import io.dreamdb.InvalidInput;
import io.dreamdb.object.Entropy;
import io.dreamdb.object.Verification;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * How this process works with tables. Nothing of it is stored.
 *
 * <table>
 *   <caption>Keys of {@link #parse}</caption>
 *   <tr><th>key</th><th>type</th><th>default</th></tr>
 *   <tr><td>{@code verify}</td><td>first-touch, always, off</td><td>first-touch</td></tr>
 *   <tr><td>{@code cache-size-bytes}</td><td>bytes of decoded metadata</td><td>67108864</td></tr>
 *   <tr><td>{@code isolation-level}</td><td>serializable, snapshot</td><td>serializable</td></tr>
 *   <tr><td>{@code search-threads}</td><td>count; 0: one for each processor</td><td>0</td></tr>
 *   <tr><td>{@code commit.retry.num-retries}</td><td>count</td><td>100</td></tr>
 *   <tr><td>{@code commit.retry.min-wait-ms}</td><td>milliseconds</td><td>2</td></tr>
 *   <tr><td>{@code commit.retry.max-wait-ms}</td><td>milliseconds</td><td>1000</td></tr>
 * </table>
 *
 * @param verification how often bytes of large objects are compared with their id
 * @param cacheBytes how much decoded metadata is kept, counted in encoded bytes
 * @param isolation what a commit may be repeated over
 * @param searchThreads the most threads of one search; 0: one for each processor
 * @param retry how often and after which waits a lost commit is repeated
 * @param entropy nonces, lanes, field ids and time
 */
public record DatasetOptions(
    Verification verification,
    long cacheBytes,
    Isolation isolation,
    int searchThreads,
    Retry retry,
    Entropy entropy) {

  /** The defaults. */
  public static final DatasetOptions DEFAULT =
      new DatasetOptions(
          Verification.FIRST_TOUCH,
          64L << 20,
          Isolation.SERIALIZABLE,
          0,
          Retry.DEFAULT,
          Entropy.system());

  /**
   * How a lost commit is repeated: after a random wait below a bound that doubles from {@code
   * minWait} to {@code maxWait}, and then halves again.
   *
   * @param retries how often; 0 or more
   * @param minWait first bound
   * @param maxWait last bound
   */
  public record Retry(int retries, Duration minWait, Duration maxWait) {

    /** For stores that answer in milliseconds, and for ones that take a hundred times as long. */
    public static final Retry DEFAULT = new Retry(100, Duration.ofMillis(2), Duration.ofSeconds(1));
  }

  private static final int MAX_SEARCH_THREADS = 1 << 10;

  private static final Map<String, Setter> KEYS =
      new TreeMap<>(
          Map.of(
              "verify", (o, v) -> o.withVerification(Verification.parse(v)),
              "cache-size-bytes", (o, v) -> o.withCacheBytes(number("cache-size-bytes", v)),
              "search-threads",
                  (o, v) ->
                      o.withSearchThreads(
                          (int) Math.min(MAX_SEARCH_THREADS, number("search-threads", v))),
              "isolation-level", (o, v) -> o.withIsolation(Isolation.parse(v)),
              "commit.retry.num-retries",
                  (o, v) ->
                      o.withRetry(r ->
                          new Retry(
                              (int)
                                  Math.min(
                                      Integer.MAX_VALUE, number("commit.retry.num-retries", v)),
                              r.minWait,
                              r.maxWait)),
              "commit.retry.min-wait-ms",
                  (o, v) ->
                      o.withRetry(r ->
                          new Retry(r.retries, millis("commit.retry.min-wait-ms", v), r.maxWait)),
              "commit.retry.max-wait-ms",
                  (o, v) ->
                      o.withRetry(r ->
                          new Retry(r.retries, r.minWait, millis("commit.retry.max-wait-ms", v)))));

  private interface Setter {
    DatasetOptions set(DatasetOptions options, String value);
  }

  /**
   * Reads options by key.
   *
   * @throws InvalidInput for an unknown key or a value that cannot be used, naming the known keys
   */
  public static DatasetOptions parse(Map<String, String> options) {
    DatasetOptions parsed = DEFAULT;
    for (Map.Entry<String, String> option : new TreeMap<>(options).entrySet()) {
      Setter setter = KEYS.get(option.getKey());
      if (setter == null) {
        throw new InvalidInput(
            String.format(
                Locale.ROOT,
                "option '%s' is unknown; the options are %s",
                option.getKey(),
                keys()));
      }
      parsed = setter.set(parsed, option.getValue());
    }
    return parsed;
  }

  /** The keys that {@link #parse} knows. */
  public static TreeSet<String> keys() {
    return new TreeSet<>(KEYS.keySet());
  }

  /** The same with another source of randomness and time. */
  public DatasetOptions withEntropy(Entropy other) {
    return new DatasetOptions(verification, cacheBytes, isolation, searchThreads, retry, other);
  }

  /** The same with another isolation. */
  public DatasetOptions withIsolation(Isolation other) {
    return new DatasetOptions(verification, cacheBytes, other, searchThreads, retry, entropy);
  }

  /** The same with another number of threads for one search. */
  public DatasetOptions withSearchThreads(int other) {
    return new DatasetOptions(verification, cacheBytes, isolation, other, retry, entropy);
  }

  private DatasetOptions withVerification(Verification other) {
    return new DatasetOptions(other, cacheBytes, isolation, searchThreads, retry, entropy);
  }

  private DatasetOptions withCacheBytes(long other) {
    return new DatasetOptions(verification, other, isolation, searchThreads, retry, entropy);
  }

  private DatasetOptions withRetry(Function<Retry, Retry> change) {
    return new DatasetOptions(
        verification, cacheBytes, isolation, searchThreads, change.apply(retry), entropy);
  }

  private static Duration millis(String key, String value) {
    return Duration.ofMillis(number(key, value));
  }

  private static long number(String key, String value) {
    try {
      long number = Long.parseLong(value);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new InvalidInput("option '" + key + "' is '" + value + "'; expected a number", e);
    }
    throw new InvalidInput("option '" + key + "' is " + value + "; expected 0 or more");
  }
}
