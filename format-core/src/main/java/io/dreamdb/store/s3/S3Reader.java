package io.dreamdb.store.s3;

import io.dreamdb.store.ByteRange;
import io.dreamdb.store.ReadPlan;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;

/**
 * Reads objects of a bucket, large ones by parallel requests for pieces. All failures are {@link
 * Unanswered}, unless stated.
 */
final class S3Reader {

  /** What one request fetches at most, unless the whole object is asked for. */
  static final int PIECE_BYTES = 8 << 20;

  /** Fetching so much that nobody asked for is faster than another request. */
  private static final int GAP_BYTES = 256 << 10;

  /** Above this a nonsense range would cost more than asking for the length first. */
  private static final long UNCHECKED_BYTES = 64L << 20;

  /** How often a read begins anew because the object was written again meanwhile. */
  private static final int REWRITES = 3;

  /** No request asks for more; a reply that claims more is wrong. */
  private static final int MAX_BODY_BYTES = 64 << 20;

  /** Some stores serve the range of an empty object, which then ends before it begins. */
  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-(-1|\\d+)/(\\d+)");

  private final S3Connection connection;
  private final String bucket;

  S3Reader(S3Connection connection, String bucket) {
    this.connection = connection;
    this.bucket = bucket;
  }

  /**
   * What a request fetched.
   *
   * @param bytes of the object or the range, as far as the object reaches
   * @param tag the entity tag, empty if there is none
   * @param objectBytes length of the whole object
   */
  record Fetched(byte[] bytes, String tag, long objectBytes) {}

  /** A range ends behind the object's end. */
  static final class TooShort extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient ByteRange range;
    private final long objectBytes;

    TooShort(ByteRange range, long objectBytes) {
      this.range = range;
      this.objectBytes = objectBytes;
    }

    ByteRange range() {
      return range;
    }

