package io.dreamdb.store.s3;

import io.dreamdb.InvalidInput;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where in which bucket a space is.
 *
 * @param bucket the bucket's name
 * @param prefix what all keys begin with: empty, or text that ends with a slash
 */
record S3Location(String bucket, String prefix) {

  private static final Pattern URI =
      Pattern.compile("[sS]3://([a-z0-9][a-z0-9._-]{1,61}[a-z0-9])(?:/(.*))?");

  /** With the longest key of 512 characters this stays below the 1,024 bytes that S3 allows. */
  private static final int MAX_PREFIX_CHARS = 500;

  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9._=!'()*-]+");

  /**
   * Reads {@code s3://bucket} or {@code s3://bucket/a/b}, with or without a slash at the end.
   *
   * @throws InvalidInput for anything else
   */
  static S3Location parse(String text) {
    Matcher matcher = URI.matcher(text);
    if (!matcher.matches()) {
      throw invalid(text, "expected s3://bucket/prefix");
    }
    String path = matcher.group(2) == null ? "" : matcher.group(2);
    String prefix = path.isEmpty() || path.endsWith("/") ? path : path + "/";
    if (prefix.length() > MAX_PREFIX_CHARS) {
      throw invalid(text, "the prefix has more than " + MAX_PREFIX_CHARS + " characters");
    }
    if (!prefix.isEmpty()) {
      for (String segment : prefix.substring(0, prefix.length() - 1).split("/", -1)) {
        if (!SEGMENT.matcher(segment).matches() || segment.equals(".") || segment.equals("..")) {
          throw invalid(
              text, "the prefix has the part '" + segment + "', expected " + SEGMENT.pattern());
        }
      }
    }
    return new S3Location(matcher.group(1), prefix);
  }

  private static InvalidInput invalid(String text, String reason) {
    return new InvalidInput("store location '" + text + "': " + reason);
  }

  /** As a URI that {@link #parse} reads. */
  @Override
  public String toString() {
    return "s3://" + bucket + "/" + prefix;
  }
}
