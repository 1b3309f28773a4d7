package io.dreamdb.cbor;

import com.upokecenter.cbor.CBORException;
import com.upokecenter.cbor.CBORObject;
import com.upokecenter.cbor.CBORType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The same profile, built from another implementation of CBOR. */
final class Oracle {

  private Oracle() {}

  /** The canonical encoding that the other implementation gives to the same tree. */
  static byte[] encode(CborValue value) {
    return foreign(value).EncodeToBytes();
  }

  /** The value, if the bytes are what the other implementation writes for a tree of our profile. */
  static Optional<CborValue> decode(byte[] bytes) {
    CBORObject decoded;
    try {
      decoded = CBORObject.DecodeFromBytes(bytes);
    } catch (CBORException | StackOverflowError e) {
      return Optional.empty();
    }
    return Arrays.equals(decoded.EncodeToBytes(), bytes) ? ours(decoded, 0) : Optional.empty();
  }

  private static CBORObject foreign(CborValue value) {
    if (value instanceof CborInt integer) {
      return CBORObject.FromObject(integer.value());
    }
    if (value instanceof CborText text) {
      return CBORObject.FromObject(text.value());
    }
    if (value instanceof CborBytes bytes) {
      return CBORObject.FromObject(bytes.toArray());
    }
    if (value instanceof CborBool bool) {
      return bool.value() ? CBORObject.True : CBORObject.False;
    }
    if (value instanceof CborArray array) {
      CBORObject foreign = CBORObject.NewArray();
      array.values().forEach(element -> foreign.Add(foreign(element)));
      return foreign;
    }
    if (value instanceof CborMap map) {
      CBORObject foreign = CBORObject.NewMap();
      map.forEach((key, field) -> foreign.set(CBORObject.FromObject(key), foreign(field)));
      return foreign;
    }
    return CBORObject.Null;
  }

  private static Optional<CborValue> ours(CBORObject foreign, int depth) {
    boolean container = foreign.getType() == CBORType.Array || foreign.getType() == CBORType.Map;
    if (foreign.isTagged() || (container && depth == Cbor.MAX_DEPTH)) {
      return Optional.empty();
    }
    return switch (foreign.getType()) {
      case Integer ->
          foreign.AsNumber().CanFitInInt64()
              ? Optional.of(new CborInt(foreign.AsInt64Value()))
              : Optional.empty();
      case TextString -> Optional.of(new CborText(foreign.AsString()));
      case ByteString -> Optional.of(CborBytes.copyOf(foreign.GetByteString()));
      case Boolean -> Optional.of(new CborBool(foreign.AsBoolean()));
      case SimpleValue -> foreign.isNull() ? Optional.of(CborNull.NULL) : Optional.empty();
      case Array -> array(foreign, depth);
      case Map -> map(foreign, depth);
      default -> Optional.empty();
    };
  }

  private static Optional<CborValue> array(CBORObject foreign, int depth) {
    List<CborValue> values = new ArrayList<>();
    for (CBORObject element : foreign.getValues()) {
      Optional<CborValue> value = ours(element, depth + 1);
      if (value.isEmpty()) {
        return value;
      }
      values.add(value.get());
    }
    return Optional.of(CborArray.of(values));
  }

  private static Optional<CborValue> map(CBORObject foreign, int depth) {
    CborMap.Builder map = CborMap.builder();
    for (CBORObject key : foreign.getKeys()) {
      Optional<CborValue> value = ours(foreign.get(key), depth + 1);
      if (key.isTagged() || key.getType() != CBORType.TextString || value.isEmpty()) {
        return Optional.empty();
      }
      map.put(key.AsString(), value.get());
    }
    return Optional.of(map.build());
  }
}
