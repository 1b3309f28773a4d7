package io.dreamdb.object;

import io.dreamdb.CorruptObject;
import io.dreamdb.InvalidInput;
import io.dreamdb.StoreUnavailable;
import io.dreamdb.hash.Blake3Hasher;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;

/**
 * The file of a bundle, by offset. Failures of the file are {@link StoreUnavailable}, an end before
 * the bytes that are asked for is {@link CorruptObject}. Safe for many threads.
 */
final class BundleFile implements AutoCloseable {

  private static final int PIECE_BYTES = 1 << 20;

  /** Longer reads are mapped: a length that is claimed costs no heap. */
  private static final int MAPPED_FROM_BYTES = 8 << 20;

  /** Something done with the file. */
  private interface Use<T> {
    T run() throws IOException;
  }

  private final Path path;
  private final FileChannel channel;

  private BundleFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  static BundleFile open(Path path, OpenOption... options) {
    try {
      return new BundleFile(path, FileChannel.open(path, options));
    } catch (NoSuchFileException e) {
      throw new InvalidInput("There is no file " + path + ", or no folder for it");
    } catch (IOException e) {
      throw failed("open", path, e);
    }
  }

  Path path() {
    return path;
  }

  FileChannel channel() {
    return channel;
  }

  long lengthBytes() {
    return attempt("look at", channel::size);
  }

  /** Reads a part, at position 0. */
  ByteBuffer read(long offset, int length) {
    long end = lengthBytes();
    if (offset + length > end) {
      throw new CorruptObject(
          path
              + " was cut: it has "
              + end
              + " bytes, and those from "
              + offset
              + " to "
              + (offset + length)
              + " belong to it");
    }
    return attempt(
        "read",
        () -> {
          if (length > MAPPED_FROM_BYTES) {
            return channel.map(FileChannel.MapMode.READ_ONLY, offset, length).asReadOnlyBuffer();
          }
          ByteBuffer bytes = ByteBuffer.allocate(length);
          while (bytes.hasRemaining()) {
            if (channel.read(bytes, offset + bytes.position()) < 0) {
              throw new IOException("it became shorter while it was read");
            }
          }
          return bytes.flip().asReadOnlyBuffer();
        });
  }

  byte[] readArray(long offset, int length) {
    byte[] bytes = new byte[length];
    read(offset, length).get(bytes);
    return bytes;
  }

  /** The id of the bytes of a part. */
  ObjectId id(long offset, long length) {
    Blake3Hasher hasher = new Blake3Hasher();
    for (long at = 0; at < length; at += PIECE_BYTES) {
      hasher.update(read(offset + at, (int) Math.min(PIECE_BYTES, length - at)));
    }
    return ObjectId.ofDigest(hasher.digest());
  }

  /** Writes from the buffer's position to its limit. */
  void write(long offset, ByteBuffer bytes) {
    attempt(
        "write",
        () -> {
          long at = offset;
          while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
          }
          return at;
        });
  }

  void truncate(long length) {
    attempt("cut", () -> channel.truncate(length));
  }

  /** Returns when what was written survives the end of the machine. */
  void force() {
    attempt(
        "sync",
        () -> {
          channel.force(true);
          return path;
        });
  }

  @Override
  public void close() {
    attempt(
        "close",
        () -> {
          channel.close();
          return path;
        });
  }

  private <T> T attempt(String what, Use<T> use) {
    try {
      return use.run();
    } catch (IOException e) {
      throw failed(what, path, e);
    }
  }

  static StoreUnavailable failed(String what, Path path, IOException e) {
    return new StoreUnavailable("cannot " + what + " the bundle " + path + ": " + e, e);
  }
}
