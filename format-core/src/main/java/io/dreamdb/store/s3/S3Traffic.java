package io.dreamdb.store.s3;

/**
 * What was sent to a store and came back, over HTTP.
 *
 * @param requests requests, those that failed and those that repeat one included
 * @param repeats requests that repeat one
 * @param bytesSent of objects and registers, each time they were sent
 * @param bytesReceived of objects and registers
 */
public record S3Traffic(long requests, long repeats, long bytesSent, long bytesReceived) {

  /** What happened since an earlier snapshot. */
  public S3Traffic since(S3Traffic earlier) {
    return new S3Traffic(
        requests - earlier.requests,
        repeats - earlier.repeats,
        bytesSent - earlier.bytesSent,
        bytesReceived - earlier.bytesReceived);
  }
}
