package io.dreamdb.store;

import io.dreamdb.StoreUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;

/** A store on which things go wrong by a plan, to test what is built on stores. */
public final class FaultyObjectStore implements ObjectStore {

  /** How many of the latest writes a stale listing does not show. */
  static final int STALE_KEYS = 16;

  private final ObjectStore store;
  private final FaultPlan plan;
  private final Duration delay;
  private final SplittableRandom random;
  private final List<Runnable> late = new ArrayList<>();
  private final LinkedHashSet<String> recent = new LinkedHashSet<>();

  /**
   * Faults without delays.
   *
   * @param seed of the places where bits flip and bodies end
   */
  public FaultyObjectStore(ObjectStore store, FaultPlan plan, long seed) {
    this(store, plan, seed, Duration.ZERO);
  }

  /**
   * Faults with delays.
   *
   * @param seed of the places where bits flip and bodies end
   * @param delay what {@link Fault#DELAY} adds to a call
   */
  public FaultyObjectStore(ObjectStore store, FaultPlan plan, long seed, Duration delay) {
    this.store = store;
    this.plan = plan;
    this.random = new SplittableRandom(seed);
    this.delay = delay;
  }

  /**
   * Applies the writes that are late, oldest first, until one fails; returns how many they were.
   */
  public int applyLate() {
    List<Runnable> now;
    synchronized (late) {
      now = List.copyOf(late);
      late.clear();
    }
    now.forEach(Runnable::run);
    return now.size();
  }

  @Override
  public String location() {
    return store.location();
  }

  @Override
  public Set<Capability> capabilities() {
    return store.capabilities();
  }

  @Override
  public Optional<StoredObject> head(ObjectKey key) {
    return call(next(StoreOperation.HEAD, key.path()), "look up " + key, () -> store.head(key));
  }

  @Override
  public ByteBuffer read(ObjectKey key) {
    Fault fault = next(StoreOperation.READ, key.path());
    return damage(fault, call(fault, "read " + key, () -> store.read(key)));
  }

  @Override
  public List<ByteBuffer> read(ObjectKey key, List<ByteRange> ranges) {
    Fault fault = next(StoreOperation.READ, key.path());
    List<ByteBuffer> all =
        new ArrayList<>(call(fault, "read " + key, () -> store.read(key, ranges)));
    if (fault == Fault.TRUNCATE && ranges.stream().anyMatch(range -> range.lengthBytes() > 0)) {
      ByteRange last = ranges.stream().max((a, b) -> Long.compare(a.end(), b.end())).orElseThrow();
      throw StoreFailure.tooShort(this, key, last, last.end() - 1);
    }
    if (fault == Fault.FLIP_BIT && !all.isEmpty()) {
      int hit = draw(all.size());
      all.set(hit, damage(fault, all.get(hit)));
    }
    return all;
  }

  @Override
  public Register readRegister(RegisterKey key) {
    Fault fault = next(StoreOperation.READ_REGISTER, key.path());
    Register register = call(fault, "read " + key, () -> store.readRegister(key));
    if (fault != Fault.FLIP_BIT && fault != Fault.TRUNCATE) {
      return register;
    }
    ByteBuffer damaged = damage(fault, ByteBuffer.wrap(register.value()));
    byte[] value = new byte[damaged.remaining()];
    damaged.get(value);
    return new Register(register.version(), value);
  }

  @Override
  public void put(ObjectKey key, ObjectBody body) {
    Fault fault = next(StoreOperation.PUT, key.path());
    remember(key);
    ObjectBody kept = keptFor(fault, body);
    write(
        fault,
        () -> {
          store.put(key, kept);
          return key;
        },
        reason -> {
          throw lost("write " + key, reason);
        });
  }

  @Override
  public CreateResult putIfAbsent(ObjectKey key, ObjectBody body) {
    Fault fault = next(StoreOperation.PUT_IF_ABSENT, key.path());
    remember(key);
    ObjectBody kept = keptFor(fault, body);
    return write(fault, () -> store.putIfAbsent(key, kept), CreateResult.Unknown::new);
  }

  @Override
  public SwapResult compareAndSet(RegisterKey key, Version expected, byte[] value) {
    Fault fault = next(StoreOperation.COMPARE_AND_SET, key.path());
    remember(key);
    byte[] kept = value.clone();
    return write(fault, () -> store.compareAndSet(key, expected, kept), SwapResult.Unknown::new);
  }

