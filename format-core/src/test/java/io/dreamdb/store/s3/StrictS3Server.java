package io.dreamdb.store.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A small S3 in this process that takes its word seriously: a condition is compared and applied
 * under one lock per key, a bucket exists once it is named, bodies must be what was signed, framed
 * bodies are refused, and the key {@value #ACCESS_KEY} must have signed. Signatures themselves are
 * not checked. By plan, requests go wrong; by mode, conditions do.
 */
public final class StrictS3Server implements AutoCloseable {

  /** The only access key id that is let in. */
  public static final String ACCESS_KEY = "strict-access-key";

  /** Any secret does. */
  public static final String SECRET_KEY = "strict-canary-secret";

  /** The bucket that is there. Others are not. */
  public static final String BUCKET = "lake";

  private static final Duration DELAY = Duration.ofMillis(1_500);
  private static final Pattern PART = Pattern.compile("<Part>(.*?)</Part>", Pattern.DOTALL);
  private static final Pattern PART_NUMBER = Pattern.compile("<PartNumber>(\\d+)</PartNumber>");
  private static final Pattern PART_TAG = Pattern.compile("<ETag>(.*?)</ETag>");

  static {
    // Read once by the JDK's server: without it each reply waits for an acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(64, StrictS3Server::daemon);
  private final S3Objects objects;
  private final Map<String, AtomicLong> requests = new ConcurrentHashMap<>();
  private volatile S3FaultPlan faults = S3FaultPlan.NONE;

  private StrictS3Server(ConditionMode mode) {
    this.objects = new S3Objects(mode);
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "strict-s3");
    thread.setDaemon(true);
    return thread;
  }

  /** Starts a server that honours conditions, on a free port of the loopback address. */
  public static StrictS3Server start() {
    return start(ConditionMode.HONOURED);
  }

  /** Starts a server on a free port of the loopback address. */
  public static StrictS3Server start(ConditionMode mode) {
    return new StrictS3Server(mode);
  }

  /** From now on requests go wrong by this plan. */
  public void setFaults(S3FaultPlan plan) {
    faults = plan;
  }

  /** Where it listens. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Its address for path-style requests. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port());
  }

  /** What a store needs to reach it, with time enough for a busy machine. */
  public Map<String, String> options() {
    return Map.of(
        "s3.endpoint",
        endpoint().toString(),
        "s3.path-style-access",
        "true",
        "s3.aws-access-key",
        ACCESS_KEY,
        "s3.aws-secret-key",
        SECRET_KEY,
        "s3.socket-read-timeout",
        "20s");
  }

  /** How many requests of a method came. */
  public long requests(String method) {
    return requests.computeIfAbsent(method, m -> new AtomicLong()).get();
  }

  private void count(String what) {
    requests.computeIfAbsent(what, w -> new AtomicLong()).incrementAndGet();
  }

  /** The entity tags that a key has had, oldest first. */
  public List<String> history(String key) {
    return objects.history(key);
  }

  /** All keys, in order. */
  public List<String> keys() {
    return List.copyOf(objects.list("", "", false).keySet());
  }

  /** How many requests named the bucket in the host. */
  public long virtualHostRequests() {
    return requests("virtual host");
  }

  /** How many multipart uploads were begun and neither completed nor aborted. */
  public int openUploads() {
    return objects.openUploads();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  // --- One request

  private record Reply(int status, Map<String, String> headers, byte[] body) {
    static Reply of(int status) {
      return new Reply(status, Map.of(), new byte[0]);
    }

    static Reply xml(int status, String text) {
      String document = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + text;
      return new Reply(
          status,
          Map.of("Content-Type", "application/xml"),
          document.getBytes(StandardCharsets.UTF_8));
    }

    static Reply error(int status, String code, String message) {
      return xml(
          status, "<Error><Code>" + code + "</Code><Message>" + message + "</Message></Error>");
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      S3Request request = S3Request.read(exchange);
      count(request.method());
      if (request.virtualHost()) {
        count("virtual host");
      }
      S3Fault fault = faults.next(request.method(), request.key());
      if (fault == S3Fault.DROP_REQUEST) {
        return;
      }
      Reply reply = before(fault, request).orElseGet(() -> apply(fault, request));
      if (fault == S3Fault.DROP_REPLY) {
        return;
      }
      send(exchange, fault == S3Fault.ERROR_500_AFTER ? internalError() : reply, fault);
    }
  }

  private static Reply internalError() {
    return Reply.error(500, "InternalError", "We encountered an internal error.");
  }

  private static Optional<Reply> before(S3Fault fault, S3Request request) {
    return switch (fault) {
      case ERROR_500 -> Optional.of(internalError());
      case ERROR_503 ->
          Optional.of(Reply.error(503, "SlowDown", "Please reduce your request rate."));
      case CONFLICT_409 ->
          request.condition().isNone() || request.method().equals("GET")
              ? Optional.empty()
              : Optional.of(
                  Reply.error(
                      409, "ConditionalRequestConflict", "A conflicting operation occurred."));
      case DELAY -> {
        S3Objects.Threads.sleep(DELAY.toMillis());
        yield Optional.empty();
      }
      default -> Optional.empty();
    };
  }

  private Reply apply(S3Fault fault, S3Request request) {
    Optional<Reply> refused = refused(request);
    if (refused.isPresent()) {
      return refused.get();
    }
    if (fault == S3Fault.DUPLICATE) {
      answer(request, fault);
    }
    return answer(request, fault);
  }

  private static Optional<Reply> refused(S3Request request) {
    if (!request.accessKey().equals(Optional.of(ACCESS_KEY))) {
      return Optional.of(
          Reply.error(403, "InvalidAccessKeyId", "The access key id does not exist."));
    }
    if (request.isFramed()) {
      return Optional.of(Reply.error(501, "NotImplemented", "Framed bodies are not understood."));
    }
    if (!request.bodyAsSigned()) {
      return Optional.of(
          Reply.error(400, "XAmzContentSHA256Mismatch", "The body is not what was signed."));
    }
    if (!request.bucket().equals(BUCKET)) {
      return Optional.of(Reply.error(404, "NoSuchBucket", "The specified bucket does not exist"));
    }
    return Optional.empty();
  }

  private Reply answer(S3Request request, S3Fault fault) {
    Map<String, String> query = request.query();
    return switch (request.method()) {
      case "GET" ->
          request.key().isEmpty() ? list(query, fault == S3Fault.STALE_LIST) : get(request, fault);
      case "HEAD" -> get(request, fault);
      case "PUT" -> query.containsKey("uploadId") ? putPart(request) : put(request);
      case "POST" -> query.containsKey("uploads") ? beginUpload(request) : complete(request);
      case "DELETE" -> query.containsKey("uploadId") ? abort(query) : delete(request);
      default -> Reply.error(405, "MethodNotAllowed", request.method());
    };
  }

  private Reply get(S3Request request, S3Fault fault) {
    Optional<S3Objects.Stored> found = objects.get(request.key());
    if (found.isEmpty()) {
      return Reply.error(404, "NoSuchKey", "The specified key does not exist.");
    }
    byte[] bytes = found.get().bytes();
    if (request.condition().match() != null && request.condition().status(found.get()) != 0) {
      return Reply.error(412, "PreconditionFailed", "A precondition does not hold");
    }
    Optional<long[]> range = request.range();
    if (range.isEmpty()) {
      return new Reply(200, Map.of("ETag", found.get().tag(), "Accept-Ranges", "bytes"), bytes);
    }
    long first = range.get()[0];
    if (first >= bytes.length && (bytes.length > 0 || fault != S3Fault.EMPTY_RANGE)) {
      return Reply.error(416, "InvalidRange", "The requested range is not satisfiable");
    }
    long last = Math.min(range.get()[1], bytes.length - 1L);
    return new Reply(
        206,
        Map.of(
            "ETag",
            found.get().tag(),
            "Content-Range",
            "bytes " + first + "-" + last + "/" + bytes.length),
        Arrays.copyOfRange(bytes, (int) first, (int) last + 1));
  }

  private Reply put(S3Request request) {
    return written(objects.put(request.key(), request.body(), request.condition()), "");
  }

  private static Reply written(S3Objects.Written written, String body) {
    return switch (written.status()) {
      case 200 ->
          body.isEmpty()
              ? new Reply(200, Map.of("ETag", written.tag()), new byte[0])
              : Reply.xml(200, body);
      case 412 -> Reply.error(412, "PreconditionFailed", "A precondition does not hold");
      case 404 ->
          Reply.error(
              404, written.tag().isEmpty() ? "NoSuchKey" : written.tag(), "It does not exist.");
      default -> Reply.error(written.status(), written.tag(), "It cannot be done.");
    };
  }

  private Reply delete(S3Request request) {
    objects.delete(request.key());
    return Reply.of(204);
  }

  private Reply beginUpload(S3Request request) {
    return Reply.xml(
        200,
        "<InitiateMultipartUploadResult><Bucket>"
            + BUCKET
            + "</Bucket><Key>"
            + request.key()
            + "</Key><UploadId>"
            + objects.beginUpload()
            + "</UploadId></InitiateMultipartUploadResult>");
  }

  private Reply putPart(S3Request request) {
    int number = Integer.parseInt(request.query().get("partNumber"));
    return objects
        .putPart(request.query().get("uploadId"), number, request.body())
        .map(tag -> new Reply(200, Map.of("ETag", tag), new byte[0]))
        .orElseGet(() -> Reply.error(404, "NoSuchUpload", "The upload does not exist."));
  }

  private Reply abort(Map<String, String> query) {
    return objects.abortUpload(query.get("uploadId"))
        ? Reply.of(204)
        : Reply.error(404, "NoSuchUpload", "The upload does not exist.");
  }

  private Reply complete(S3Request request) {
    List<Map.Entry<Integer, String>> parts = new ArrayList<>();
    Matcher part = PART.matcher(new String(request.body(), StandardCharsets.UTF_8));
    while (part.find()) {
      Matcher number = PART_NUMBER.matcher(part.group(1));
      Matcher tag = PART_TAG.matcher(part.group(1));
      if (!number.find() || !tag.find()) {
        return Reply.error(400, "MalformedXML", part.group(1));
      }
      parts.add(Map.entry(Integer.parseInt(number.group(1)), tag.group(1).replace("&quot;", "\"")));
    }
    S3Objects.Written written =
        objects.complete(
            request.key(), request.query().get("uploadId"), parts, request.condition());
    return written(
        written,
        "<CompleteMultipartUploadResult><Key>"
            + request.key()
            + "</Key><ETag>"
            + written.tag().replace("\"", "&quot;")
            + "</ETag></CompleteMultipartUploadResult>");
  }

  private Reply list(Map<String, String> query, boolean stale) {
    if (!"2".equals(query.get("list-type"))) {
      return Reply.error(501, "NotImplemented", "Only ListObjectsV2 is understood.");
    }
    String after = query.getOrDefault("continuation-token", query.getOrDefault("start-after", ""));
    int most = Integer.parseInt(query.getOrDefault("max-keys", "1000"));
    NavigableMap<String, S3Objects.Stored> found =
        objects.list(query.getOrDefault("prefix", ""), after, stale);
    boolean url = "url".equals(query.get("encoding-type"));
    StringBuilder contents = new StringBuilder();
    String last = "";
    int count = 0;
    for (var entry : found.entrySet()) {
      if (count == Math.min(most, 1000)) {
        break;
      }
      last = entry.getKey();
      contents
          .append("<Contents><Key>")
          .append(url ? URLEncoder.encode(last, StandardCharsets.UTF_8) : last)
          .append("</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified><ETag>")
          .append(entry.getValue().tag().replace("\"", "&quot;"))
          .append("</ETag><Size>")
          .append(entry.getValue().bytes().length)
          .append("</Size><StorageClass>STANDARD</StorageClass></Contents>");
      count++;
    }
    boolean truncated = found.size() > count;
    return Reply.xml(
        200,
        "<ListBucketResult><Name>"
            + BUCKET
            + "</Name><KeyCount>"
            + count
            + "</KeyCount><MaxKeys>"
            + most
            + "</MaxKeys><IsTruncated>"
            + truncated
            + "</IsTruncated>"
            + (truncated ? "<NextContinuationToken>" + last + "</NextContinuationToken>" : "")
            + (url ? "<EncodingType>url</EncodingType>" : "")
            + contents
            + "</ListBucketResult>");
  }

  private static void send(HttpExchange exchange, Reply reply, S3Fault fault) throws IOException {
    reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    boolean head = exchange.getRequestMethod().equals("HEAD");
    byte[] body = reply.body();
    if (head) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
    }
    if (fault == S3Fault.FLIP_BYTE && body.length > 0) {
      body = body.clone();
      body[body.length / 2] ^= 0x10;
    }
    exchange.sendResponseHeaders(reply.status(), head || body.length == 0 ? -1 : body.length);
    if (head || body.length == 0) {
      return;
    }
    OutputStream out = exchange.getResponseBody();
    if (fault == S3Fault.TRUNCATE) {
      // The exchange is closed with bytes owed, which closes the connection.
      out.write(body, 0, body.length / 2);
      out.flush();
      return;
    }
    out.write(body);
    out.close();
  }
}
