package io.dreamdb.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dreamdb.cbor.CborArray;
import io.dreamdb.cbor.CborBool;
import io.dreamdb.cbor.CborBytes;
import io.dreamdb.cbor.CborInt;
import io.dreamdb.cbor.CborMap;
import io.dreamdb.cbor.CborText;
import io.dreamdb.cbor.CborValue;
import io.dreamdb.object.ObjectId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Structural objects as text: the diagnostic notation of RFC 8949, section 8, on several lines. An
 * object id is written {@code b32'…'}, as everywhere else, other bytes {@code h'…'}.
 */
final class Notation {

  private static final int LINE = 96;

  private Notation() {}

  /** Whether these bytes are an object id, by their length and first byte. */
  static boolean isId(CborValue value) {
    return value instanceof CborBytes bytes
        && bytes.length() == ObjectId.LENGTH_BYTES
        && bytes.view().get(0) == 0x1e;
  }

  static String text(CborValue value) {
    return text(value, "");
  }

  private static String text(CborValue value, String indent) {
    String flat = flat(value);
    if (indent.length() + flat.length() <= LINE) {
      return flat;
    }
    String inner = indent + "  ";
    List<String> parts = new ArrayList<>();
    if (value instanceof CborMap map) {
      map.forEach((key, field) -> parts.add(new CborText(key) + ": " + text(field, inner)));
      return block("{", parts, "}", indent);
    }
    if (value instanceof CborArray array) {
      array.values().forEach(element -> parts.add(text(element, inner)));
      return block("[", parts, "]", indent);
    }
    return flat;
  }

  private static String block(String begin, List<String> parts, String end, String indent) {
    String inner = "\n" + indent + "  ";
    return begin + inner + String.join("," + inner, parts) + "\n" + indent + end;
  }

  private static String flat(CborValue value) {
    List<String> parts = new ArrayList<>();
    if (value instanceof CborMap map) {
      map.forEach((key, field) -> parts.add(new CborText(key) + ": " + flat(field)));
      return "{" + String.join(", ", parts) + "}";
    }
    if (value instanceof CborArray array) {
      array.values().forEach(element -> parts.add(flat(element)));
      return "[" + String.join(", ", parts) + "]";
    }
    if (value instanceof CborBytes bytes) {
      return (isId(value) ? "b32'" : "h'") + bytesText(bytes) + "'";
    }
    return value.toString();
  }

  /** The text form of an id, else hexadecimal digits. */
  static String bytesText(CborBytes bytes) {
    return isId(bytes)
        ? ObjectId.ofBytes(bytes.toArray()).toString()
        : HexFormat.of().formatHex(bytes.toArray());
  }

  /** The same as JSON; byte strings as {@link #bytesText}. */
  static void write(JsonGenerator json, CborValue value) throws IOException {
    if (value instanceof CborMap map) {
      json.writeStartObject();
      for (String key : map.keys()) {
        json.writeFieldName(key);
        write(json, map.get(key).orElseThrow());
      }
      json.writeEndObject();
    } else if (value instanceof CborArray array) {
      json.writeStartArray();
      for (CborValue element : array.values()) {
        write(json, element);
      }
      json.writeEndArray();
    } else if (value instanceof CborBytes bytes) {
      json.writeString(bytesText(bytes));
    } else if (value instanceof CborText text) {
      json.writeString(text.value());
    } else if (value instanceof CborInt integer) {
      json.writeNumber(integer.value());
    } else if (value instanceof CborBool bool) {
      json.writeBoolean(bool.value());
    } else {
      json.writeNull();
    }
  }
}
