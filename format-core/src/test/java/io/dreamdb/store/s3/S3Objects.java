package io.dreamdb.store.s3;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The objects of one bucket. Entity tags are those of S3: a function of the content. */
final class S3Objects {

  /** How many of the keys that were written last a stale listing hides. */
  private static final int STALE_KEYS = 8;

  record Stored(byte[] bytes, String tag) {}

  /**
   * What must hold of the present object.
   *
   * @param match the tag it must have, or null
   * @param absent whether there must be none
   */
  record Condition(String match, boolean absent) {
    static final Condition NONE = new Condition(null, false);

    boolean isNone() {
      return match == null && !absent;
    }

    /** 0 if it holds, else the status. */
    int status(Stored now) {
      if (absent && now != null) {
        return 412;
      }
      if (match != null) {
        return now == null ? 404 : now.tag.equals(match) ? 0 : 412;
      }
      return 0;
    }
  }

  /** Status 200 and the new tag, or the status of a failure. */
  record Written(int status, String tag) {}

  private final NavigableMap<String, Stored> objects = new ConcurrentSkipListMap<>();
  private final Map<String, Object> locks = new ConcurrentHashMap<>();
  private final Map<String, Map<Integer, Stored>> uploads = new ConcurrentHashMap<>();
  private final Map<String, List<String>> tags = new ConcurrentHashMap<>();
  private final Deque<String> recent = new ArrayDeque<>();
  private final ConditionMode mode;

  S3Objects(ConditionMode mode) {
    this.mode = mode;
  }

  Optional<Stored> get(String key) {
    return Optional.ofNullable(objects.get(key));
  }

  Written put(String key, byte[] bytes, Condition condition) {
    return write(key, new Stored(bytes, quoted(md5(bytes))), condition);
  }

  private Written write(String key, Stored object, Condition condition) {
    Condition honoured = mode == ConditionMode.IGNORED ? Condition.NONE : condition;
    if (mode == ConditionMode.RACED && !condition.isNone()) {
      int status = honoured.status(objects.get(key));
      Threads.sleep(5);
      return status == 0 ? apply(key, object) : new Written(status, "");
    }
    synchronized (locks.computeIfAbsent(key, k -> new Object())) {
      int status = honoured.status(objects.get(key));
      return status == 0 ? apply(key, object) : new Written(status, "");
    }
  }

  private Written apply(String key, Stored object) {
    objects.put(key, object);
    synchronized (recent) {
      recent.remove(key);
      recent.addLast(key);
      if (recent.size() > STALE_KEYS) {
        recent.removeFirst();
      }
    }
    tags.computeIfAbsent(key, k -> new ArrayList<>());
    List<String> history = tags.get(key);
    synchronized (history) {
      history.add(object.tag);
    }
    return new Written(200, object.tag);
  }

  /** The tags that a key has had, oldest first. */
  List<String> history(String key) {
    List<String> history = tags.getOrDefault(key, List.of());
    synchronized (history) {
      return List.copyOf(history);
    }
  }

  void delete(String key) {
    synchronized (locks.computeIfAbsent(key, k -> new Object())) {
      objects.remove(key);
    }
  }

  NavigableMap<String, Stored> list(String prefix, String after, boolean stale) {
    NavigableMap<String, Stored> found = new TreeMap<>();
    boolean begins = prefix.compareTo(after) > 0;
    for (var entry : objects.tailMap(begins ? prefix : after, begins).entrySet()) {
      if (!entry.getKey().startsWith(prefix)) {
        break;
      }
      found.put(entry.getKey(), entry.getValue());
    }
    if (stale) {
      synchronized (recent) {
        recent.forEach(found::remove);
      }
    }
    return found;
  }

  String beginUpload() {
    String id = UUID.randomUUID().toString();
    uploads.put(id, new ConcurrentHashMap<>());
    return id;
  }

  Optional<String> putPart(String upload, int number, byte[] bytes) {
    Map<Integer, Stored> parts = uploads.get(upload);
    if (parts == null) {
      return Optional.empty();
    }
    String tag = quoted(md5(bytes));
    parts.put(number, new Stored(bytes, tag));
    return Optional.of(tag);
  }

  boolean abortUpload(String upload) {
    return uploads.remove(upload) != null;
  }

  int openUploads() {
    return uploads.size();
  }

  /** The parts by their numbers and tags, as the client names them. */
  Written complete(
      String key, String upload, List<Map.Entry<Integer, String>> named, Condition if_) {
    Map<Integer, Stored> parts = uploads.get(upload);
    if (parts == null) {
      return new Written(404, "NoSuchUpload");
    }
    MessageDigest digest = digest();
    int length = 0;
    for (var part : named) {
      Stored stored = parts.get(part.getKey());
      if (stored == null || !stored.tag.equals(part.getValue())) {
        return new Written(400, "InvalidPart");
      }
      boolean last = part == named.get(named.size() - 1);
      if (!last && stored.bytes.length < 5 << 20) {
        return new Written(400, "EntityTooSmall");
      }
      digest.update(HexFormat.of().parseHex(stored.tag.replace("\"", "")));
      length += stored.bytes.length;
    }
    byte[] whole = new byte[length];
    int at = 0;
    for (var part : named) {
      byte[] bytes = parts.get(part.getKey()).bytes;
      System.arraycopy(bytes, 0, whole, at, bytes.length);
      at += bytes.length;
    }
    String tag = quoted(HexFormat.of().formatHex(digest.digest()) + "-" + named.size());
    Written written = write(key, new Stored(whole, tag), if_);
    if (written.status == 200) {
      uploads.remove(upload);
    }
    return written;
  }

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }

  private static String md5(byte[] bytes) {
    return HexFormat.of().formatHex(digest().digest(bytes));
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waiting without the exception. */
  static final class Threads {
    private Threads() {}

    static void sleep(long millis) {
      try {
        Thread.sleep(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
