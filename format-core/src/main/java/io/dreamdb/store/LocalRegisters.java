package io.dreamdb.store;

import io.dreamdb.InvalidInput;
import io.dreamdb.StoreUnavailable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.LongStream;

/**
 * Registers as folders of numbered versions; the layout and why it is safe are in the package
 * comment.
 */
final class LocalRegisters {

  /** How many of the latest versions stay. */
  static final int KEPT = 64;

  private static final int NAME_CHARS = 16;

  /** A listing is incomplete only while others swap or delete; each attempt waits up to 10 ms. */
  private static final int ATTEMPTS = 200;

  private static final Logger LOG = System.getLogger(LocalRegisters.class.getName());

  private final LocalFolder folder;

  LocalRegisters(LocalFolder folder) {
    this.folder = folder;
  }

  /** One swap in its steps, so that a test can stop between them. */
  final class Swap implements AutoCloseable {

    private final Path versions;
    private final long number;
    private final Path staged;

    private Swap(Path versions, long number, Path staged) {
      this.versions = versions;
      this.number = number;
      this.staged = staged;
    }

    /** Takes the number; false where another took it. */
    boolean link() throws IOException {
      return LocalFolder.link(staged, versions.resolve(name(number)));
    }

    /** After a link: whether the number was really the next one when it was taken. */
    SwapResult confirm() throws IOException {
      LocalFolder.sync(versions);
      long highest = highest(versions);
      if (number - 1 <= highest - KEPT) {
        return new SwapResult.Unknown(
            "version "
                + number
                + " was written, but its predecessor is no longer kept: the register is at version "
                + highest);
      }
      prune(versions, highest);
      return new SwapResult.Swapped(new Version(name(number)));
    }

    @Override
    public void close() {
      folder.unstage(staged);
    }
  }

  Register read(RegisterKey key) throws IOException {
    Path versions = folder.resolve(key);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      long highest = highest(versions);
      if (highest == 0) {
        return Register.ABSENT;
      }
      try {
        byte[] value = Files.readAllBytes(versions.resolve(name(highest)));
        return new Register(new Version(name(highest)), value);
      } catch (NoSuchFileException pruned) {
        pause(attempt);
      }
    }
    throw neverStill(versions);
  }

  SwapResult compareAndSet(RegisterKey key, Version expected, byte[] value) throws IOException {
    long number = numberOf(key, expected) + 1;
    Register current = read(key);
    if (!current.version().equals(expected)) {
      return new SwapResult.Conflict(current);
    }
    try (Swap swap = prepare(key, number, value)) {
      boolean won;
      try {
        won = swap.link();
      } catch (IOException e) {
        return new SwapResult.Unknown("the link of version " + number + " failed: " + e);
      }
      return won ? confirmed(swap) : new SwapResult.Conflict(read(key));
    }
  }

  private static SwapResult confirmed(Swap swap) {
    try {
      return swap.confirm();
    } catch (IOException | StoreUnavailable e) {
      return new SwapResult.Unknown(
          "version " + swap.number + " was written but could not be confirmed: " + e);
    }
  }

  /** Stages the value of a version; nothing is visible yet. */
  Swap prepare(RegisterKey key, long number, byte[] value) throws IOException {
    Path versions = folder.resolve(key);
    LocalFolder.createFolders(versions);
    return new Swap(versions, number, folder.stage(ObjectBody.of(value)));
  }

  /**
   * Length of the value as a listing shows it, or -1 where there is no such register. A register
   * whose deletion did not end is shown, so that who purges finds it again.
   */
  static long lengthOf(Path versions) throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      long[] numbers = numbers(versions);
      if (numbers.length == 0) {
        return -1;
      }
      try {
        return Files.size(versions.resolve(name(numbers[numbers.length - 1])));
      } catch (NoSuchFileException pruned) {
        pause(attempt);
      }
    }
    throw neverStill(versions);
  }

  /** Ascending, so that readers see the latest value until they see none. */
  void delete(RegisterKey key) throws IOException {
    Path versions = folder.resolve(key);
    for (long[] numbers = numbers(versions); numbers.length > 0; numbers = numbers(versions)) {
      for (long number : numbers) {
        Files.deleteIfExists(versions.resolve(name(number)));
      }
    }
    if (Files.isDirectory(versions)) {
      LocalFolder.sync(versions);
    }
  }

  /**
   * The highest version, or 0 where there is none.
   *
   * <p>A folder is listed again until the highest and the {@link #KEPT} - 1 below it are all there:
   * a listing that ran while the whole kept range moved on could otherwise show nothing but a
   * number that a sleeping writer made again.
   */
  private static long highest(Path versions) throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      long[] numbers = numbers(versions);
      if (numbers.length == 0) {
        return 0;
      }
      long highest = numbers[numbers.length - 1];
      int complete = (int) Math.min(KEPT, highest);
      if (numbers.length >= complete
          && numbers[numbers.length - complete] == highest - complete + 1) {
        return highest;
      }
      pause(attempt);
    }
    throw neverStill(versions);
  }

  private static long[] numbers(Path versions) throws IOException {
    LongStream.Builder found = LongStream.builder();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(versions)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (isName(name)) {
          found.add(HexFormat.fromHexDigitsToLong(name));
        }
      }
    } catch (NoSuchFileException absent) {
      return new long[0];
    } catch (NotDirectoryException e) {
      throw new NotDirectoryException(versions + " (a register is a folder of its versions)");
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    long[] numbers = found.build().toArray();
    Arrays.sort(numbers);
    return numbers;
  }

  /** Housekeeping after a swap that succeeded: what it leaves, the next one removes. */
  private static void prune(Path versions, long highest) {
    try {
      for (long number : numbers(versions)) {
        if (number > highest - KEPT) {
          return;
        }
        Files.deleteIfExists(versions.resolve(name(number)));
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "could not remove old versions: " + StoreFailure.reason(e), e);
    }
  }

  private static boolean isName(String name) {
    if (name.length() != NAME_CHARS || name.charAt(0) > '7') {
      return false;
    }
    return name.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))
        && !name.equals(name(0));
  }

  static String name(long number) {
    return HexFormat.of().toHexDigits(number);
  }

  private static long numberOf(RegisterKey key, Version version) {
    if (version.equals(Version.ABSENT)) {
      return 0;
    }
    if (!isName(version.token())) {
      throw new InvalidInput(
          "version '" + version.token() + "' of " + key + " was not given out by a local store");
    }
    return HexFormat.fromHexDigitsToLong(version.token());
  }

  private static void pause(int attempt) throws IOException {
    try {
      Thread.sleep(Math.min(attempt, 10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a register was read", e);
    }
  }

  private static StoreUnavailable neverStill(Path versions) {
    return new StoreUnavailable(
        "the versions in "
            + versions
            + " are not the last "
            + KEPT
            + " without a gap: files were removed by hand, or a deletion did not end. Restore them"
            + " from a copy, or delete the register");
  }
}
