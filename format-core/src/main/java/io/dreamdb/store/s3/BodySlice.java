package io.dreamdb.store.s3;

import io.dreamdb.store.ByteRange;
import io.dreamdb.store.ObjectBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import software.amazon.awssdk.core.sync.RequestBody;

/** A part of an object's bytes, readable any number of times without a copy on the heap. */
final class BodySlice extends InputStream {

  private static final String TYPE = "application/octet-stream";

  private final InputStream in;
  private long left;

  private BodySlice(InputStream in, long lengthBytes) {
    this.in = in;
    this.left = lengthBytes;
  }

  static RequestBody request(ObjectBody body, ByteRange range) {
    return RequestBody.fromContentProvider(
        () -> new BodySlice(open(body, range.offset()), range.lengthBytes()),
        range.lengthBytes(),
        TYPE);
  }

  private static InputStream open(ObjectBody body, long offset) {
    if (body instanceof ObjectBody.InMemory memory) {
      return new Buffer(memory.bytes().position((int) offset));
    }
    try {
      SeekableByteChannel file = FileChannel.open(((ObjectBody.InFile) body).file());
      return Channels.newInputStream(file.position(offset));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the bytes of an object: " + e, e);
    }
  }

  @Override
  public int read() throws IOException {
    int one = left == 0 ? -1 : in.read();
    left -= one < 0 ? 0 : 1;
    return one;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (left == 0) {
      return length == 0 ? 0 : -1;
    }
    int count = in.read(into, offset, (int) Math.min(length, left));
    left -= Math.max(count, 0);
    return count;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** A buffer's bytes from its position on. */
  private static final class Buffer extends InputStream {

    private final ByteBuffer bytes;

    Buffer(ByteBuffer bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read() {
      return bytes.hasRemaining() ? bytes.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      int count = Math.min(length, bytes.remaining());
      if (count == 0) {
        return length == 0 ? 0 : -1;
      }
      bytes.get(into, offset, count);
      return count;
    }
  }
}
