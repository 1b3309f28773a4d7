package io.dreamdb.dataset.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.ByteBufferInputStream;
import shaded.parquet.org.apache.thrift.TBase;
import shaded.parquet.org.apache.thrift.TConfiguration;
import shaded.parquet.org.apache.thrift.TException;
import shaded.parquet.org.apache.thrift.protocol.TCompactProtocol;
import shaded.parquet.org.apache.thrift.transport.TIOStreamTransport;

/**
 * Reads what Parquet writes in Thrift between and behind its pages. Parquet-java's own way believes
 * lengths of up to 100 MB, and lists of any, and allocates them; here none has more bytes or
 * elements than there are bytes left.
 */
final class ThriftBytes {

  private ThriftBytes() {}

  /**
   * Fills {@code target} from the beginning of a buffer.
   *
   * @return how many bytes it took
   * @throws IOException if they are malformed
   */
  static int read(ByteBuffer bytes, TBase<?, ?> target) throws IOException {
    ByteBufferInputStream in = ByteBufferInputStream.wrap(bytes.slice());
    int most = Math.max(1, bytes.remaining());
    TConfiguration limits =
        new TConfiguration(
            most, TConfiguration.DEFAULT_MAX_FRAME_SIZE, TConfiguration.DEFAULT_RECURSION_DEPTH);
    try {
      target.read(new TCompactProtocol(new TIOStreamTransport(limits, in), most, most));
    } catch (TException e) {
      throw new IOException(
          "no " + target.getClass().getSimpleName() + " of Parquet: " + e.getMessage(), e);
    }
    return (int) in.position();
  }
}
