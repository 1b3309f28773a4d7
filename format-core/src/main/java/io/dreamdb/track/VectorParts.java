package io.dreamdb.track;

import io.dreamdb.CorruptObject;
import io.dreamdb.object.ObjectPart;
import io.dreamdb.object.ObjectReader;
import io.dreamdb.object.RangedObject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** A batch's vectors of one field, of which single ones are fetched. Safe for many threads. */
public final class VectorParts implements RowVectors {

  /** What a fetch brings anyway, and the head of most storages fits. */
  private static final int HEAD_BYTES = 16 << 10;

  private final ObjectReader objects;
  private final RangedObject object;
  private final VectorHeader header;
  private final Presence presence;

  private VectorParts(
      ObjectReader objects, RangedObject object, VectorHeader header, Presence presence) {
    this.objects = objects;
    this.object = object;
    this.header = header;
    this.presence = presence;
  }

  /**
   * Opens a vector storage: fetches its head, and which rows have a vector.
   *
   * @throws CorruptObject if header, validity or length are not those of one
   */
  public static VectorParts open(ObjectReader objects, RangedObject object) {
    String name = object.name();
    ObjectPart first = head(object);
    objects.fetch(List.of(first));
    ByteBuffer head = first.bytes();
    VectorHeader header = VectorHeader.decode(head, name);
    if (header.objectBytes() != object.lengthBytes()) {
      throw new CorruptObject(
          String.format(
              Locale.ROOT,
              "%s has %d bytes; its header says %d",
              name,
              object.lengthBytes(),
              header.objectBytes()));
    }
    if (!header.hasNulls()) {
      return new VectorParts(objects, object, header, Presence.all(header.rows()));
    }
    ObjectPart section =
        object.part(VectorHeader.LENGTH_BYTES, Presence.lengthBytes(header.rows()));
    objects.fetch(List.of(section));
    Presence presence = Presence.decode(section.bytes(), header, name);
    return new VectorParts(objects, object, header, presence);
  }

  /** What {@link #open} fetches at first. */
  static ObjectPart head(RangedObject object) {
    return object.part(0, (int) Math.min(HEAD_BYTES, object.lengthBytes()));
  }

  @Override
  public int dimension() {
    return header.dimension();
  }

  @Override
  public boolean isPresent(int row) {
    Objects.checkIndex(row, header.rows());
    return presence.get(row);
  }

  /** How many rows before {@code row} have a vector. */
  public int rank(int row) {
    return presence.rank(row);
  }

  /** The vector of a row that has one, little-endian, yet to be fetched. */
  public ObjectPart part(int row) {
    return part(header.hasNulls() ? presence.rank(row) : row, 1);
  }

  /** Vectors by their numbers, as {@link #rank} says, yet to be fetched. */
  public ObjectPart part(int firstRank, int count) {
    return object.part(offset(firstRank), Math.multiplyExact(count, header.vectorBytes()));
  }

  private long offset(int rank) {
    return header.dataOffset() + (long) rank * header.vectorBytes();
  }

  /** The storage, of which only the vectors of a part that was fetched may be read. */
  public VectorStorage storage(int firstRank, ObjectPart part) {
    ByteBuffer fetched = part.bytes();
    long start = offset(firstRank);
    return new VectorStorage(
        (offset, length) -> fetched.slice((int) (offset - start), length),
        object.name(),
        header,
        presence);
  }

  /** What fetches the parts. */
  public ObjectReader objects() {
    return objects;
  }

  @Override
  public boolean copyTo(int row, float[] target) {
    if (!isPresent(row)) {
      return false;
    }
    ObjectPart part = part(row);
    objects.fetch(List.of(part));
    part.bytes().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(target);
    return true;
  }

  /** Throws unless the storage is what a batch's entry and the schema say. */
  void requireLike(int dimension, int rows, long nulls) {
    header.requireLike(dimension, rows, nulls, object.name());
  }
}
