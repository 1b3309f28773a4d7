package io.dreamdb.index;

import io.dreamdb.Metric;
import io.dreamdb.cbor.Cbor;
import io.dreamdb.cbor.CborBytes;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.schema.EmbeddingType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One object of each layout of {@code index.md}, from fixed numbers. */
public final class GoldenIndex {

  static final int FIELD = 8;

  private GoldenIndex() {}

  /** The structural ones by name, which {@code examples.md} shows. */
  public static Map<String, byte[]> structural() {
    Map<String, byte[]> all = new LinkedHashMap<>();
    all.put("index-track", track().encode());
    all.put("index-track-slack", trackWithSlack().encode());
    all.put("index-spatial", spatial().encode());
    all.put("index-spatial-router", routed().encode());
    all.put("index-compressor", compressor().encode());
    return all;
  }

  /** The others by name. */
  static Map<String, byte[]> binary() {
    Map<String, byte[]> all = new LinkedHashMap<>();
    all.put("index-entry", Cbor.encode(entry(0).encode()));
    all.put("index-centroids", centroids().encode());
    all.put("pack-plain", pack(0, 0).bytes());
    all.put("pack-refined", pack(1, 4).bytes());
    return all;
  }

  static SpatialIndex spatial() {
    return new SpatialIndex(
        new EmbeddingType(2, Metric.COSINE),
        7,
        new float[] {0.5f, -0.25f},
        List.of(new SpatialIndex.Block(Space.ref("centroids", 0, 88), 3)),
        null,
        List.of());
  }

  static SpatialIndex routed() {
    return new SpatialIndex(
        new EmbeddingType(2, Metric.L2),
        Long.MAX_VALUE,
        new float[2],
        List.of(
            new SpatialIndex.Block(Space.ref("centroids", 0, 88), 3),
            new SpatialIndex.Block(Space.ref("more centroids", 2, 524_352), 1 << 16)),
        new float[] {1, 2, 3, 4},
        List.of(Space.ref("parent", 1, 300)));
  }

  static VectorCompressor compressor() {
    byte[] seed = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");
    return new VectorCompressor(2, CborBytes.copyOf(seed), 4);
  }

  static Centroids centroids() {
    return new Centroids(2, new float[] {1, 2, -0f, 0, 0.5f, 1e-40f});
  }

  static IndexTrack track() {
    Space space = new Space();
    IndexTrack empty =
        IndexTrack.empty(FIELD, Space.ref("spatial", 0, 200), Space.ref("compressor", 0, 99));
    IndexChange change = new IndexChange(space.reader, space.writer, empty);
    change.put(entry(0));
    change.put(entry(1));
    change.cover(new AnchorRun(anchor(1_000), 600));
    change.cover(new AnchorRun(anchor(0), 40));
    return change
        .finish(
            List.of(
                new Calibration(10, 950, Probes.of(20), 40),
                new Calibration(10, 900, Probes.of(8), 30)))
        .track();
  }

  static IndexTrack trackWithSlack() {
    return track()
        .withCalibration(
            List.of(
                new Calibration(10, 950, new Probes(25, 0.125f), 40),
                new Calibration(100, 990, Probes.of(60), 300)));
  }

  static PackEntry entry(int level) {
    return new PackEntry(
        Space.ref("pack", 1, 9_000),
        level,
        level == 0 ? 3 : 0,
        17,
        anchor(1_000),
        500,
        level == 0 ? 500 : 520,
        level == 0 ? new AnchorRun(anchor(1_000), 600) : null);
  }

  static long anchor(long sequence) {
    return 77L << 41 | sequence;
  }

  /** A pack with its bytes and what the track says of it. */
  record Stored(PackEntry entry, byte[] bytes) {}

  /** Two cells, of nine members and one spilled entry, and of two members. */
  static Stored pack(int level, int refine) {
    Space space = new Space();
    PackLayout layout = new PackLayout(1, refine);
    PackWriter.Origin origin =
        new PackWriter.Origin(FIELD, Space.id("spatial"), Space.id("compressor"));
    try (PackWriter writer = new PackWriter(layout, Space::spool)) {
      writer.add(cell(layout, 2, 9, new long[] {1, 2, 3, 4, 5, 6, 7, 8, 259, 0}));
      writer.add(cell(layout, 65_536, 2, new long[] {0, 260}));
      PackEntry entry =
          level == 0
              ? writer.finish(space.writer, origin, new AnchorRun(anchor(1_000), 300))
              : writer.finish(space.writer, origin, level, runs());
      ByteBuffer read = space.reader.read(ObjectFamily.packs(FIELD), entry.pack());
      byte[] bytes = new byte[read.remaining()];
      read.get(bytes);
      return new Stored(entry, bytes);
    }
  }

  /** 261 rows: 100 in one lane, 161 in another. */
  private static AnchorRuns runs() {
    long[] anchors = new long[261];
    for (int i = 0; i < anchors.length; i++) {
      anchors[i] = i < 100 ? anchor(1_000 + i) : (78L << 41) + i - 100;
    }
    return AnchorRuns.of(anchors, anchors.length);
  }

  private static CellCodes cell(PackLayout layout, int cell, int members, long[] references) {
    CodeLayout codes = CodeLayout.of(layout);
    int count = references.length;
    ByteBuffer bytes = ByteBuffer.allocate(count * codes.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    int[] places = new int[count];
    for (int i = 0; i < count; i++) {
      int at = i * codes.bytes();
      places[i] = at;
      bytes.putFloat(at + CodeLayout.ADD, i + 0.5f).putFloat(at + CodeLayout.SCALE, -i);
      bytes.putFloat(at + CodeLayout.NORM, 10 + i).putFloat(at + CodeLayout.ERROR, 0.25f * i);
      bytes.putLong(at + CodeLayout.CODE, 0x0123456789abcdefL * (i + 1));
      if (layout.refine() > 0) {
        bytes.putFloat(at + CodeLayout.REFINEMENT_ADD, 20 + i);
        bytes.putFloat(at + CodeLayout.REFINEMENT_SCALE, -20 - i);
        bytes.putFloat(at + CodeLayout.REFINEMENT_ERROR, 1f / (i + 1));
        for (int b = 0; b < layout.refinementBytes(); b++) {
          bytes.put(at + codes.refinement() + b, (byte) (16 * i + b));
        }
      }
    }
    return new CellCodes(cell, members, references, count, bytes, places);
  }
}
