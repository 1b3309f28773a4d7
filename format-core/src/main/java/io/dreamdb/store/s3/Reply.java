package io.dreamdb.store.s3;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/**
 * How a request ended that did not end well.
 *
 * @param kind what it means
 * @param text status and reason in words, without anything secret
 */
record Reply(Kind kind, String text) {

  /** What a bad end means. */
  enum Kind {
    /** There is no such object. */
    ABSENT,
    /** The condition does not hold, or another conditional request is under way: not applied. */
    CONDITION,
    /** The range begins behind the end of the object. */
    BEYOND_END,
    /** There is no such upload, or none any more. */
    NO_UPLOAD,
    /** It never reached the store: not applied. */
    NOT_SENT,
    /** It may have been applied, or may still be; another attempt may go well. */
    UNCLEAR,
    /** The thread was interrupted; it may have been applied. */
    INTERRUPTED,
    /** The store refused: not applied, and another attempt will not go better. */
    REFUSED
  }

  static Reply of(Exception failure) {
    if (failure instanceof AwsServiceException answered) {
      return answered(answered);
    }
    String text = reason(failure);
    if (failure instanceof AbortedException || Thread.currentThread().isInterrupted()) {
      return new Reply(Kind.INTERRUPTED, text);
    }
    if (find(failure, ConnectException.class)
        || find(failure, UnknownHostException.class)
        || find(failure, NoRouteToHostException.class)
        || isConnectTimeout(failure)) {
      return new Reply(Kind.NOT_SENT, text);
    }
    boolean late =
        failure instanceof ApiCallTimeoutException
            || failure instanceof ApiCallAttemptTimeoutException;
    // What has no input or output in it went wrong before: no credentials, for instance.
    return new Reply(late || find(failure, IOException.class) ? Kind.UNCLEAR : Kind.REFUSED, text);
  }

  private static Reply answered(AwsServiceException failure) {
    int status = failure.statusCode();
    AwsErrorDetails details = failure.awsErrorDetails();
    String code = details == null || details.errorCode() == null ? "" : details.errorCode();
    String message =
        details == null || details.errorMessage() == null ? "" : details.errorMessage();
    String text = String.join(" ", String.valueOf(status), code, message, hint(failure)).strip();
    return new Reply(kind(status, code), text);
  }

  private static Kind kind(int status, String code) {
    return switch (status) {
      case 404 ->
          switch (code) {
            case "NoSuchBucket" -> Kind.REFUSED;
            case "NoSuchUpload" -> Kind.NO_UPLOAD;
            default -> Kind.ABSENT;
          };
      case 409, 412 -> Kind.CONDITION;
      case 416 -> Kind.BEYOND_END;
      case 408, 429 -> Kind.UNCLEAR;
      case 400 -> code.equals("RequestTimeout") ? Kind.UNCLEAR : Kind.REFUSED;
      default -> status >= 500 ? Kind.UNCLEAR : Kind.REFUSED;
    };
  }

  private static String hint(AwsServiceException failure) {
    AwsErrorDetails details = failure.awsErrorDetails();
    Optional<String> region =
        details == null || details.sdkHttpResponse() == null
            ? Optional.empty()
            : details.sdkHttpResponse().firstMatchingHeader("x-amz-bucket-region");
    boolean elsewhere = failure.statusCode() / 100 == 3 || failure.statusCode() == 400;
    return elsewhere ? region.map(name -> "(the bucket is in region " + name + ")").orElse("") : "";
  }

  private static String reason(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    String text = failure.getMessage() == null ? "" : failure.getMessage();
    return root == failure
        ? failure.getClass().getSimpleName() + ": " + text
        : text + " (" + root.getClass().getSimpleName() + ": " + root.getMessage() + ")";
  }

  private static boolean find(@Nullable Throwable failure, Class<? extends Throwable> type) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return true;
      }
    }
    return false;
  }

  /** The client's own class for it, which says by its name what differs from other time-outs. */
  private static boolean isConnectTimeout(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      boolean timeout = t instanceof SocketTimeoutException || t instanceof InterruptedIOException;
      String name = t.getClass().getSimpleName().toLowerCase(Locale.ROOT);
      if (timeout && name.startsWith("connect")) {
        return true;
      }
    }
    return false;
  }
}
