package io.dreamdb.store;

import io.dreamdb.StoreUnavailable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The root of a local store: paths of keys, durable writes, and nothing outside of it.
 *
 * <p>A file is put in place in steps that a caller may stop between: {@link #stage}, then {@link
 * #link} or {@link #replace}, then {@link #sync} of its folder.
 */
final class LocalFolder {

  /** No segment of a key holds a '+', so no key leads here and no listing shows it. */
  static final String TEMP = "+tmp";

  /** Far above the life of any write: what is older was left by a process that died. */
  private static final Duration TEMP_KEPT = Duration.ofDays(7);

  private static final Logger LOG = System.getLogger(LocalFolder.class.getName());

  /** Windows cannot open a folder as a file; there the file system's own journal has to do. */
  static final boolean SYNCS_FOLDERS =
      !System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");

  private final Path root;
  private final Path temp;
  private final AtomicBoolean swept = new AtomicBoolean();

  LocalFolder(Path root) {
    this.root = root.toAbsolutePath().normalize();
    this.temp = this.root.resolve(TEMP);
  }

  Path root() {
    return root;
  }

  Path temp() {
    return temp;
  }

  /** The path of a key; refuses to go through a symbolic link below the root. */
  Path resolve(StoreKey key) {
    Path path = root;
    for (String segment : key.path().split("/")) {
      path = path.resolve(segment);
      if (Files.isSymbolicLink(path)) {
        throw new StoreUnavailable(
            path
                + " is a symbolic link: a store does not leave its folder, replace the link by"
                + " what it points to");
      }
    }
    return path;
  }

  /** Writes and syncs a new file in the temporary folder. The caller removes it. */
  Path stage(ObjectBody body) throws IOException {
    createFolders(temp);
    sweepOnce();
    Path staged = temp.resolve(UUID.randomUUID().toString());
    try {
      if (body instanceof ObjectBody.InFile file && isMine(file.file())) {
        Files.createLink(staged, file.file());
        try (FileChannel channel = FileChannel.open(staged, StandardOpenOption.WRITE)) {
          channel.force(true);
        }
      } else {
        write(body, staged);
      }
    } catch (IOException | RuntimeException e) {
      unstage(staged);
      throw e;
    }
    return staged;
  }

  /** Spool files made for this store lie in its temporary folder and need no second copy. */
  private boolean isMine(Path file) {
    return temp.equals(file.getParent());
  }

  private static void write(ObjectBody body, Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      body.writeTo(channel);
      channel.force(true);
    }
  }

  /** Removes a staged file; one that stays is found by a later sweep. */
  void unstage(Path staged) {
    try {
      Files.deleteIfExists(staged);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "left behind a temporary file: " + StoreFailure.reason(e), e);
    }
  }

  /**
   * Gives a staged file its name unless the name is taken.
   *
   * @return whether this call, or an earlier one for the same staged file, made the name
   * @throws StoreUnavailable where nothing was and nothing will be made
   * @throws IOException where that is not known
   */
  static boolean link(Path staged, Path target) throws IOException {
    try {
      Files.createLink(target, staged);
      return true;
    } catch (FileAlreadyExistsException taken) {
      // A network file system repeats a request whose reply was lost, and then finds our own link.
      return Files.isSameFile(staged, target);
    } catch (NoSuchFileException gone) {
      throw new StoreUnavailable(
          "cannot create " + target + ": its folder or " + staged + " was removed meanwhile", gone);
    } catch (UnsupportedOperationException e) {
      throw new StoreUnavailable(
          "cannot create "
              + target
              + " exactly once: its file system has no hard links, use another one",
          e);
    }
  }

  /** Gives a staged file its name, in place of what had it. */
  static void replace(Path staged, Path target) throws IOException {
    Files.move(staged, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Creates a folder and those above it, each synced into its parent. */
  static void createFolders(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path parent = folder.getParent();
    if (parent != null) {
      createFolders(parent);
    }
    try {
      Files.createDirectory(folder);
    } catch (FileAlreadyExistsException taken) {
      if (!Files.isDirectory(folder)) {
        throw new FileAlreadyExistsException(folder.toString(), null, "is not a folder");
      }
    }
    if (parent != null) {
      sync(parent);
    }
  }

  /** Makes the names in a folder survive a loss of power. */
  static void sync(Path folder) throws IOException {
    if (!SYNCS_FOLDERS) {
      return;
    }
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Once per store that writes: removes what processes that died left in the temporary folder. */
  private void sweepOnce() {
    if (!swept.compareAndSet(false, true)) {
      return;
    }
    Instant old = Instant.now().minus(TEMP_KEPT);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(temp)) {
      for (Path file : files) {
        removeIfOlder(file, old);
      }
    } catch (IOException | DirectoryIteratorException e) {
      LOG.log(Level.WARNING, "could not look for old temporary files: " + e, e);
    }
  }

  /**
   * Another process may sweep at the same time, and another user's files are not ours to remove.
   */
  private static void removeIfOlder(Path file, Instant old) {
    try {
      if (Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant().isBefore(old)) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "an old temporary file stays: " + StoreFailure.reason(e), e);
    }
  }
}
