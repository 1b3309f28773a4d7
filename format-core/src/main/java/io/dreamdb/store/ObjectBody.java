package io.dreamdb.store;

import io.dreamdb.StoreUnavailable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The bytes of an object that is to be written, of known length, readable any number of times.
 *
 * <p>Whoever gives a body to a store leaves its bytes alone until the call returned.
 */
public sealed interface ObjectBody {

  /** How many bytes there are; at most {@link ObjectStore#MAX_OBJECT_BYTES}. */
  long lengthBytes();

  /** A new stream from the first byte on. */
  InputStream open();

  /** Writes all bytes to a blocking channel. */
  void writeTo(WritableByteChannel channel) throws IOException;

  /** The bytes of an array, not copied. */
  static ObjectBody of(byte[] bytes) {
    return new InMemory(ByteBuffer.wrap(bytes));
  }

  /** The bytes from the buffer's position to its limit, not copied; the buffer does not move. */
  static ObjectBody of(ByteBuffer bytes) {
    return new InMemory(bytes);
  }

  /**
   * A body on the heap or in a mapped buffer.
   *
   * @param bytes read-only view; each call returns one of its own
   */
  record InMemory(ByteBuffer bytes) implements ObjectBody {

    /** Takes a view. */
    public InMemory {
      bytes = bytes.slice().asReadOnlyBuffer();
    }

    @Override
    public ByteBuffer bytes() {
      return bytes.duplicate();
    }

    @Override
    public long lengthBytes() {
      return bytes.remaining();
    }

    @Override
    public InputStream open() {
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(0, copy);
      return new ByteArrayInputStream(copy);
    }

    @Override
    public void writeTo(WritableByteChannel channel) throws IOException {
      ByteBuffer rest = bytes();
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    }
  }

  /** A body in a file that a {@link Spool} wrote and nobody will write again. */
  final class InFile implements ObjectBody {

    private final Path file;
    private final long lengthBytes;

    InFile(Path file, long lengthBytes) {
      this.file = file;
      this.lengthBytes = lengthBytes;
    }

    /** The file; it goes when its spool is closed. Read only. */
    public Path file() {
      return file;
    }

    @Override
    public long lengthBytes() {
      return lengthBytes;
    }

    @Override
    public InputStream open() {
      try {
        return Files.newInputStream(file);
      } catch (IOException e) {
        throw new StoreUnavailable("cannot read spooled bytes from " + file + ": " + e, e);
      }
    }

    @Override
    public void writeTo(WritableByteChannel channel) throws IOException {
      try (FileChannel in = FileChannel.open(file)) {
        for (long done = 0; done < lengthBytes; ) {
          long moved = in.transferTo(done, lengthBytes - done, channel);
          if (moved <= 0) {
            throw new IOException(
                "spool file " + file + " ends at " + done + " of " + lengthBytes + " bytes");
          }
          done += moved;
        }
      }
    }
  }
}
