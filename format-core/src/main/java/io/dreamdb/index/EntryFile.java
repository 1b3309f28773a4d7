package io.dreamdb.index;

import io.dreamdb.StoreUnavailable;
import io.dreamdb.store.ObjectBody;
import io.dreamdb.store.Spool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/** Bytes that were spooled and are read back at any place. Safe for many threads once ended. */
final class EntryFile implements AutoCloseable {

  private final Spool spool;
  private @Nullable ByteBuffer memory;
  private @Nullable FileChannel channel;

  EntryFile(Spool spool) {
    this.spool = spool;
  }

  long lengthBytes() {
    return spool.lengthBytes();
  }

  void write(ByteBuffer bytes) {
    spool.write(bytes);
  }

  /** Ends the writing. */
  void end() {
    ObjectBody body = spool.body();
    if (body instanceof ObjectBody.InMemory inMemory) {
      memory = inMemory.bytes();
      return;
    }
    try {
      channel = FileChannel.open(((ObjectBody.InFile) body).file());
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Fills the buffer from its position to its limit. */
  void read(long offset, ByteBuffer target) {
    if (memory != null) {
      target.put(memory.slice((int) offset, target.remaining()));
      return;
    }
    if (channel == null) {
      throw new IllegalStateException("entries are still being written");
    }
    long at = offset;
    try {
      while (target.hasRemaining()) {
        int read = channel.read(target, at);
        if (read < 0) {
          throw new IOException("it ends at offset " + at);
        }
        at += read;
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static StoreUnavailable unreadable(IOException cause) {
    return new StoreUnavailable("cannot read back spooled entries of packs: " + cause, cause);
  }

  @Override
  public void close() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      throw unreadable(e);
    } finally {
      spool.close();
    }
  }
}
