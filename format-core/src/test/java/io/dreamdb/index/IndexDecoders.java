package io.dreamdb.index;

import io.dreamdb.GoldenDecoder;
import io.dreamdb.cbor.Cbor;
import io.dreamdb.object.ObjectRef;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The decoders of this package. */
public final class IndexDecoders {

  private IndexDecoders() {}

  /** All of them. */
  public static List<GoldenDecoder> all() {
    List<GoldenDecoder> all = new ArrayList<>();
    all.add(GoldenDecoder.ofFile("index-track", item -> IndexTrack.decode(item).encode()));
    all.add(GoldenDecoder.ofFile("index-track-slack", item -> IndexTrack.decode(item).encode()));
    all.add(GoldenDecoder.ofFile("index-spatial", item -> SpatialIndex.decode(item).encode()));
    all.add(
        GoldenDecoder.ofFile("index-spatial-router", item -> SpatialIndex.decode(item).encode()));
    all.add(
        GoldenDecoder.ofFile("index-compressor", item -> VectorCompressor.decode(item).encode()));
    PackEntry entry = GoldenIndex.entry(0);
    all.add(
        GoldenDecoder.cbor(
            "pack at cell " + entry.firstCell(),
            GoldenDecoder.file("index-entry"),
            item -> Cbor.encode(PackEntry.decode(entry.key(), item.value()).encode())));
    all.add(
        GoldenDecoder.ofFile(
            "index-centroids",
            "index-centroids",
            bytes -> Centroids.decode(ByteBuffer.wrap(bytes), 2, 3, "index-centroids").encode()));
    all.add(pack("pack-plain", GoldenIndex.pack(0, 0)));
    all.add(pack("pack-refined", GoldenIndex.pack(1, 4)));
    return all;
  }

  private static GoldenDecoder pack(String name, GoldenIndex.Stored stored) {
    return new GoldenDecoder(
        name, stored.bytes(), name, bytes -> readInPlace(name, bytes, stored.entry()));
  }

  /** Opens a pack, and asks for the anchor of each entry. */
  private static byte[] readInPlace(String name, byte[] bytes, PackEntry entry) {
    PackBytes parts =
        (offset, length) ->
            ByteBuffer.wrap(bytes).slice(Math.toIntExact(offset), length).asReadOnlyBuffer();
    Pack pack = Pack.open(name, parts, ofLength(entry, bytes.length));
    for (int i = 0; i < pack.cells(); i++) {
      PackCell cell = pack.cellAt(i);
      long offset = pack.layout().references(cell);
      ByteBuffer references = parts.at(offset, (int) (pack.layout().norms(cell) - offset));
      for (int number = 0; number < cell.entries(); number++) {
        pack.anchor(cell, references, number);
      }
    }
    return bytes;
  }

  private static PackEntry ofLength(PackEntry entry, int length) {
    return entry.storedAt(new ObjectRef(entry.pack().id(), entry.pack().birth(), length));
  }
}
