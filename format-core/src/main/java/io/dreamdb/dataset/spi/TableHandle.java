package io.dreamdb.dataset.spi;

import io.dreamdb.cbor.CborFields;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.cbor.CborMap;
import io.dreamdb.cbor.CborValue;
import io.dreamdb.object.ObjectCache;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.ObjectReader;
import io.dreamdb.object.References;
import io.dreamdb.object.Verification;
import io.dreamdb.object.VerifiedGroups;
import io.dreamdb.store.ObjectStore;
import io.dreamdb.store.ObjectStores;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where a table is, for a task in another process: enough to read and write its objects, nothing
 * that moves a ref.
 *
 * @param location the space's
 * @param storeOptions for its store; may hold secrets
 * @param genesis its timeline
 * @param verification how often large objects are checked
 */
public record TableHandle(
    String location,
    Map<String, String> storeOptions,
    ObjectId genesis,
    Verification verification) {

  private static final long CACHE_BYTES = 64L << 20;

  /** Shared by all tasks of this process: an id means the same bytes for each of them. */
  private static final ObjectCache CACHE = new ObjectCache(CACHE_BYTES);

  private static final Map<Verification, VerifiedGroups> VERIFIED =
      new EnumMap<>(Verification.class);

  private static final Map<TableHandle, ObjectStore> STORES = new ConcurrentHashMap<>();

  static {
    for (Verification verification : Verification.values()) {
      VERIFIED.put(verification, new VerifiedGroups(verification));
    }
  }

  /** Copies the options. */
  public TableHandle {
    storeOptions = Map.copyOf(storeOptions);
  }

  /** The store, shared by this process' tasks and never closed. */
  public ObjectStore store() {
    return STORES.computeIfAbsent(
        this, handle -> ObjectStores.open(handle.location, handle.storeOptions));
  }

  /** Reads the table's objects. */
  public ObjectReader reader() {
    VerifiedGroups verified = VERIFIED.get(verification);
    if (verified == null) {
      throw new IllegalStateException("no record of verified groups for " + verification);
    }
    return new ObjectReader(store(), genesis, CACHE, verified);
  }

  /** Without the options, which may hold secrets: engines show and log what tasks are sent. */
  CborValue encode() {
    return CborMap.builder()
        .put("location", location)
        .put("genesis", References.encode(genesis))
        .put("verify", verification.name())
        .build();
  }

  static TableHandle decode(CborItem item, Map<String, String> storeOptions) {
    CborFields fields = item.fields();
    return new TableHandle(
        fields.text("location"),
        storeOptions,
        References.decodeId(fields.required("genesis")),
        Verification.valueOf(fields.text("verify").toUpperCase(Locale.ROOT)));
  }

  /** Without the options, which may hold secrets. */
  @Override
  public String toString() {
    return "TableHandle[" + location + ", " + genesis + "]";
  }
}
