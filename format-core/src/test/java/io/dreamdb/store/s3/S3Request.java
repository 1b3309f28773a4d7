package io.dreamdb.store.s3;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client asked for.
 *
 * @param bucket from the path, or from the host where that has a name before {@code .localhost}
 * @param key empty for the bucket itself
 */
record S3Request(
    String method,
    String bucket,
    String key,
    boolean virtualHost,
    Map<String, String> query,
    HttpExchange exchange,
    byte[] body) {

  private static final Pattern CREDENTIAL =
      Pattern.compile("AWS4-HMAC-SHA256 Credential=([^/]+)/\\d{8}/([^/]+)/s3/aws4_request, .+");
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");

  static S3Request read(HttpExchange exchange) throws IOException {
    String path = decoded(exchange.getRequestURI().getRawPath()).substring(1);
    String host = exchange.getRequestHeaders().getFirst("Host").replaceAll(":\\d+$", "");
    boolean virtualHost = host.endsWith(".localhost");
    String bucket = virtualHost ? host.substring(0, host.length() - 10) : path.split("/", 2)[0];
    String key =
        virtualHost
            ? path
            : path.length() > bucket.length() ? path.substring(bucket.length() + 1) : "";
    Map<String, String> query = new HashMap<>();
    String raw = exchange.getRequestURI().getRawQuery();
    if (raw != null) {
      for (String part : raw.split("&")) {
        String[] sides = part.split("=", 2);
        query.put(decoded(sides[0]), sides.length > 1 ? decoded(sides[1].replace("+", "%20")) : "");
      }
    }
    byte[] body = exchange.getRequestBody().readAllBytes();
    return new S3Request(
        exchange.getRequestMethod(), bucket, key, virtualHost, query, exchange, body);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
  }

  /** The access key id that signed; empty without a signature of version 4. */
  Optional<String> accessKey() {
    return header("Authorization")
        .map(CREDENTIAL::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1));
  }

  /** Whether the body is what the client says that it signed. */
  boolean bodyAsSigned() {
    String hash = header("x-amz-content-sha256").orElse("");
    if (hash.equals("UNSIGNED-PAYLOAD")) {
      return true;
    }
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
      return HexFormat.of().formatHex(digest).equals(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether the body is framed or has trailers, which not every store understands. */
  boolean isFramed() {
    return header("Content-Encoding").orElse("").contains("aws-chunked")
        || header("x-amz-trailer").isPresent()
        || header("x-amz-content-sha256").orElse("").startsWith("STREAMING");
  }

  S3Objects.Condition condition() {
    return new S3Objects.Condition(
        header("If-Match").orElse(null), header("If-None-Match").orElse("").equals("*"));
  }

  /** First and last byte; empty where all are wanted. */
  Optional<long[]> range() {
    return header("Range")
        .map(RANGE::matcher)
        .filter(Matcher::matches)
        .map(m -> new long[] {Long.parseLong(m.group(1)), Long.parseLong(m.group(2))});
  }
}
