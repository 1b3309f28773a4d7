package io.dreamdb.cbor;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import io.dreamdb.LimitExceeded;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Writes one value through Jackson's generator, which gets every length before what it counts. */
final class CborWriter {

  /** The longest array that every JVM gives. */
  private static final int MAX_LENGTH_BYTES = Integer.MAX_VALUE - 8;

  /** The generator splits text of more than 3,996 characters; this is well below. */
  private static final int MAX_DIRECT_CHARS = 1024;

  private static final CBORFactory FACTORY = new CBORFactory();

  private final JsonGenerator generator;

  private CborWriter(JsonGenerator generator) {
    this.generator = generator;
  }

  static byte[] write(CborValue value) {
    long length = EncodedLength.of(value);
    if (length > MAX_LENGTH_BYTES) {
      throw new LimitExceeded(
          "a CBOR value of " + length + " bytes: at most " + MAX_LENGTH_BYTES + " can be encoded");
    }
    ExactOutput output = new ExactOutput((int) length);
    try (JsonGenerator generator = FACTORY.createGenerator(output)) {
      new CborWriter(generator).value(value);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return output.bytes();
  }

  private void value(CborValue value) throws IOException {
    if (value instanceof CborInt integer) {
      generator.writeNumber(integer.value());
    } else if (value instanceof CborText text) {
      text(text.value());
    } else if (value instanceof CborBytes bytes) {
      generator.writeBinary(bytes.borrowed());
    } else if (value instanceof CborArray array) {
      array(array);
    } else if (value instanceof CborMap map) {
      map(map);
    } else if (value instanceof CborBool bool) {
      generator.writeBoolean(bool.value());
    } else {
      generator.writeNull();
    }
  }

  private void text(String text) throws IOException {
    if (text.length() <= MAX_DIRECT_CHARS) {
      generator.writeString(text);
    } else {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      generator.writeUTF8String(utf8, 0, utf8.length);
    }
  }

  private void array(CborArray array) throws IOException {
    generator.writeStartArray(array, array.size());
    for (CborValue value : array.values()) {
      value(value);
    }
    generator.writeEndArray();
  }

  private void map(CborMap map) throws IOException {
    generator.writeStartObject(map, map.size());
    for (int i = 0; i < map.size(); i++) {
      key(map.key(i));
      value(map.value(i));
    }
    generator.writeEndObject();
  }

  private void key(String key) throws IOException {
    if (key.length() <= MAX_DIRECT_CHARS) {
      generator.writeFieldName(key);
    } else {
      generator.writeFieldName(new SerializedString(key));
    }
  }

  /** An array that must be filled exactly, so that a generator that strays cannot go unnoticed. */
  private static final class ExactOutput extends OutputStream {

    private final byte[] bytes;
    private int filled;

    ExactOutput(int length) {
      this.bytes = new byte[length];
    }

    @Override
    public void write(int value) {
      bytes[filled++] = (byte) value;
    }

    @Override
    public void write(byte[] source, int offset, int length) {
      System.arraycopy(source, offset, bytes, filled, length);
      filled += length;
    }

    byte[] bytes() {
      if (filled != bytes.length) {
        throw new IllegalStateException(
            "the generator wrote " + filled + " bytes where the value takes " + bytes.length);
      }
      return bytes;
    }
  }
}
