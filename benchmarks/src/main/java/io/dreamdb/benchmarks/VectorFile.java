package io.dreamdb.benchmarks;

import io.dreamdb.InvalidInput;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * The TEXMEX files {@code .fvecs} and {@code .ivecs}: each row is a little-endian int32 with the
 * number of elements, then that many float32 or int32. All rows of a file have the same number.
 */
final class VectorFile {

  private static final int MAX_ELEMENTS = 1 << 20;
  private static final int BUFFER_BYTES = 1 << 23;

  private final Path path;
  private final int elements;
  private final int rows;

  private VectorFile(Path path, int elements, int rows) {
    this.path = path;
    this.elements = elements;
    this.rows = rows;
  }

  /** Takes the elements of a row. */
  private interface RowReader {
    void read(int row, ByteBuffer elements);
  }

  /**
   * Reads vectors.
   *
   * @throws InvalidInput if the file is no {@code .fvecs} file, or has an element that is no finite
   *     number
   */
  static Vectors floats(Path path) throws IOException {
    VectorFile file = open(path);
    if ((long) file.rows * file.elements > Integer.MAX_VALUE - 8) {
      throw file.invalid("has more than 2^31 elements, which one array cannot hold");
    }
    float[] values = new float[file.rows * file.elements];
    file.read((row, elements) -> {
      int at = row * file.elements;
      elements.asFloatBuffer().get(values, at, file.elements);
      for (int i = 0; i < file.elements; i++) {
        if (!Float.isFinite(values[at + i])) {
          throw file.invalid("row %d has %s at element %d", row, values[at + i], i);
        }
      }
    });
    return new Vectors(values, file.elements);
  }

  /**
   * Reads lists of row numbers.
   *
   * @throws InvalidInput if the file is no {@code .ivecs} file
   */
  static int[][] ints(Path path) throws IOException {
    VectorFile file = open(path);
    int[][] lists = new int[file.rows][file.elements];
    file.read((row, elements) -> elements.asIntBuffer().get(lists[row]));
    return lists;
  }

  /** Writes vectors. */
  static void write(Path path, Vectors vectors) throws IOException {
    int dimension = vectors.dimension();
    ByteBuffer row = littleEndian(Integer.BYTES + dimension * Float.BYTES);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path), BUFFER_BYTES)) {
      for (int i = 0; i < vectors.rows(); i++) {
        row.clear().putInt(dimension).asFloatBuffer().put(vectors.row(i));
        out.write(row.array());
      }
    }
  }

  /** Writes lists of row numbers, all of the same length. */
  static void write(Path path, int[][] lists) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path))) {
      for (int[] list : lists) {
        ByteBuffer row = littleEndian(Integer.BYTES + list.length * Integer.BYTES);
        row.putInt(list.length).asIntBuffer().put(list);
        out.write(row.array());
      }
    }
  }

  private static VectorFile open(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      throw new InvalidInput(path + " is no file");
    }
    long bytes = Files.size(path);
    ByteBuffer head = littleEndian(Integer.BYTES);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      fill(channel, head);
    }
    int elements = head.hasRemaining() ? 0 : head.getInt(0);
    long rowBytes = (1L + elements) * Integer.BYTES;
    if (elements < 1 || elements > MAX_ELEMENTS) {
      throw new InvalidInput(
          path
              + " is no TEXMEX file: it should begin with the number of elements of a row, 1 to "
              + MAX_ELEMENTS
              + ", and begins with "
              + elements);
    }
    if (bytes % rowBytes != 0 || bytes / rowBytes > Integer.MAX_VALUE) {
      throw new InvalidInput(
          String.format(
              Locale.ROOT,
              "%s is cut off or no TEXMEX file: it has %d bytes, no whole number of rows of %d"
                  + " elements, %d bytes each",
              path,
              bytes,
              elements,
              rowBytes));
    }
    return new VectorFile(path, elements, (int) (bytes / rowBytes));
  }

  private void read(RowReader reader) throws IOException {
    int rowBytes = (1 + elements) * Integer.BYTES;
    int rowsAtOnce = Math.max(1, BUFFER_BYTES / rowBytes);
    ByteBuffer buffer = littleEndian(rowsAtOnce * rowBytes);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      for (int first = 0; first < rows; first += rowsAtOnce) {
        int count = Math.min(rowsAtOnce, rows - first);
        fill(channel, buffer.clear().limit(count * rowBytes));
        for (int i = 0; i < count; i++) {
          int found = buffer.getInt(i * rowBytes);
          if (found != elements) {
            throw invalid("row %d has %d elements, row 0 has %d", first + i, found, elements);
          }
          ByteBuffer row = buffer.slice(i * rowBytes + Integer.BYTES, rowBytes - Integer.BYTES);
          reader.read(first + i, row.order(ByteOrder.LITTLE_ENDIAN));
        }
      }
    }
  }

  private static void fill(FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining() && channel.read(buffer) >= 0) {}
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private InvalidInput invalid(String format, Object... arguments) {
    return new InvalidInput(path + " " + String.format(Locale.ROOT, format, arguments));
  }
}
