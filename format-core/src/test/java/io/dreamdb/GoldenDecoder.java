package io.dreamdb;

import io.dreamdb.cbor.Cbor;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.cbor.CborValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * A decoder, with an object that it reads.
 *
 * @param name of the golden object
 * @param golden its bytes
 * @param called a part of what every refusal calls the object
 * @param decoding decodes all of it
 */
public record GoldenDecoder(String name, byte[] golden, String called, Decoding decoding) {

  private static final Path FOLDER = Path.of("src", "test", "resources", "golden");

  /** Reads bytes. */
  @FunctionalInterface
  public interface Decoding {

    /**
     * Decodes what may be anything.
     *
     * @return the encoding of the value; the bytes themselves where they are read in place
     */
    byte[] encodedAgain(byte[] bytes);
  }

  /** The decoder of an object whose bytes stand in a file. */
  public static GoldenDecoder ofFile(String name, String called, Decoding decoding) {
    return new GoldenDecoder(name, file(name), called, decoding);
  }

  /** The decoder of an object in CBOR whose bytes stand in a file. */
  public static GoldenDecoder ofFile(String name, Function<CborItem, byte[]> decoding) {
    return cbor(name, file(name), decoding);
  }

  /** The decoder of an object in CBOR. */
  public static GoldenDecoder cbor(
      String name, byte[] golden, Function<CborItem, byte[]> decoding) {
    return new GoldenDecoder(
        name,
        golden,
        name,
        bytes -> {
          CborValue value = Cbor.decode(bytes, name);
          return decoding.apply(CborItem.root(name, value));
        });
  }

  /** The bytes of a golden file. */
  public static byte[] file(String name) {
    try {
      return Files.readAllBytes(FOLDER.resolve(name + ".bin"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
