package io.dreamdb.spark;

import io.dreamdb.object.VerifiedObject;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** A stored object as a Parquet file: each byte that Parquet sees was checked against the id. */
record VerifiedInput(VerifiedObject object) implements InputFile {

  @Override
  public long getLength() {
    return object.lengthBytes();
  }

  @Override
  public SeekableInputStream newStream() {
    return new Stream(object);
  }

  @Override
  public String toString() {
    return object.name();
  }

  private static final class Stream extends SeekableInputStream {

    /** Single bytes are asked for by the footer's decoder, one behind the other. */
    private static final int READ_AHEAD = 4_096;

    private final VerifiedObject object;
    private long position;
    private ByteBuffer ahead = ByteBuffer.allocate(0);
    private long aheadStart;

    Stream(VerifiedObject object) {
      this.object = object;
    }

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public void seek(long newPosition) {
      position = newPosition;
    }

    private int available(int wanted) {
      return (int) Math.min(wanted, Math.max(0, object.lengthBytes() - position));
    }

    @Override
    public int read() {
      if (available(1) == 0) {
        return -1;
      }
      if (position < aheadStart || position >= aheadStart + ahead.limit()) {
        aheadStart = position;
        ahead = object.read(position, available(READ_AHEAD));
      }
      return ahead.get((int) (position++ - aheadStart)) & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      Objects.checkFromIndexSize(offset, length, target.length);
      int count = available(length);
      if (count == 0) {
        return length == 0 ? 0 : -1;
      }
      object.read(position, count).get(target, offset, count);
      position += count;
      return count;
    }

    @Override
    public int read(ByteBuffer target) {
      int count = available(target.remaining());
      if (count == 0) {
        return target.hasRemaining() ? -1 : 0;
      }
      target.put(object.read(position, count));
      position += count;
      return count;
    }

    @Override
    public void readFully(byte[] target) throws IOException {
      readFully(target, 0, target.length);
    }

    @Override
    public void readFully(byte[] target, int offset, int length) throws IOException {
      requireAvailable(length);
      read(target, offset, length);
    }

    @Override
    public void readFully(ByteBuffer target) throws IOException {
      requireAvailable(target.remaining());
      read(target);
    }

    private void requireAvailable(int length) throws EOFException {
      if (available(length) < length) {
        throw new EOFException(
            object.name()
                + " ends at "
                + object.lengthBytes()
                + ", wanted is "
                + length
                + " bytes from "
                + position);
      }
    }
  }
}
