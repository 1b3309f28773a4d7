package io.dreamdb.object;

import io.dreamdb.CorruptObject;
import io.dreamdb.LimitExceeded;
import io.dreamdb.MissingObject;
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
import io.dreamdb.store.StoredObject;
import io.dreamdb.store.SwapResult;
import io.dreamdb.store.Version;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A bundle as a store that is only read. Opening it reads the heads of all members: whatever is not
 * as {@code bundle.md} says is refused there, but for contents, which are compared with their ids
 * by whoever reads them. Safe for many threads.
 */
public final class BundleStore implements ObjectStore {

  private static final int BLOCK = BundleMember.BLOCK_BYTES;

  private final BundleFile file;
  private final BundleScan scan;

  private BundleStore(BundleFile file, BundleScan scan) {
    this.file = file;
    this.scan = scan;
  }

  /**
   * Opens a bundle.
   *
   * @throws CorruptObject if it was cut or changed, naming the offset
   * @throws io.dreamdb.UnsupportedFormat if a later version wrote it
   * @throws io.dreamdb.StoreUnavailable if it cannot be read
   */
  public static BundleStore open(Path path) {
    BundleFile file = BundleFile.open(path, StandardOpenOption.READ);
    try {
      return new BundleStore(file, BundleScan.of(file));
    } catch (RuntimeException | Error refused) {
      file.close();
      throw refused;
    }
  }

  /** What it holds. */
  public BundleContents contents() {
    return scan.contents();
  }

  /** How many objects and manifests there are. */
  public int members() {
    return scan.members();
  }

  @Override
  public String location() {
    return file.path().toUri().toString();
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of();
  }

  @Override
  public Optional<StoredObject> head(ObjectKey key) {
    OptionalLong offset = scan.find(key);
    return offset.isEmpty()
        ? Optional.empty()
        : Optional.of(new StoredObject(key, scan.member(offset.getAsLong()).lengthBytes()));
  }

  @Override
  public ByteBuffer read(ObjectKey key) {
    long offset = offset(key);
    long length = scan.member(offset).lengthBytes();
    if (length > Integer.MAX_VALUE) {
      throw new LimitExceeded(key + " has " + length + " bytes; read it in parts");
    }
    return file.read(offset + BLOCK, (int) length);
  }

  @Override
  public List<ByteBuffer> read(ObjectKey key, List<ByteRange> ranges) {
    long offset = offset(key);
    long length = scan.member(offset).lengthBytes();
    List<ByteBuffer> parts = new ArrayList<>();
    for (ByteRange range : ranges) {
      if (range.end() > length) {
        throw new CorruptObject(
            String.format(
                Locale.ROOT,
                "%s in %s has %d bytes; %d from offset %d on were to be read",
                key,
                file.path(),
                length,
                range.lengthBytes(),
                range.offset()));
      }
      parts.add(file.read(offset + BLOCK + range.offset(), range.lengthBytes()));
    }
    return parts;
  }

  private long offset(ObjectKey key) {
    return scan.find(key)
        .orElseThrow(() -> new MissingObject(key + " is not in the bundle " + file.path()));
  }

  @Override
  public Register readRegister(RegisterKey key) {
    return Register.ABSENT;
  }

  @Override
  public void put(ObjectKey key, ObjectBody body) {
    throw readOnly();
  }

  @Override
  public CreateResult putIfAbsent(ObjectKey key, ObjectBody body) {
    throw readOnly();
  }

  @Override
  public SwapResult compareAndSet(RegisterKey key, Version expected, byte[] value) {
    throw readOnly();
  }

  @Override
  public ListPage list(ListRequest request) {
    throw readOnly();
  }

  @Override
  public void delete(Collection<? extends StoreKey> keys) {
    throw readOnly();
  }

  private static UnsupportedOperationException readOnly() {
    return new UnsupportedOperationException("the members of a bundle are read by key alone");
  }

  @Override
  public void close() {
    file.close();
  }
}
