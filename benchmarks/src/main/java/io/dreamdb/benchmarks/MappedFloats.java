package io.dreamdb.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Files as mapped memory. */
final class MappedFloats {

  private static final int PIECE_FLOATS = 1 << 18;

  private MappedFloats() {}

  /** The floats, little-endian, in a file that exists for as long as the buffer. */
  static ByteBuffer of(float[] floats) throws IOException {
    Path file = Files.createTempFile("dreamdb-bench", ".floats");
    try {
      ByteBuffer bytes =
          ByteBuffer.allocateDirect(PIECE_FLOATS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        for (int at = 0; at < floats.length; at += PIECE_FLOATS) {
          int count = Math.min(PIECE_FLOATS, floats.length - at);
          bytes.clear().asFloatBuffer().put(floats, at, count);
          bytes.limit(count * Float.BYTES);
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
        }
      }
      return of(file);
    } finally {
      Files.delete(file); // the mapping keeps its pages
    }
  }

  /** A whole file of less than 2 GiB. */
  static ByteBuffer of(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
    }
  }
}
