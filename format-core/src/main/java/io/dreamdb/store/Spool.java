package io.dreamdb.store;

import io.dreamdb.LimitExceeded;
import io.dreamdb.StoreUnavailable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Collects the bytes of one object whose key is known only at its end: in memory up to a limit, in
 * a temporary file beyond it.
 *
 * <p>Use: write, {@link #body()}, put, {@link #close()}. One thread. Failures of the file are
 * {@code StoreUnavailable}; more than {@link ObjectStore#MAX_OBJECT_BYTES} is {@code
 * LimitExceeded}.
 */
public final class Spool extends OutputStream {

  /** What a spool keeps in memory unless told otherwise: 4 MiB, the pack of some thousand rows. */
  public static final int DEFAULT_MEMORY_BYTES = 4 << 20;

  private static final int FIRST_BUFFER_BYTES = 1 << 12;

  /** Makes a new empty file in a folder of its choice. */
  interface FileSource {
    Path create() throws IOException;
  }

  private final FileSource files;
  private final int memoryBytes;
  private final long maxBytes;
  private byte[] buffer;
  private int buffered;
  private long spilled;
  private @Nullable Path file;
  private @Nullable FileChannel channel;
  private boolean finished;

  private Spool(FileSource files, int memoryBytes) {
    this(files, memoryBytes, ObjectStore.MAX_OBJECT_BYTES);
  }

  Spool(FileSource files, int memoryBytes, long maxBytes) {
    if (memoryBytes < 1) {
      throw new IllegalArgumentException("memory of " + memoryBytes + " bytes, expected 1 or more");
    }
    this.files = files;
    this.memoryBytes = memoryBytes;
    this.maxBytes = maxBytes;
    this.buffer = new byte[Math.min(memoryBytes, FIRST_BUFFER_BYTES)];
  }

  /** Spills into the JVM's folder for temporary files, readable by this user alone. */
  public static Spool inSystemTemp() {
    return new Spool(() -> Files.createTempFile("dreamdb-", ".spool"), DEFAULT_MEMORY_BYTES);
  }

  /** Spills into a folder, which is created when it is needed. */
  public static Spool inFolder(Path folder, int memoryBytes) {
    return new Spool(
        () -> {
          Files.createDirectories(folder);
          return Files.createFile(folder.resolve(UUID.randomUUID() + ".spool"));
        },
        memoryBytes);
  }

  /** How many bytes were written so far. */
  public long lengthBytes() {
    return spilled + buffered;
  }

  @Override
  public void write(int b) {
    reserve(1);
    buffer[buffered++] = (byte) b;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    write(ByteBuffer.wrap(bytes, offset, length));
  }

  @Override
  public void write(byte[] bytes) {
    write(bytes, 0, bytes.length);
  }

  /** Writes from the buffer's position to its limit and moves the position there. */
  public void write(ByteBuffer bytes) {
    if (bytes.remaining() > maxBytes - lengthBytes()) {
      throw tooLong(lengthBytes() + bytes.remaining());
    }
    while (bytes.hasRemaining()) {
      reserve(bytes.remaining());
      int piece = Math.min(bytes.remaining(), buffer.length - buffered);
      bytes.get(buffer, buffered, piece);
      buffered += piece;
    }
  }

  /**
   * Replaces the first bytes, for a header that is known when all behind it is written.
   *
   * @param first no more bytes than were written so far
   */
  public void replaceFirst(byte[] first) {
    requireOpen();
    Objects.checkFromToIndex(0, first.length, lengthBytes());
    int inFile = (int) Math.min(spilled, first.length);
    System.arraycopy(first, inFile, buffer, 0, first.length - inFile);
    if (inFile == 0) {
      return;
    }
    try {
      ByteBuffer piece = ByteBuffer.wrap(first, 0, inFile);
      while (piece.hasRemaining()) {
        Objects.requireNonNull(channel).write(piece, piece.position());
      }
    } catch (IOException e) {
      throw new StoreUnavailable("cannot write to the temporary file " + file + ": " + e, e);
    }
  }

  /**
   * Ends the writing and returns all bytes. The body is usable until the spool is closed.
   *
   * @throws IllegalStateException when called twice or after {@link #close()}
   */
  public ObjectBody body() {
    requireOpen();
    finished = true;
    if (file == null) {
      return ObjectBody.of(ByteBuffer.wrap(buffer, 0, buffered));
    }
    spill();
    closeChannel();
    return new ObjectBody.InFile(file, spilled);
  }

  /** Frees the memory and removes the file. */
  @Override
  public void close() {
    finished = true;
    closeChannel();
    buffer = new byte[0];
    buffered = 0;
    Path gone = file;
    file = null;
    if (gone != null) {
      try {
        Files.deleteIfExists(gone);
      } catch (IOException e) {
        throw new StoreUnavailable("cannot remove the spool file " + gone + ": " + e, e);
      }
    }
  }

  private void reserve(int wanted) {
    requireOpen();
    if (lengthBytes() >= maxBytes) {
      throw tooLong(lengthBytes() + 1);
    }
    if (buffered < buffer.length) {
      return;
    }
    if (buffer.length < memoryBytes) {
      long enough = Math.max(2L * buffer.length, (long) buffered + wanted);
      buffer = Arrays.copyOf(buffer, (int) Math.min(memoryBytes, enough));
    } else {
      spill();
    }
  }

  private void spill() {
    try {
      if (channel == null) {
        file = files.create();
        channel = FileChannel.open(file, StandardOpenOption.WRITE);
      }
      ByteBuffer piece = ByteBuffer.wrap(buffer, 0, buffered);
      while (piece.hasRemaining()) {
        channel.write(piece);
      }
    } catch (IOException e) {
      throw new StoreUnavailable("cannot spool to a temporary file " + file + ": " + e, e);
    }
    spilled += buffered;
    buffered = 0;
  }

  private void closeChannel() {
    FileChannel open = channel;
    channel = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        throw new StoreUnavailable("cannot close the spool file " + file + ": " + e, e);
      }
    }
  }

  private void requireOpen() {
    if (finished) {
      throw new IllegalStateException("the spool was ended by body() or close()");
    }
  }

  private LimitExceeded tooLong(long length) {
    return new LimitExceeded(
        "object of at least "
            + length
            + " bytes, at most "
            + maxBytes
            + " are allowed: write several smaller ones");
  }
}
