package io.dreamdb.store.s3;

import io.dreamdb.InvalidInput;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a bucket is reached. The names are those that Trino's own connectors use.
 *
 * <table>
 *   <caption>Keys</caption>
 *   <tr><th>key</th><th>type</th><th>default</th></tr>
 *   <tr><td>{@code s3.endpoint}</td><td>http or https URL</td><td>that of AWS</td></tr>
 *   <tr><td>{@code s3.region}</td><td>name</td><td>with an endpoint us-east-1, else as the SDK finds
 *       it</td></tr>
 *   <tr><td>{@code s3.path-style-access}</td><td>true, false</td><td>false</td></tr>
 *   <tr><td>{@code s3.aws-access-key}</td><td>text</td><td>the SDK's default chain</td></tr>
 *   <tr><td>{@code s3.aws-secret-key}</td><td>secret text</td><td>the SDK's default chain</td></tr>
 *   <tr><td>{@code s3.max-connections}</td><td>count</td><td>64</td></tr>
 *   <tr><td>{@code s3.max-error-retries}</td><td>count</td><td>8</td></tr>
 *   <tr><td>{@code s3.socket-connect-timeout}</td><td>duration: 500ms, 5s, 2m</td><td>5s</td></tr>
 *   <tr><td>{@code s3.socket-read-timeout}</td><td>duration</td><td>30s</td></tr>
 *   <tr><td>{@code s3.streaming.part-size}</td><td>size: 5MB to 1GB</td><td>32MB</td></tr>
 * </table>
 *
 * <p>Sizes are powers of 1,024, as in Trino. Nothing prints the secret.
 */
record S3Options(
    @Nullable URI endpoint,
    @Nullable String region,
    boolean pathStyle,
    @Nullable String accessKey,
    @Nullable Secret secretKey,
    int maxConnections,
    int maxRetries,
    Duration connectTimeout,
    Duration readTimeout,
    int partBytes) {

  private static final String ENDPOINT = "s3.endpoint";
  private static final String REGION = "s3.region";
  private static final String PATH_STYLE = "s3.path-style-access";
  private static final String ACCESS_KEY = "s3.aws-access-key";
  private static final String SECRET_KEY = "s3.aws-secret-key";
  private static final String MAX_CONNECTIONS = "s3.max-connections";
  private static final String MAX_RETRIES = "s3.max-error-retries";
  private static final String CONNECT_TIMEOUT = "s3.socket-connect-timeout";
  private static final String READ_TIMEOUT = "s3.socket-read-timeout";
  private static final String PART_SIZE = "s3.streaming.part-size";

  private static final Set<String> KEYS =
      new TreeSet<>(
          Set.of(
              ENDPOINT,
              REGION,
              PATH_STYLE,
              ACCESS_KEY,
              SECRET_KEY,
              MAX_CONNECTIONS,
              MAX_RETRIES,
              CONNECT_TIMEOUT,
              READ_TIMEOUT,
              PART_SIZE));

  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m)");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})\\s*([kMG]?)B");
  private static final Pattern REGION_NAME = Pattern.compile("[A-Za-z0-9-]{1,64}");
  private static final long MIN_PART_BYTES = 5L << 20;
  private static final long MAX_PART_BYTES = 1L << 30;

  /**
   * Reads options.
   *
   * @throws InvalidInput for an unknown key, or a value that cannot be used
   */
  static S3Options parse(Map<String, String> options) {
    for (String key : new TreeSet<>(options.keySet())) {
      if (!KEYS.contains(key)) {
        throw new InvalidInput("option '" + key + "' is unknown; an S3 store has " + KEYS);
      }
    }
    String accessKey = options.get(ACCESS_KEY);
    String secretKey = options.get(SECRET_KEY);
    if ((accessKey == null) != (secretKey == null)) {
      throw new InvalidInput(
          "option '"
              + (accessKey == null ? ACCESS_KEY : SECRET_KEY)
              + "' is missing: give both keys, or none to use the SDK's default chain");
    }
    URI endpoint = options.containsKey(ENDPOINT) ? endpoint(required(options, ENDPOINT)) : null;
    return new S3Options(
        endpoint,
        options.containsKey(REGION)
            ? region(required(options, REGION))
            : endpoint == null ? null : "us-east-1",
        options.containsKey(PATH_STYLE) && bool(PATH_STYLE, required(options, PATH_STYLE)),
        accessKey,
        secretKey == null ? null : new Secret(secretKey),
        count(options, MAX_CONNECTIONS, 64, 1, 10_000),
        count(options, MAX_RETRIES, 8, 0, 1_000),
        duration(options, CONNECT_TIMEOUT, Duration.ofSeconds(5)),
        duration(options, READ_TIMEOUT, Duration.ofSeconds(30)),
        size(options, PART_SIZE, 32 << 20));
  }

  private static String required(Map<String, String> options, String key) {
    return Objects.requireNonNull(options.get(key)).strip();
  }

  private static URI endpoint(String text) {
    try {
      URI uri = new URI(text);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      boolean bare = uri.getQuery() == null && uri.getFragment() == null;
      if (web && bare && uri.getHost() != null && uri.getUserInfo() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw new InvalidInput("option '" + ENDPOINT + "' is no URL: " + e.getReason(), e);
    }
    // What was given may hold a password.
    throw new InvalidInput(
        "option '" + ENDPOINT + "': expected http://host:port or https://host, without user");
  }

  private static String region(String text) {
    if (!REGION_NAME.matcher(text).matches()) {
      throw invalid(REGION, text, "a name such as eu-central-1");
    }
    return text;
  }

  private static boolean bool(String key, String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw invalid(key, text, "true or false");
    };
  }

  private static int count(
      Map<String, String> options, String key, int whenAbsent, int least, int most) {
    if (!options.containsKey(key)) {
      return whenAbsent;
    }
    String text = required(options, key);
    if (text.matches("\\d{1,9}")) {
      int count = Integer.parseInt(text);
      if (count >= least && count <= most) {
        return count;
      }
    }
    throw invalid(key, text, least + " to " + most);
  }

  private static Duration duration(Map<String, String> options, String key, Duration whenAbsent) {
    if (!options.containsKey(key)) {
      return whenAbsent;
    }
    String text = required(options, key);
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
      throw invalid(key, text, "a duration such as 500ms, 5s or 2m");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      default -> Duration.ofMinutes(amount);
    };
  }

  private static int size(Map<String, String> options, String key, int whenAbsent) {
    if (!options.containsKey(key)) {
      return whenAbsent;
    }
    String text = required(options, key);
    Matcher matcher = SIZE.matcher(text);
    if (matcher.matches()) {
      int shift =
          switch (matcher.group(2)) {
            case "k" -> 10;
            case "M" -> 20;
            case "G" -> 30;
            default -> 0;
          };
      long bytes = Long.parseLong(matcher.group(1)) << shift;
      if (bytes >= MIN_PART_BYTES && bytes <= MAX_PART_BYTES) {
        return (int) bytes;
      }
    }
    throw invalid(key, text, "a size from 5MB to 1GB");
  }

  private static InvalidInput invalid(String key, String text, String expected) {
    return new InvalidInput("option '" + key + "' is '" + text + "': expected " + expected);
  }
}
