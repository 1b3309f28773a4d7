package io.dreamdb.index;

import io.dreamdb.object.ObjectId;
import java.nio.ByteBuffer;

/**
 * The first bytes of a pack: which spatial index it was made under is said there and nowhere else.
 */
public final class PackHead {

  private final PackHeader header;

  private PackHead(PackHeader header) {
    this.header = header;
  }

  /**
   * Reads that of a pack.
   *
   * @param bytes the pack's first ones, 256 at least unless it is shorter; not moved
   * @throws io.dreamdb.CorruptObject if they are of no pack
   */
  public static PackHead read(ByteBuffer bytes, String name) {
    return new PackHead(
        PackHeader.decode(
            bytes.slice(bytes.position(), Math.min(PackHeader.MAX_BYTES, bytes.remaining())),
            name));
  }

  /** The spatial index under which it was made. */
  public ObjectId spatial() {
    return header.spatial();
  }

  /** As many bytes, of a pack with the same codes under a spatial index with the same cells. */
  public ByteBuffer under(ObjectId spatial) {
    return ByteBuffer.wrap(
        new PackHeader(
                header.layout(),
                header.cells(),
                header.rows(),
                header.entries(),
                header.runs(),
                spatial,
                header.compressor())
            .encode());
  }
}
