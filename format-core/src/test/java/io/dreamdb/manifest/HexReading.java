package io.dreamdb.manifest;

import io.dreamdb.cbor.Cbor;
import io.dreamdb.cbor.CborArray;
import io.dreamdb.cbor.CborBytes;
import io.dreamdb.cbor.CborInt;
import io.dreamdb.cbor.CborMap;
import io.dreamdb.cbor.CborText;
import io.dreamdb.cbor.CborValue;
import io.dreamdb.object.ObjectId;
import java.util.Arrays;
import java.util.HexFormat;

/** An object in hex, one line for each key, value and head of an array or map. */
final class HexReading {

  private final StringBuilder text = new StringBuilder();

  static String of(byte[] bytes) {
    HexReading reading = new HexReading();
    reading.line(0, new byte[0], Cbor.decode(bytes, "example"), "");
    return reading.text.toString();
  }

  /** The bytes in the text: what stands before the bar in each line. */
  static byte[] bytesIn(String text) {
    StringBuilder hex = new StringBuilder();
    text.lines().forEach(line -> hex.append(line, 0, Math.max(0, line.indexOf('|'))));
    return HexFormat.of().parseHex(hex.toString().replace(" ", ""));
  }

  private void line(int depth, byte[] key, CborValue value, String name) {
    HexFormat hex = HexFormat.of();
    text.append("  ".repeat(depth));
    text.append(key.length == 0 ? "" : hex.formatHex(key) + " ");
    text.append(hex.formatHex(head(value))).append(" | ").append(name);
    text.append(describe(value).stripTrailing()).append('\n');
    if (value instanceof CborArray array) {
      int index = 0;
      for (CborValue element : array.values()) {
        line(depth + 1, new byte[0], element, "[" + index++ + "] ");
      }
    } else if (value instanceof CborMap map) {
      map.forEach(
          (entry, inner) -> line(depth + 1, Cbor.encode(new CborText(entry)), inner, entry + ": "));
    }
  }

  /** The value without what lines of their own show. */
  private static byte[] head(CborValue value) {
    byte[] whole = Cbor.encode(value);
    int inside = 0;
    if (value instanceof CborArray array) {
      inside = array.values().stream().mapToInt(element -> Cbor.encode(element).length).sum();
    } else if (value instanceof CborMap map) {
      for (String key : map.keys()) {
        inside += Cbor.encode(new CborText(key)).length;
        inside += Cbor.encode(map.get(key).orElseThrow()).length;
      }
    }
    return Arrays.copyOf(whole, whole.length - inside);
  }

  private static String describe(CborValue value) {
    if (value instanceof CborArray array) {
      return "array of " + array.size();
    }
    if (value instanceof CborMap map) {
      return "map of " + map.size();
    }
    if (value instanceof CborBytes bytes) {
      boolean id = bytes.length() == ObjectId.LENGTH_BYTES && bytes.view().get(0) == 0x1e;
      return id ? "id " + ObjectId.ofBytes(bytes.toArray()) : bytes.length() + " bytes";
    }
    if (value instanceof CborInt integer) {
      return Long.toString(integer.value());
    }
    return value.toString();
  }
}
