package io.dreamdb.cli;

import io.dreamdb.InvalidInput;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** A file of vectors, each as its dimension and its elements, read from the first to the last. */
final class VectorFile implements AutoCloseable {

  private final Path file;
  private final DataInputStream in;
  private final int dimension;
  private long read;

  private VectorFile(Path file, DataInputStream in, int dimension) {
    this.file = file;
    this.in = in;
    this.dimension = dimension;
  }

  /**
   * Opens a file.
   *
   * @param rows how many vectors it has to have
   * @throws InvalidInput if it has not
   */
  static VectorFile open(Path file, long rows) {
    try {
      int dimension;
      try (DataInputStream first = new DataInputStream(Files.newInputStream(file))) {
        dimension = Integer.reverseBytes(first.readInt());
      }
      long length = Files.size(file);
      if (dimension < 1 || length != rows * 4 * (dimension + 1L)) {
        throw new InvalidInput(
            String.format(
                Locale.ROOT,
                "%s has %d bytes and begins with dimension %d; %d live rows need %d bytes",
                file,
                length,
                dimension,
                rows,
                rows * 4 * (dimension + 1L)));
      }
      return new VectorFile(
          file,
          new DataInputStream(new BufferedInputStream(Files.newInputStream(file))),
          dimension);
    } catch (NoSuchFileException e) {
      throw new InvalidInput("There is no file " + file + "; name one of vectors", e);
    } catch (EOFException e) {
      throw new InvalidInput(file + " is empty; give one vector for each live row", e);
    } catch (IOException e) {
      throw new InvalidInput("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  int dimension() {
    return dimension;
  }

  /** The next vectors. */
  float[][] next(int count) {
    float[][] vectors = new float[count][dimension];
    byte[] bytes = new byte[4 * (dimension + 1)];
    try {
      for (float[] vector : vectors) {
        in.readFully(bytes);
        ByteBuffer record = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int found = record.getInt();
        if (found != dimension) {
          throw new InvalidInput(
              "Vector " + read + " of " + file + " has dimension " + found + ", not " + dimension);
        }
        record.asFloatBuffer().get(vector);
        read++;
      }
    } catch (EOFException e) {
      throw new InvalidInput(file + " ended: rows were added meanwhile; run it again", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return vectors;
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
