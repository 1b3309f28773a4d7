package io.dreamdb.store.s3;

import io.dreamdb.store.ByteRange;
import io.dreamdb.store.ObjectBody;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/**
 * Writes large objects: parts side by side, then the request that makes an object of them. Until
 * that one nobody sees anything. What is left behind by an upload that ended badly is for the
 * bucket's rule on incomplete uploads.
 */
final class MultipartUpload {

  /** How often an upload begins anew because it was gone when it should have been completed. */
  private static final int UPLOADS = 3;

  private final S3Connection connection;
  private final String bucket;

  MultipartUpload(S3Connection connection, String bucket) {
    this.connection = connection;
    this.bucket = bucket;
  }

  private record Upload(String key, String id, List<CompletedPart> parts) {}

  /** Writes an object, whatever is there; ends with {@link Unanswered} where that fails. */
  void put(String what, String key, ObjectBody body) {
    for (int uploads = 1; ; uploads++) {
      Upload upload = upload(what, key, body);
      try {
        connection.retry().repeat(what, () -> complete(upload, false));
        return;
      } catch (Unanswered e) {
        // Completed under a reply that was lost, or cleared away: writing again does no harm.
        if (e.kind() != Reply.Kind.NO_UPLOAD || uploads >= UPLOADS) {
          throw e;
        }
      }
    }
  }

  /**
   * Writes an object where there is none; sends the request that decides about it once.
   *
   * @return the entity tag
   * @throws SdkException from that request
   */
  String create(String what, String key, ObjectBody body) throws IOException {
    Upload upload = upload(what, key, body);
    try {
      return complete(upload, true);
    } catch (SdkException e) {
      if (Reply.of(e).kind() == Reply.Kind.CONDITION) {
        abort(upload);
      }
      throw e;
    }
  }

  private Upload upload(String what, String key, ObjectBody body) {
    String id =
        connection
            .retry()
            .repeat(
                what,
                () -> {
                  connection.counter().request();
                  return connection
                      .client()
                      .createMultipartUpload(
                          CreateMultipartUploadRequest.builder().bucket(bucket).key(key).build())
                      .uploadId();
                });
    Upload begun = new Upload(key, id, List.of());
    try {
      List<Supplier<CompletedPart>> parts = new ArrayList<>();
      int partBytes = connection.options().partBytes();
      for (long offset = 0; offset < body.lengthBytes(); offset += partBytes) {
        ByteRange range =
            new ByteRange(offset, (int) Math.min(partBytes, body.lengthBytes() - offset));
        int number = parts.size() + 1;
        parts.add(() -> connection.retry().repeat(what, () -> part(begun, number, body, range)));
      }
      return new Upload(key, id, Parallel.REQUESTS.all(parts));
    } catch (RuntimeException e) {
      abort(begun);
      throw e;
    }
  }

  private CompletedPart part(Upload upload, int number, ObjectBody body, ByteRange range)
      throws IOException {
    connection.counter().request();
    connection.counter().sent(range.lengthBytes());
    String tag =
        connection
            .client()
            .uploadPart(
                UploadPartRequest.builder()
                    .bucket(bucket)
                    .key(upload.key())
                    .uploadId(upload.id())
                    .partNumber(number)
                    .build(),
                BodySlice.request(body, range))
            .eTag();
    if (tag == null) {
      throw new IOException("the reply to a part has no ETag");
    }
    return CompletedPart.builder().partNumber(number).eTag(tag).build();
  }

  private String complete(Upload upload, boolean ifAbsent) throws IOException {
    CompleteMultipartUploadRequest.Builder request =
        CompleteMultipartUploadRequest.builder()
            .bucket(bucket)
            .key(upload.key())
            .uploadId(upload.id())
            .multipartUpload(parts -> parts.parts(upload.parts()));
    if (ifAbsent) {
      request.ifNoneMatch("*");
    }
    connection.counter().request();
    String tag = connection.client().completeMultipartUpload(request.build()).eTag();
    if (tag == null) {
      throw new IOException("the reply to a completed upload has no ETag");
    }
    return tag;
  }

  /** Frees what was sent, as well as it goes: the failure that led here is the one that counts. */
  private void abort(Upload upload) {
    try {
      connection.counter().request();
      connection
          .client()
          .abortMultipartUpload(
              AbortMultipartUploadRequest.builder()
                  .bucket(bucket)
                  .key(upload.key())
                  .uploadId(upload.id())
                  .build());
    } catch (SdkException left) {
      // The bucket's own rule removes it later.
    }
  }
}