  @Override
  public ListPage list(ListRequest request) {
    Fault fault = next(StoreOperation.LIST, request.prefix());
    ListPage page = call(fault, "list '" + request.prefix() + "'", () -> store.list(request));
    return fault == Fault.STALE_LIST ? withoutRecent(page) : page;
  }

  @Override
  public void delete(Collection<? extends StoreKey> keys) {
    Fault fault = next(StoreOperation.DELETE, keys.toString());
    List<? extends StoreKey> kept = List.copyOf(keys);
    write(
        fault,
        () -> {
          store.delete(kept);
          return kept;
        },
        reason -> {
          throw lost("delete " + kept, reason);
        });
  }

  @Override
  public Spool spool() {
    return store.spool();
  }

  @Override
  public void forget(ObjectKey key) {
    store.forget(key);
  }

  @Override
  public void close() {
    store.close();
  }

  private Fault next(StoreOperation operation, String target) {
    Fault fault = plan.next(operation, target);
    if (fault == Fault.DELAY) {
      pause();
    }
    return fault;
  }

  private <T> T call(Fault fault, String operation, Supplier<T> read) {
    if (fault == Fault.FAIL_BEFORE || fault == Fault.APPLY_LATE) {
      throw lost(operation, "the request was lost");
    }
    T result = read.get();
    if (fault == Fault.FAIL_AFTER) {
      throw lost(operation, "the reply was lost");
    }
    return result;
  }

  private <T> T write(Fault fault, Supplier<T> write, Function<String, T> lost) {
    if (fault == Fault.FAIL_BEFORE) {
      return lost.apply("injected: the request was lost");
    }
    if (fault == Fault.APPLY_LATE) {
      synchronized (late) {
        late.add(() -> {
          T unused = write.get();
        });
      }
      return lost.apply("injected: the request is late");
    }
    T result = write.get();
    return fault == Fault.FAIL_AFTER ? lost.apply("injected: the reply was lost") : result;
  }

  private StoreUnavailable lost(String operation, String reason) {
    return new StoreUnavailable("cannot " + operation + " in " + location() + ": " + reason);
  }

  /** The caller may change its bytes before a late write is applied. */
  private static ObjectBody keptFor(Fault fault, ObjectBody body) {
    if (fault != Fault.APPLY_LATE) {
      return body;
    }
    try (InputStream in = body.open()) {
      return ObjectBody.of(in.readAllBytes());
    } catch (IOException e) {
      throw new StoreUnavailable("cannot copy the bytes of a late write: " + e, e);
    }
  }

  private ByteBuffer damage(Fault fault, ByteBuffer bytes) {
    if (!bytes.hasRemaining() || (fault != Fault.FLIP_BIT && fault != Fault.TRUNCATE)) {
      return bytes;
    }
    int place = draw(bytes.remaining());
    if (fault == Fault.TRUNCATE) {
      return bytes.slice(0, place).asReadOnlyBuffer();
    }
    ByteBuffer copy = ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
    copy.put(place, (byte) (copy.get(place) ^ (1 << draw(Byte.SIZE))));
    return copy.asReadOnlyBuffer();
  }

  private int draw(int bound) {
    synchronized (random) {
      return random.nextInt(bound);
    }
  }

  private void remember(StoreKey key) {
    synchronized (recent) {
      recent.remove(key.path());
      recent.add(key.path());
      if (recent.size() > STALE_KEYS) {
        recent.remove(recent.iterator().next());
      }
    }
  }

  /** Keeps the last entry of a page that has a next one, which begins behind it. */
  private ListPage withoutRecent(ListPage page) {
    synchronized (recent) {
      List<StoredObject> shown = new ArrayList<>();
      for (int i = 0; i < page.entries().size(); i++) {
        StoredObject entry = page.entries().get(i);
        boolean leadsOn = !page.last() && i == page.entries().size() - 1;
        if (leadsOn || !recent.contains(entry.key().path())) {
          shown.add(entry);
        }
      }
      return new ListPage(shown, page.last());
    }
  }

  private void pause() {
    try {
      Thread.sleep(delay.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("interrupted in a delayed call to " + location(), e);
    }
  }
}
