package io.dreamdb.dataset;

import io.dreamdb.CorruptObject;
import io.dreamdb.MissingObject;
import io.dreamdb.StoreUnavailable;
import io.dreamdb.dataset.SimulatedProcess.Reply;
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
import io.dreamdb.store.StoreKey;
import io.dreamdb.store.StoreOperation;
import io.dreamdb.store.StoredObject;
import io.dreamdb.store.SwapResult;
import io.dreamdb.store.Version;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The store of the simulation that the calling thread belongs to; processes stop before requests.
 */
final class SimulatedStore implements ObjectStore {

  static final SimulatedStore OF_THREAD = new SimulatedStore();

  private SimulatedStore() {}

  private static Simulation simulation() {
    return Simulation.current();
  }

  private static StoreState state() {
    return simulation().state();
  }

  /** Stops a process before a request of a kind at which the simulation lets others go on. */
  private static Reply stand(StoreOperation operation, String target) {
    SimulatedProcess process = SimulatedProcess.current();
    return process != null && simulation().stopsAt(operation)
        ? process.stand(operation, target)
        : Reply.ARRIVES;
  }

  private static void note(long result) {
    SimulatedProcess process = SimulatedProcess.current();
    if (process != null) {
      process.note(result);
    }
  }

  @Override
  public String location() {
    return SimulatedStores.LOCATION;
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.COMPARE_AND_SET, Capability.CONSISTENT_LIST);
  }

  @Override
  public Optional<StoredObject> head(ObjectKey key) {
    stand(StoreOperation.HEAD, key.path());
    byte[] bytes = state().objects().get(key.path());
    note(bytes == null ? 2 : 1);
    return bytes == null ? Optional.empty() : Optional.of(new StoredObject(key, bytes.length));
  }

  @Override
  public ByteBuffer read(ObjectKey key) {
    stand(StoreOperation.READ, key.path());
    return ByteBuffer.wrap(bytes(key)).asReadOnlyBuffer();
  }

  @Override
  public List<ByteBuffer> read(ObjectKey key, List<ByteRange> ranges) {
    stand(StoreOperation.READ, key.path());
    byte[] bytes = bytes(key);
    List<ByteBuffer> parts = new ArrayList<>();
    for (ByteRange range : ranges) {
      if (range.end() > bytes.length) {
        throw new CorruptObject(key + " has " + bytes.length + " bytes");
      }
      parts.add(
          ByteBuffer.wrap(bytes)
              .slice((int) range.offset(), range.lengthBytes())
              .asReadOnlyBuffer());
    }
    return parts;
  }

  private static byte[] bytes(ObjectKey key) {
    byte[] bytes = state().objects().get(key.path());
    note(bytes == null ? 2 : 1);
    if (bytes == null) {
      throw new MissingObject("there is no object " + key);
    }
    return bytes;
  }

  @Override
  public Register readRegister(RegisterKey key) {
    stand(StoreOperation.READ_REGISTER, key.path());
    Register register = register(key.path());
    note(StoreState.hashOf(register.value()));
    return register;
  }

  private static Register register(String key) {
    byte[] value = state().registers().get(key);
    return value == null ? Register.ABSENT : new Register(version(value), value);
  }

  /** As an entity tag: it comes back if the value does. */
  private static Version version(byte[] value) {
    return new Version(Base64.getEncoder().encodeToString(value));
  }

  @Override
  public void put(ObjectKey key, ObjectBody body) {
    byte[] bytes = copy(body);
    Reply reply = stand(StoreOperation.PUT, key.path());
    if (reply == Reply.LATE) {
      StoreState state = state();
      simulation().later("put " + key, () -> state.put(key.path(), bytes));
    } else {
      state().put(key.path(), bytes);
    }
    note(reply.ordinal());
    if (reply != Reply.ARRIVES) {
      throw new StoreUnavailable("no reply to the put of " + key);
    }
  }

  @Override
  public CreateResult putIfAbsent(ObjectKey key, ObjectBody body) {
    throw new UnsupportedOperationException("nothing but puts is simulated");
  }

  @Override
  public SwapResult compareAndSet(RegisterKey key, Version expected, byte[] value) {
    Reply reply = stand(StoreOperation.COMPARE_AND_SET, key.path());
    note(31L * reply.ordinal() + StoreState.hashOf(value));
    if (reply == Reply.LATE) {
      simulation().later("swap " + key, () -> swap(key, expected, value));
      return new SwapResult.Unknown("simulated: no reply");
    }
    SwapResult result = swap(key, expected, value);
    if (reply == Reply.LOST) {
      return new SwapResult.Unknown("simulated: the reply was lost");
    }
    note(
        result instanceof SwapResult.Swapped ? 1 : StoreState.hashOf(register(key.path()).value()));
    return result;
  }

  private static SwapResult swap(RegisterKey key, Version expected, byte[] value) {
    Register current = register(key.path());
    if (!current.version().equals(expected)) {
      return new SwapResult.Conflict(current);
    }
    state().set(key.path(), value.clone());
    return new SwapResult.Swapped(version(value));
  }

  @Override
  public ListPage list(ListRequest request) {
    stand(StoreOperation.LIST, request.prefix());
    TreeMap<String, StoredObject> all = new TreeMap<>();
    state()
        .objects()
        .tailMap(request.startAfter(), request.startAfter().isEmpty())
        .forEach((key, bytes) -> all.put(key, new StoredObject(new ObjectKey(key), bytes.length)));
    state()
        .registers()
        .forEach((key, value) -> all.put(key, new StoredObject(StoreKey.parse(key), value.length)));
    List<StoredObject> entries =
        all.values().stream()
            .filter(entry -> entry.key().path().startsWith(request.prefix()))
            .filter(entry -> entry.key().path().compareTo(request.startAfter()) > 0)
            .filter(entry -> !simulation().isUnlisted(entry.key().path()))
            .toList();
    entries.forEach(entry -> note(StoreState.hashOf(entry.key().path())));
    return new ListPage(entries, true);
  }

  @Override
  public void delete(Collection<? extends StoreKey> keys) {
    List<String> paths = keys.stream().map(StoreKey::path).sorted().toList();
    simulation().condemn(paths);
    Reply reply = stand(StoreOperation.DELETE, paths.toString());
    note(reply.ordinal());
    StoreState state = state();
    Runnable removal =
        () ->
            paths.forEach(path -> {
              state.remove(path);
              state.unset(path);
            });
    if (reply == Reply.LATE) {
      simulation().later("delete", removal);
    } else {
      removal.run();
    }
    if (reply != Reply.ARRIVES) {
      throw new StoreUnavailable("no reply to a delete");
    }
  }

  @Override
  public void close() {}

  private static byte[] copy(ObjectBody body) {
    try (InputStream in = body.open()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
