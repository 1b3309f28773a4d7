package io.dreamdb.store;

import io.dreamdb.LimitExceeded;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;

/**
 * A store in this process's memory: the model that the other stores are compared with.
 *
 * <p>One lock, no cleverness. Closing it does nothing; its contents go with the instance.
 */
public final class MemoryObjectStore implements ObjectStore {

  private static final AtomicLong UNNAMED = new AtomicLong();

  private final String name;
  private final NavigableMap<String, byte[]> objects = new TreeMap<>();
  private final NavigableMap<String, Register> registers = new TreeMap<>();
  private long swaps;

  /** An empty store. */
  public MemoryObjectStore() {
    this("unnamed-" + UNNAMED.incrementAndGet());
  }

  /** An empty store with a name for messages. */
  MemoryObjectStore(String name) {
    this.name = name;
  }

  @Override
  public String location() {
    return "memory:" + name;
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(
        Capability.COMPARE_AND_SET, Capability.DISTINCT_VERSIONS, Capability.CONSISTENT_LIST);
  }

  @Override
  public synchronized Optional<StoredObject> head(ObjectKey key) {
    byte[] bytes = objects.get(key.path());
    return bytes == null ? Optional.empty() : Optional.of(new StoredObject(key, bytes.length));
  }

  @Override
  public ByteBuffer read(ObjectKey key) {
    return ByteBuffer.wrap(bytesOf(key)).asReadOnlyBuffer();
  }

  @Override
  public List<ByteBuffer> read(ObjectKey key, List<ByteRange> ranges) {
    byte[] bytes = bytesOf(key);
    return ReadPlan.of(ranges, 0, Integer.MAX_VALUE)
        .read(range -> {
          if (range.end() > bytes.length) {
            throw StoreFailure.tooShort(this, key, range, bytes.length);
          }
          return ByteBuffer.wrap(bytes).slice((int) range.offset(), range.lengthBytes());
        });
  }

  private synchronized byte[] bytesOf(ObjectKey key) {
    byte[] bytes = objects.get(key.path());
    if (bytes == null) {
      throw StoreFailure.missing(this, key);
    }
    return bytes;
  }

  @Override
  public synchronized Register readRegister(RegisterKey key) {
    return registers.getOrDefault(key.path(), Register.ABSENT);
  }

  @Override
  public void put(ObjectKey key, ObjectBody body) {
    byte[] bytes = copy(body);
    synchronized (this) {
      objects.put(key.path(), bytes);
    }
  }

  @Override
  public CreateResult putIfAbsent(ObjectKey key, ObjectBody body) {
    byte[] bytes = copy(body);
    synchronized (this) {
      return objects.putIfAbsent(key.path(), bytes) == null
          ? new CreateResult.Created()
          : new CreateResult.Exists();
    }
  }

  @Override
  public synchronized SwapResult compareAndSet(RegisterKey key, Version expected, byte[] value) {
    StoreFailure.requireRegisterFits(key, value);
    Register current = readRegister(key);
    if (!current.version().equals(expected)) {
      return new SwapResult.Conflict(current);
    }
    // Counted over all registers, so that no version comes back even after a register was deleted.
    Version next = new Version(Long.toString(++swaps));
    registers.put(key.path(), new Register(next, value));
    return new SwapResult.Swapped(next);
  }

  @Override
  public synchronized ListPage list(ListRequest request) {
    NavigableMap<String, StoredObject> found = new TreeMap<>();
    collect(objects, bytes -> bytes.length, request, found);
    collect(registers, Register::lengthBytes, request, found);
    List<StoredObject> page = new ArrayList<>(found.values());
    boolean last = page.size() <= request.limit();
    return new ListPage(last ? page : page.subList(0, request.limit()), last);
  }

  private static <V> void collect(
      NavigableMap<String, V> from,
      ToLongFunction<V> length,
      ListRequest request,
      Map<String, StoredObject> into) {
    int taken = 0;
    boolean begins = request.prefix().compareTo(request.startAfter()) > 0;
    for (var entry :
        begins
            ? from.tailMap(request.prefix(), true).entrySet()
            : from.tailMap(request.startAfter(), false).entrySet()) {
      if (!entry.getKey().startsWith(request.prefix()) || taken > request.limit()) {
        return;
      }
      StoreKey key = StoreKey.parse(entry.getKey());
      into.put(entry.getKey(), new StoredObject(key, length.applyAsLong(entry.getValue())));
      taken++;
    }
  }

  @Override
  public synchronized void delete(Collection<? extends StoreKey> keys) {
    for (StoreKey key : keys) {
      objects.remove(key.path());
      registers.remove(key.path());
    }
  }

  @Override
  public void close() {}

  private byte[] copy(ObjectBody body) {
    if (body.lengthBytes() > Integer.MAX_VALUE - 8) {
      throw new LimitExceeded(
          "object of " + body.lengthBytes() + " bytes: " + location() + " holds at most 2 GiB");
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream((int) body.lengthBytes());
    try {
      body.writeTo(Channels.newChannel(out));
    } catch (IOException e) {
      throw StoreFailure.unavailable("take the bytes of an object", location(), e);
    }
    return out.toByteArray();
  }
}