    long objectBytes() {
      return objectBytes;
    }
  }

  /** An object's length; empty if there is no such object. */
  Optional<Long> length(String what, String key) {
    try {
      return Optional.of(
          connection
              .retry()
              .repeat(
                  what,
                  () -> {
                    connection.counter().request();
                    return connection
                        .client()
                        .headObject(HeadObjectRequest.builder().bucket(bucket).key(key).build())
                        .contentLength();
                  }));
    } catch (Unanswered e) {
      if (e.kind() == Reply.Kind.ABSENT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Reads a small object by one request. */
  Fetched small(String what, String key) {
    return fetch(what, key, null);
  }

  /** Reads an object from {@code first} on, which is its first piece. */
  Fetched first(String what, String key) {
    try {
      return fetch(what, key, new ByteRange(0, PIECE_BYTES));
    } catch (Unanswered e) {
      if (e.kind() == Reply.Kind.BEYOND_END) {
        // An empty object has no range, not even an empty one.
        return fetch(what, key, null);
      }
      throw e;
    }
  }

  /** Reads what follows the first piece, and returns all. */
  ByteBuffer rest(String what, String key, Fetched first) {
    byte[] whole = new byte[Math.toIntExact(first.objectBytes())];
    List<ByteRange> pieces = new ArrayList<>();
    cut(new ByteRange(first.bytes().length, whole.length - first.bytes().length), pieces);
    List<Fetched> fetched = all(what, key, pieces);
    System.arraycopy(first.bytes(), 0, whole, 0, first.bytes().length);
    for (int i = 0; i < pieces.size(); i++) {
      requireSame(what, first, fetched.get(i));
      byte[] bytes = fetched.get(i).bytes();
      System.arraycopy(bytes, 0, whole, (int) pieces.get(i).offset(), bytes.length);
    }
    return ByteBuffer.wrap(whole).asReadOnlyBuffer();
  }

  /**
   * Reads ranges, joined where they are close and cut where they are long.
   *
   * @throws TooShort if the object is shorter
   */
  List<ByteBuffer> ranges(String what, String key, List<ByteRange> ranges) {
    ReadPlan plan = ReadPlan.of(ranges, GAP_BYTES, PIECE_BYTES);
    List<ByteRange> fetches = plan.fetches();
    long sum = fetches.stream().mapToLong(ByteRange::lengthBytes).sum();
    if (sum == 0 || sum > UNCHECKED_BYTES) {
      requireReached(ranges, present(what, key));
    }
    for (int attempt = 0; ; attempt++) {
      try {
        return plan.cut(fetchAll(what, key, ranges, fetches));
      } catch (Unanswered e) {
        if (e.kind() == Reply.Kind.BEYOND_END) {
          requireReached(ranges, present(what, key));
        }
        if (e.kind() != Reply.Kind.CONDITION || attempt >= REWRITES) {
          throw e;
        }
      }
    }
  }

  private List<ByteBuffer> fetchAll(
      String what, String key, List<ByteRange> ranges, List<ByteRange> fetches) {
    List<ByteRange> pieces = new ArrayList<>();
    fetches.forEach(fetch -> cut(fetch, pieces));
    List<Fetched> fetched = all(what, key, pieces);
    for (Fetched piece : fetched) {
      requireReached(ranges, piece.objectBytes());
      requireSame(what, fetched.get(0), piece);
    }
    List<ByteBuffer> joined = new ArrayList<>();
    int next = 0;
    for (ByteRange fetch : fetches) {
      if (fetch.lengthBytes() <= PIECE_BYTES) {
        boolean empty = fetch.lengthBytes() == 0;
        joined.add(ByteBuffer.wrap(empty ? new byte[0] : fetched.get(next++).bytes()));
        continue;
      }
      ByteBuffer whole = ByteBuffer.allocate(fetch.lengthBytes());
      while (whole.hasRemaining()) {
        whole.put(fetched.get(next++).bytes());
      }
      joined.add(whole.flip());
    }
    return joined;
  }

  private static void cut(ByteRange range, List<ByteRange> into) {
    for (long offset = range.offset(); offset < range.end(); offset += PIECE_BYTES) {
      into.add(new ByteRange(offset, (int) Math.min(PIECE_BYTES, range.end() - offset)));
    }
  }

  private long present(String what, String key) {
    return length(what, key)
        .orElseThrow(() ->
            new Unanswered(
                what,
                new Reply(Reply.Kind.ABSENT, "404"),
                new IOException("there is no such object")));
  }

  private static void requireReached(List<ByteRange> ranges, long objectBytes) {
    for (ByteRange range : ranges) {
      if (range.end() > objectBytes) {
        throw new TooShort(range, objectBytes);
      }
    }
  }

  /** Pieces of two writes of the object would be a mixture. */
  private static void requireSame(String what, Fetched first, Fetched other) {
    if (!first.tag().equals(other.tag()) || first.objectBytes() != other.objectBytes()) {
      throw new Unanswered(
          what,
          new Reply(Reply.Kind.CONDITION, "the object was written again while it was read"),
          new IOException("entity tags " + first.tag() + " and " + other.tag()));
    }
  }

  private List<Fetched> all(String what, String key, List<ByteRange> pieces) {
    return Parallel.REQUESTS.all(
        pieces.stream().<Supplier<Fetched>>map(piece -> () -> fetch(what, key, piece)).toList());
  }

  private Fetched fetch(String what, String key, @Nullable ByteRange range) {
    return connection.retry().repeat(what, () -> get(key, range));
  }

  private Fetched get(String key, @Nullable ByteRange range) throws IOException {
    GetObjectRequest.Builder request = GetObjectRequest.builder().bucket(bucket).key(key);
    if (range != null) {
      request.range("bytes=" + range.offset() + "-" + (range.end() - 1));
    }
    connection.counter().request();
    try (ResponseInputStream<GetObjectResponse> in =
        connection.client().getObject(request.build())) {
      GetObjectResponse response = in.response();
      try {
        Fetched fetched = body(response, in, range);
        connection.counter().received(fetched.bytes().length);
        return fetched;
      } catch (IOException | RuntimeException e) {
        in.abort();
        throw e;
      }
    }
  }

  private static Fetched body(
      GetObjectResponse response,
      ResponseInputStream<GetObjectResponse> in,
      @Nullable ByteRange range)
      throws IOException {
    String tag = response.eTag() == null ? "" : response.eTag();
    long total = response.contentLength() == null ? -1 : response.contentLength();
    long begins = 0;
    if (response.contentRange() != null) {
      Matcher matcher = CONTENT_RANGE.matcher(response.contentRange());
      if (!matcher.matches()) {
        throw new IOException("Content-Range '" + response.contentRange() + "'");
      }
      begins = Long.parseLong(matcher.group(1));
      total = Long.parseLong(matcher.group(3));
    }
    if (total < 0) {
      throw new IOException("a reply that does not say how long the object is");
    }
    long wanted = range == null ? total : Math.min(range.end(), total) - range.offset();
    if (begins != (range == null ? 0 : range.offset()) || wanted < 0 || wanted > MAX_BODY_BYTES) {
      throw new IOException(
          "bytes from " + begins + " of " + total + " came for " + range + ": no range was served");
    }
    byte[] bytes = in.readNBytes((int) wanted);
    if (bytes.length < wanted || (range == null && in.read() >= 0)) {
      throw new IOException("a body of " + bytes.length + " bytes, expected " + wanted);
    }
    return new Fetched(bytes, tag, total);
  }
}
