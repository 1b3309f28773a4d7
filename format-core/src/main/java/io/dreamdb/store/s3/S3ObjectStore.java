package io.dreamdb.store.s3;

import io.dreamdb.store.ByteRange;
import io.dreamdb.store.Capability;
import io.dreamdb.store.CreateResult;
import io.dreamdb.store.ListPage;
import io.dreamdb.store.ListRequest;
import io.dreamdb.store.ObjectBody;
import io.dreamdb.store.ObjectKey;
import io.dreamdb.store.ObjectStore;
import io.dreamdb.store.Register;
import io.dreamdb.store.RegisterKey;
import io.dreamdb.store.StoreFailure;
import io.dreamdb.store.StoreKey;
import io.dreamdb.store.StoredObject;
import io.dreamdb.store.SwapResult;
import io.dreamdb.store.Version;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A store in a bucket. Layout and the meaning of replies: the package comment. Stores with the same
 * options share one client, which outlives them: closing does nothing.
 */
public final class S3ObjectStore implements ObjectStore {

  private final S3Location location;
  private final S3Connection connection;
  private final S3Reader reader;
  private final S3Writer writer;
  private final S3Listing listing;

  S3ObjectStore(S3Location location, S3Connection connection) {
    this.location = location;
    this.connection = connection;
    this.reader = new S3Reader(connection, location.bucket());
    this.writer = new S3Writer(connection, location.bucket());
    this.listing = new S3Listing(connection, location);
  }

  @Override
  public String location() {
    return location.toString();
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.COMPARE_AND_SET, Capability.CONSISTENT_LIST, Capability.DURABLE);
  }

  /** What all stores with these options sent and received in this process. */
  public S3Traffic traffic() {
    return connection.counter().now();
  }

  @Override
  public Optional<StoredObject> head(ObjectKey key) {
    return attempt(() -> length(key)).map(length -> new StoredObject(key, length));
  }

  private Optional<Long> length(ObjectKey key) {
    return reader.length(what("look up", key), at(key));
  }

  @Override
  public ByteBuffer read(ObjectKey key) {
    return attempt(
        key,
        () -> {
          String what = what("read", key);
          S3Reader.Fetched first = reader.first(what, at(key));
          if (first.objectBytes() > Integer.MAX_VALUE) {
            throw StoreFailure.tooLongForABuffer(this, key, first.objectBytes());
          }
          return first.bytes().length == first.objectBytes()
              ? ByteBuffer.wrap(first.bytes()).asReadOnlyBuffer()
              : reader.rest(what, at(key), first);
        });
  }

  @Override
  public List<ByteBuffer> read(ObjectKey key, List<ByteRange> ranges) {
    return attempt(
        key,
        () -> {
          try {
            return reader.ranges(what("read", key), at(key), ranges);
          } catch (S3Reader.TooShort e) {
            throw StoreFailure.tooShort(this, key, e.range(), e.objectBytes());
          }
        });
  }

  @Override
  public Map<ObjectKey, List<ByteBuffer>> readAll(Map<ObjectKey, List<ByteRange>> ranges) {
    List<ObjectKey> keys = List.copyOf(ranges.keySet());
    List<List<ByteBuffer>> read =
        Parallel.OBJECTS.all(
            ranges.entrySet().stream()
                .<Supplier<List<ByteBuffer>>>map(
                    entry -> () -> read(entry.getKey(), entry.getValue()))
                .toList());
    Map<ObjectKey, List<ByteBuffer>> byKey = new LinkedHashMap<>();
    for (int i = 0; i < read.size(); i++) {
      byKey.put(keys.get(i), read.get(i));
    }
    return byKey;
  }

  @Override
  public Register readRegister(RegisterKey key) {
    return attempt(() -> register(key));
  }

  private Register register(RegisterKey key) {
    try {
      S3Reader.Fetched fetched = reader.small(what("read", key), at(key));
      return new Register(new Version(fetched.tag()), fetched.bytes());
    } catch (Unanswered e) {
      if (e.kind() == Reply.Kind.ABSENT) {
        return Register.ABSENT;
      }
      throw e;
    }
  }

  @Override
  public void put(ObjectKey key, ObjectBody body) {
    attempt(() -> {
      writer.put(what("write", key), at(key), body);
      return key;
    });
  }

  @Override
  public void putAll(Map<ObjectKey, ObjectBody> objects) {
    List<Supplier<ObjectKey>> small = new ArrayList<>();
    objects.forEach((key, body) -> {
      if (!writer.isLarge(body)) {
        small.add(() -> {
          writer.put(what("write", key), at(key), body);
          return key;
        });
      } else {
        put(key, body); // sends its parts side by side
      }
    });
    attempt(() -> Parallel.REQUESTS.all(small));
  }

  @Override
  public CreateResult putIfAbsent(ObjectKey key, ObjectBody body) {
    return attempt(() -> writer.create(what("create", key), at(key), body, () -> length(key)));
  }

  @Override
  public SwapResult compareAndSet(RegisterKey key, Version expected, byte[] value) {
    StoreFailure.requireRegisterFits(key, value);
    return attempt(() ->
        writer.swap(
            what("swap", key),
            at(key),
            expected,
            value.clone(),
            () -> Optional.of(register(key)).filter(now -> !now.version().equals(expected))));
  }

  @Override
  public ListPage list(ListRequest request) {
    return attempt(() -> listing.page(request));
  }

  @Override
  public void delete(Collection<? extends StoreKey> keys) {
    attempt(() ->
        Parallel.REQUESTS.all(
            keys.stream()
                .<Supplier<StoreKey>>map(key ->
                    () -> {
                      writer.delete(what("delete", key), at(key));
                      return key;
                    })
                .toList()));
  }

  @Override
  public void close() {}

  private String at(StoreKey key) {
    return location.prefix() + key.path();
  }

  private String what(String verb, StoreKey key) {
    return verb + " " + key + " in " + location;
  }

  private <T> T attempt(ObjectKey key, Supplier<T> work) {
    return attempt(() -> {
      try {
        return work.get();
      } catch (Unanswered e) {
        throw e.kind() == Reply.Kind.ABSENT ? StoreFailure.missing(this, key) : e;
      }
    });
  }

  private static <T> T attempt(Supplier<T> work) {
    try {
      return work.get();
    } catch (Unanswered e) {
      throw e.unavailable();
    }
  }
}
