package io.dreamdb.object;

import io.dreamdb.InvalidInput;
import io.dreamdb.cbor.CborArray;
import io.dreamdb.cbor.CborBytes;
import io.dreamdb.cbor.CborInt;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.cbor.CborValue;
import java.util.List;

/** The encoding of ids and references inside structural objects ({@code README.md}, section 5). */
public final class References {

  private References() {}

  /** A reference as the array (id, birth, length). */
  public static CborValue encode(ObjectRef ref) {
    return CborArray.of(encode(ref.id()), new CborInt(ref.birth()), new CborInt(ref.lengthBytes()));
  }

  /** An id as 33 bytes. */
  public static CborValue encode(ObjectId id) {
    return CborBytes.copyOf(id.toBytes());
  }

  /** Reads a reference; a malformed one is corrupt at its path. */
  public static ObjectRef decode(CborItem item) {
    List<CborItem> parts = item.array();
    if (parts.size() != 3) {
      throw item.expected("a reference of 3 parts");
    }
    long length = parts.get(2).integer(0, ObjectRef.MAX_LENGTH_BYTES);
    return new ObjectRef(decodeId(parts.get(0)), parts.get(1).nonNegative(), length);
  }

  /** Reads an id; a malformed one is corrupt at its path. */
  public static ObjectId decodeId(CborItem item) {
    try {
      return ObjectId.ofBytes(item.bytes(ObjectId.LENGTH_BYTES).toArray());
    } catch (InvalidInput e) {
      throw item.expected("an object id that begins with 0x1e");
    }
  }
}
