package io.dreamdb.track;

import io.dreamdb.cbor.CborArray;
import io.dreamdb.cbor.CborBytes;
import io.dreamdb.cbor.CborInt;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.cbor.CborValue;
import io.dreamdb.kernel.VectorCheck;
import io.dreamdb.object.ObjectCopier;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.References;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;

/**
 * What a batch's entry says of the vectors of one field.
 *
 * @param fieldId the field
 * @param storage their vector storage
 * @param nulls rows without a vector
 * @param zeros vectors whose squared norm is zero
 * @param maxSquaredNorm the largest squared norm
 */
public record VectorEntry(
    int fieldId, ObjectRef storage, long nulls, long zeros, float maxSquaredNorm) {

  /** Checks the ranges. */
  public VectorEntry {
    boolean normed =
        maxSquaredNorm >= 0
            && maxSquaredNorm <= VectorCheck.MAX_SQUARED_NORM
            && Float.floatToRawIntBits(maxSquaredNorm) >= 0;
    if (fieldId < 1 || nulls < 0 || zeros < 0 || !normed) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "vectors of field %d with %d NULLs, %d zero vectors and largest squared norm %s",
              fieldId,
              nulls,
              zeros,
              maxSquaredNorm));
    }
  }

  CborValue encode() {
    byte[] norm = new byte[Float.BYTES];
    ByteBuffer.wrap(norm).order(ByteOrder.LITTLE_ENDIAN).putFloat(maxSquaredNorm);
    return CborArray.of(
        new CborInt(fieldId),
        References.encode(storage),
        new CborInt(nulls),
        new CborInt(zeros),
        CborBytes.copyOf(norm));
  }

  static VectorEntry decode(CborItem item) {
    List<CborItem> parts = item.array();
    if (parts.size() != 5) {
      throw item.expected("an item of 5 parts");
    }
    ByteBuffer norm = parts.get(4).bytes(Float.BYTES).view().order(ByteOrder.LITTLE_ENDIAN);
    try {
      return new VectorEntry(
          parts.get(0).int32(1, Integer.MAX_VALUE),
          References.decode(parts.get(1)),
          parts.get(2).nonNegative(),
          parts.get(3).nonNegative(),
          norm.getFloat());
    } catch (IllegalArgumentException e) {
      throw parts.get(4).expected("a number from 0 to 2^124");
    }
  }

  /** Throws unless some of so many rows have a vector and the counts agree with the norm. */
  void requireRows(int rows) {
    long vectors = rows - nulls;
    boolean agree = maxSquaredNorm == 0 ? zeros == vectors : zeros < vectors;
    if (vectors < 1 || !agree) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "field %d has %d NULLs, %d zero vectors and largest squared norm %s in %d rows",
              fieldId,
              nulls,
              zeros,
              maxSquaredNorm,
              rows));
    }
  }

  /** Whether both say the same, whatever the birth in the reference. */
  public boolean sameContent(VectorEntry other) {
    return born(0).equals(other.born(0));
  }

  /** The same, of a copy of the storage. */
  VectorEntry copied(ObjectCopier copier) {
    ObjectRef copy = copier.copy(ObjectFamily.vectors(fieldId), storage);
    return new VectorEntry(fieldId, copy, nulls, zeros, maxSquaredNorm);
  }

  /** The same but for the birth in the reference. */
  VectorEntry born(long epoch) {
    return new VectorEntry(fieldId, Births.born(storage, epoch), nulls, zeros, maxSquaredNorm);
  }
}
