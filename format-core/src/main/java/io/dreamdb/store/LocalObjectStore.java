package io.dreamdb.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A store in a folder of a local file system, safe for any number of processes of one machine.
 *
 * <p>The folder is created by the first write. The layout is in the package comment. Reads of 1 MiB
 * and more are mapped. A page of a listing reads each folder that it touches whole. Needs hard
 * links and an atomic rename; a network file system has to have both, and then works as far as its
 * listings are current.
 */
public final class LocalObjectStore implements ObjectStore {

  /** Below this a copy is cheaper than the page faults of a mapping. */
  private static final int MAPPED_FROM_BYTES = 1 << 20;

  private static final int READ_GAP_BYTES = 16 << 10;
  private static final int READ_FETCH_BYTES = 8 << 20;

  private final LocalFolder folder;
  private final LocalRegisters registers;
  private final String location;

  /** A store in this folder, relative to the working directory if it is not absolute. */
  public LocalObjectStore(Path root) {
    this.folder = new LocalFolder(root);
    this.registers = new LocalRegisters(folder);
    this.location = location(folder.root());
  }

  /** With a slash in the end, whether the folder is there yet or not. */
  private static String location(Path root) {
    String uri = root.toUri().toString();
    return uri.endsWith("/") ? uri : uri + "/";
  }

  /** A file operation that may fail. */
  private interface FileWork<T> {
    T run() throws IOException;
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public Set<Capability> capabilities() {
    EnumSet<Capability> all = EnumSet.allOf(Capability.class);
    if (!LocalFolder.SYNCS_FOLDERS) {
      all.remove(Capability.DURABLE);
    }
    return all;
  }

  @Override
  public Optional<StoredObject> head(ObjectKey key) {
    return attempt(
        "look up " + key,
        () -> {
          Path path = folder.resolve(key);
          try {
            BasicFileAttributes file =
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return file.isRegularFile()
                ? Optional.of(new StoredObject(key, file.size()))
                : Optional.empty();
          } catch (NoSuchFileException absent) {
            return Optional.empty();
          }
        });
  }

  @Override
  public ByteBuffer read(ObjectKey key) {
    return attempt(
        "read " + key,
        () -> {
          try (FileChannel file = open(key)) {
            long length = file.size();
            if (length > Integer.MAX_VALUE) {
              throw StoreFailure.tooLongForABuffer(this, key, length);
            }
            return fetch(file, new ByteRange(0, (int) length)).asReadOnlyBuffer();
          }
        });
  }

  @Override
  public List<ByteBuffer> read(ObjectKey key, List<ByteRange> ranges) {
    ReadPlan plan = ReadPlan.of(ranges, READ_GAP_BYTES, READ_FETCH_BYTES);
    return attempt(
        "read " + key,
        () -> {
          try (FileChannel file = open(key)) {
            long length = file.size();
            for (ByteRange range : ranges) {
              if (range.end() > length) {
                throw StoreFailure.tooShort(this, key, range, length);
              }
            }
            return plan.read(range -> attempt("read " + key, () -> fetch(file, range)));
          }
        });
  }

  private FileChannel open(ObjectKey key) throws IOException {
    Path path = folder.resolve(key);
    try {
      if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        throw StoreFailure.missing(this, key);
      }
      return FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException absent) {
      throw StoreFailure.missing(this, key);
    }
  }

  private static ByteBuffer fetch(FileChannel file, ByteRange range) throws IOException {
    if (range.lengthBytes() >= MAPPED_FROM_BYTES) {
      return file.map(MapMode.READ_ONLY, range.offset(), range.lengthBytes());
    }
    ByteBuffer bytes = ByteBuffer.allocate(range.lengthBytes());
    while (bytes.hasRemaining()) {
      if (file.read(bytes, range.offset() + bytes.position()) < 0) {
        throw new EOFException("the file was cut at " + (range.offset() + bytes.position()));
      }
    }
    return bytes.flip();
  }

  @Override
  public Register readRegister(RegisterKey key) {
    return attempt("read " + key, () -> registers.read(key));
  }

  @Override
  public void put(ObjectKey key, ObjectBody body) {
    attempt(
        "write " + key,
        () -> {
          Path target = prepareFor(key);
          Path staged = folder.stage(body);
          try {
            LocalFolder.replace(staged, target);
          } finally {
            folder.unstage(staged);
          }
          LocalFolder.sync(parent(target));
          return target;
        });
  }

  @Override
  public CreateResult putIfAbsent(ObjectKey key, ObjectBody body) {
    return attempt(
        "create " + key,
        () -> {
          Path target = prepareFor(key);
          Path staged = folder.stage(body);
          try {
            return create(staged, target);
          } finally {
            folder.unstage(staged);
          }
        });
  }

  private static CreateResult create(Path staged, Path target) throws IOException {
    try {
      if (!LocalFolder.link(staged, target)) {
        return new CreateResult.Exists();
      }
      LocalFolder.sync(parent(target));
      return new CreateResult.Created();
    } catch (IOException e) {
      return new CreateResult.Unknown("linking " + target + ": " + StoreFailure.reason(e));
    }
  }

  private static Path parent(Path target) {
    return Objects.requireNonNull(target.getParent());
  }

  private Path prepareFor(ObjectKey key) throws IOException {
    Path target = folder.resolve(key);
    LocalFolder.createFolders(parent(target));
    return target;
  }

  @Override
  public SwapResult compareAndSet(RegisterKey key, Version expected, byte[] value) {
    StoreFailure.requireRegisterFits(key, value);
    return attempt("swap " + key, () -> registers.compareAndSet(key, expected, value));
  }

  @Override
  public ListPage list(ListRequest request) {
    return attempt(
        "list '" + request.prefix() + "'", () -> LocalListing.page(folder.root(), request));
  }

  @Override
  public void delete(Collection<? extends StoreKey> keys) {
    Set<Path> touched = new LinkedHashSet<>();
    for (StoreKey key : keys) {
      attempt("delete " + key, () -> deleteOne(key, touched));
    }
    for (Path parent : touched) {
      attempt(
          "sync " + parent,
          () -> {
            LocalFolder.sync(parent);
            return parent;
          });
    }
  }

  private boolean deleteOne(StoreKey key, Set<Path> touched) throws IOException {
    if (key instanceof RegisterKey register) {
      registers.delete(register);
      return true;
    }
    Path path = folder.resolve(key);
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    return Files.deleteIfExists(path) && touched.add(path.getParent());
  }

  /** Spills beside the objects, so that a put links the file and copies nothing. */
  @Override
  public Spool spool() {
    return Spool.inFolder(folder.temp(), Spool.DEFAULT_MEMORY_BYTES);
  }

  @Override
  public void close() {}

  private <T> T attempt(String operation, FileWork<T> work) {
    try {
      return work.run();
    } catch (IOException e) {
      throw StoreFailure.unavailable(operation, location(), e);
    }
  }
}
