package io.dreamdb.store.s3;

import io.dreamdb.store.ByteRange;
import io.dreamdb.store.CreateResult;
import io.dreamdb.store.ObjectBody;
import io.dreamdb.store.Register;
import io.dreamdb.store.SwapResult;
import io.dreamdb.store.Version;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * Writes objects and registers of a bucket, objects above a part's size by a multipart upload. All
 * failures are {@link Unanswered}.
 */
final class S3Writer {

  /** Of all conditional puts: what must not, or must, be there. */
  private interface Condition {
    PutObjectRequest.Builder on(PutObjectRequest.Builder request);
  }

  private static final Condition NONE = request -> request;
  private static final Condition ABSENT = request -> request.ifNoneMatch("*");

  private final S3Connection connection;
  private final String bucket;
  private final Conditional conditional;
  private final MultipartUpload multipart;

  S3Writer(S3Connection connection, String bucket) {
    this.connection = connection;
    this.bucket = bucket;
    this.conditional = new Conditional(connection.retry());
    this.multipart = new MultipartUpload(connection, bucket);
  }

  /** Writes an object, whatever is there. */
  void put(String what, String key, ObjectBody body) {
    if (isLarge(body)) {
      multipart.put(what, key, body);
      return;
    }
    RequestBody all = BodySlice.request(body, new ByteRange(0, (int) body.lengthBytes()));
    connection.retry().repeat(what, () -> send(key, all, body.lengthBytes(), NONE));
  }

  /**
   * Writes an object where there is none.
   *
   * @param taken present if there is one
   */
  CreateResult create(String what, String key, ObjectBody body, Supplier<Optional<Long>> taken) {
    if (isLarge(body) && taken.get().isPresent()) {
      // The store would say so only after all parts were sent.
      return new CreateResult.Exists();
    }
    Conditional.Outcome<String, Long> outcome =
        conditional.send(
            what,
            () -> isLarge(body) ? multipart.create(what, key, body) : createSmall(key, body),
            taken);
    if (outcome instanceof Conditional.Outcome.Unknown<String, Long> unknown) {
      return new CreateResult.Unknown(unknown.reason());
    }
    return outcome instanceof Conditional.Outcome.Done
        ? new CreateResult.Created()
        : new CreateResult.Exists();
  }

  private String createSmall(String key, ObjectBody body) throws IOException {
    RequestBody all = BodySlice.request(body, new ByteRange(0, (int) body.lengthBytes()));
    return send(key, all, body.lengthBytes(), ABSENT);
  }

  /**
   * Replaces a register's value.
   *
   * @param moved what the register holds, if that is not the expected version
   */
  SwapResult swap(
      String what, String key, Version expected, byte[] value, Supplier<Optional<Register>> moved) {
    Condition condition =
        expected.equals(Version.ABSENT) ? ABSENT : request -> request.ifMatch(expected.token());
    RequestBody body = RequestBody.fromBytes(value);
    Conditional.Outcome<String, Register> outcome =
        conditional.send(what, () -> send(key, body, value.length, condition), moved);
    if (outcome instanceof Conditional.Outcome.Done<String, Register> done) {
      return new SwapResult.Swapped(new Version(done.result()));
    }
    return outcome instanceof Conditional.Outcome.Lost<String, Register> lost
        ? new SwapResult.Conflict(lost.found())
        : new SwapResult.Unknown(
            ((Conditional.Outcome.Unknown<String, Register>) outcome).reason());
  }

  /** Removes what is at a key; nothing there is no failure. */
  void delete(String what, String key) {
    try {
      connection
          .retry()
          .repeat(
              what,
              () -> {
                connection.counter().request();
                return connection
                    .client()
                    .deleteObject(DeleteObjectRequest.builder().bucket(bucket).key(key).build());
              });
    } catch (Unanswered e) {
      if (e.kind() != Reply.Kind.ABSENT) {
        throw e;
      }
    }
  }

  /** Whether an object goes in parts, side by side. */
  boolean isLarge(ObjectBody body) {
    return body.lengthBytes() > connection.options().partBytes();
  }

  /** Sends a put once; returns the entity tag. */
  private String send(String key, RequestBody body, long lengthBytes, Condition condition)
      throws IOException {
    PutObjectRequest.Builder request = PutObjectRequest.builder().bucket(bucket).key(key);
    connection.counter().request();
    connection.counter().sent(lengthBytes);
    String tag = connection.client().putObject(condition.on(request).build(), body).eTag();
    if (tag == null || tag.isEmpty()) {
      throw new IOException("the reply to a put has no ETag");
    }
    return tag;
  }
}
