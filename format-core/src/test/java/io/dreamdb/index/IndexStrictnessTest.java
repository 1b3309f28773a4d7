package io.dreamdb.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.CorruptObject;
import io.dreamdb.DreamException;
import io.dreamdb.UnsupportedFormat;
import io.dreamdb.cbor.Cbor;
import io.dreamdb.cbor.CborArray;
import io.dreamdb.cbor.CborBytes;
import io.dreamdb.cbor.CborInt;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.cbor.CborMap;
import io.dreamdb.cbor.CborNull;
import io.dreamdb.cbor.CborText;
import io.dreamdb.cbor.CborValue;
import io.dreamdb.manifest.Altered;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** That each malformed variant of what an index stores is refused, with the place of the fault. */
class IndexStrictnessTest {

  private static final Map<String, byte[]> GOLDEN = new LinkedHashMap<>(GoldenIndex.structural());
  private static final Set<String> OPTIONAL = Set.of("router", "calibration", "run");

  static {
    GOLDEN.put("index-entry", GoldenIndex.binary().get("index-entry"));
  }

  /** A decoder of a kind; gives the bytes of what it read. */
  private static Function<CborItem, byte[]> decoder(String name) {
    return switch (name) {
      case "index-track", "index-track-slack" -> item -> IndexTrack.decode(item).encode();
      case "index-compressor" -> item -> VectorCompressor.decode(item).encode();
      case "index-entry" ->
          item -> Cbor.encode(PackEntry.decode(GoldenIndex.entry(0).key(), item.value()).encode());
      default -> item -> SpatialIndex.decode(item).encode();
    };
  }

  private static CborValue golden(String name) {
    return Cbor.decode(GOLDEN.get(name), name);
  }

  private static String root(String name) {
    PackEntry entry = GoldenIndex.entry(0);
    return name.equals("index-entry")
        ? "pack at cell " + entry.firstCell() + ", row " + entry.firstAnchor()
        : "it";
  }

  @Test
  void whatIsNotChangedIsRead() {
    for (String name : GOLDEN.keySet()) {
      assertThat(decoder(name).apply(CborItem.root("it", golden(name))))
          .isEqualTo(GOLDEN.get(name));
    }
  }

  @TestFactory
  Stream<DynamicTest> everyFieldIsRequiredAndOfItsType() {
    List<DynamicTest> tests = new ArrayList<>();
    for (String name : GOLDEN.keySet()) {
      for (String key : ((CborMap) golden(name)).keys()) {
        String place = root(name) + "." + key + ":";
        if (!OPTIONAL.contains(key)) {
          tests.add(
              DynamicTest.dynamicTest(
                  name + " without " + key,
                  () -> corrupt(name, Altered.remove(golden(name), key), place)));
        }
        tests.add(
            DynamicTest.dynamicTest(
                name + " with NULL as " + key,
                () -> corrupt(name, Altered.put(golden(name), key, CborNull.NULL), place)));
      }
      tests.add(
          DynamicTest.dynamicTest(
              name + " with another field",
              () ->
                  corrupt(
                      name,
                      Altered.put(golden(name), "zzz", new CborInt(1)),
                      root(name) + ":",
                      "zzz")));
    }
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> anotherVersionKindOrAlgorithmIsUnsupported() {
    return GOLDEN.keySet().stream()
        .filter(name -> !name.equals("index-entry"))
        .map(name ->
            DynamicTest.dynamicTest(
                name,
                () -> {
                  unsupported(name, "v", new CborInt(2), "version 2");
                  unsupported(name, "kind", new CborText("graph_index"), "'graph_index'");
                  corrupt(
                      name,
                      Altered.put(golden(name), "kind", new CborText("page")),
                      "it.kind:",
                      "found");
                  if (!name.startsWith("index-track")) {
                    unsupported(name, "algorithm", new CborText("dreamdb.hnsw"), "'dreamdb.hnsw'");
                  }
                }));
  }

  private record Case(String name, String path, CborValue value, String place, String expected) {}

  @TestFactory
  Stream<DynamicTest> malformedVariantsAreRefusedWithThePath() {
    return Stream.of(spatial(), router(), compressor(), track(), slack(), entry())
        .flatMap(List::stream)
        .map(one ->
            DynamicTest.dynamicTest(
                one.name() + " " + one.path() + " " + one.value().describe(),
                () ->
                    corrupt(
                        one.name(),
                        Altered.put(golden(one.name()), one.path(), one.value()),
                        root(one.name()) + one.place() + ":",
                        one.expected())));
  }

  private static List<Case> spatial() {
    String name = "index-spatial";
    return List.of(
        new Case(name, "dimension", number(0), ".dimension", "1 to 65535"),
        new Case(name, "dimension", number(65_536), ".dimension", "1 to 65535"),
        new Case(name, "dimension", number(3), ".mean", "12 bytes"),
        new Case(name, "metric", text("L2"), ".metric", "\"l2\""),
        new Case(name, "metric", text("hamming"), ".metric", "\"cosine\""),
        new Case(name, "seed", number(-1), ".seed", "integer from 0"),
        new Case(name, "cells", number(0), ".cells", "1 to 16777216"),
        new Case(name, "cells", number((1 << 24) + 1), ".cells", "1 to 16777216"),
        new Case(name, "cells", number(4), ".cells", "the 3 cells of the blocks"),
        new Case(name, "mean", bytes(7), ".mean", "8 bytes"),
        new Case(name, "mean", floats(1, Float.NaN), ".mean", "finite"),
        new Case(name, "mean", floats(Float.NEGATIVE_INFINITY, 0), ".mean", "finite"),
        new Case(name, "blocks", CborArray.EMPTY, "", "no block"),
        new Case(name, "blocks/0", CborArray.EMPTY, ".blocks[0]", "a reference and a number"),
        new Case(name, "blocks/0/1", number(0), ".blocks[0][1]", "1 to 65536"),
        new Case(name, "blocks/0/1", number(65_537), ".blocks[0][1]", "1 to 65536"),
        new Case(name, "blocks/0/2", number(1), ".blocks[0]", "a reference and a number"),
        new Case(name, "blocks/0/0/0", bytes(33), ".blocks[0][0][0]", "0x1e"),
        new Case(name, "blocks/0/0/2", number(-1), ".blocks[0][0][2]", "integer from 0"),
        new Case(name, "router", floats(1, 2), "", "a router"),
        new Case(name, "parents/0", number(1), ".parents[0]", "array"));
  }

  private static List<Case> router() {
    String name = "index-spatial-router";
    return List.of(
        new Case(name, "router", bytes(12), ".router", "16 bytes"),
        new Case(name, "router", floats(1, 2, Float.NaN, 3), ".router", "finite"),
        new Case(name, "blocks/1/1", number(1 << 15), ".cells", "the 32771 cells"),
        new Case(name, "blocks/2", golden(name, "blocks", 1), ".router", "24 bytes"),
        new Case(name, "parents/0/0", bytes(32), ".parents[0][0]", "33 bytes"),
        new Case(name, "parents/0/1", number(-1), ".parents[0][1]", "integer from 0"));
  }

  private static List<Case> compressor() {
    String name = "index-compressor";
    return List.of(
        new Case(name, "dimension", number(0), ".dimension", "1 to 65535"),
        new Case(name, "dimension", number(65), ".code", "128"),
        new Case(name, "code", number(63), ".code", "64, for the dimension 2"),
        new Case(name, "code", number(128), ".code", "64, for the dimension 2"),
        new Case(name, "seed", bytes(15), ".seed", "16 bytes"),
        new Case(name, "seed", bytes(17), ".seed", "16 bytes"),
        new Case(name, "refine", number(1), ".refine", "0, 4 or 8"),
        new Case(name, "refine", number(-1), ".refine", "integer from 0 to 8"),
        new Case(name, "refine", number(16), ".refine", "integer from 0 to 8"));
  }

  private static List<Case> track() {
    String name = "index-track";
    CborValue recall = golden(name, "calibration", 1);
    return List.of(
        new Case(name, "modality", text("rows"), ".modality", "\"index\""),
        new Case(name, "field", number(0), ".field", "integer from 1"),
        new Case(name, "field", number(1L << 31), ".field", "integer from 1"),
        new Case(name, "spatial/0", bytes(33), ".spatial[0]", "0x1e"),
        new Case(name, "compressor/3", number(1), ".compressor", "3 parts"),
        new Case(name, "compressor/2", number((5L << 30) + 1), ".compressor[2]", "from 0"),
        new Case(name, "packs/0/0", bytes(0), ".packs[0][0]", "a key of 1 to"),
        new Case(name, "packs/0/2", number(1), ".packs[0]", "an item of level 0"),
        new Case(name, "packs/2", golden(name, "packs", 0), ".packs[2]", "a key above"),
        new Case(name, "packs", CborMap.EMPTY, ".packs.root", "a value"),
        new Case(name, "coverage/2", golden(name, "coverage", 0), ".coverage[2]", "a key above"),
        new Case(name, "calibration", CborArray.EMPTY, ".calibration", "at least one"),
        new Case(name, "calibration/0", recall, ".calibration", "ascending"),
        new Case(name, "calibration/0/0", number(0), ".calibration[0][0]", "from 1"),
        new Case(name, "calibration/0/1", number(1_001), ".calibration[0][1]", "0 to 1000"),
        new Case(name, "calibration/0/2", number(0), ".calibration[0][2]", "from 1"),
        new Case(name, "calibration/0/4", number(1), ".calibration[0][4]", "byte string"));
  }

  private static List<Case> slack() {
    String name = "index-track-slack";
    String path = "calibration/0/4";
    String place = ".calibration[0][4]";
    return List.of(
        new Case(name, path, bytes(3), place, "4 bytes"),
        new Case(name, path, bytes(5), place, "4 bytes"),
        new Case(name, path, binary32(-0f), place, "from 0 on"),
        new Case(name, path, binary32(-1), place, "from 0 on"),
        new Case(name, path, binary32(Float.NaN), place, "finite"),
        new Case(name, path, binary32(Float.POSITIVE_INFINITY), place, "finite"),
        new Case(name, "calibration/0/5", number(1), ".calibration[0]", "k, recall"));
  }

  private static CborValue binary32(float value) {
    return Floats.encode(new float[] {value});
  }

  private static List<Case> entry() {
    String name = "index-entry";
    return List.of(
        new Case(name, "pack/0", bytes(33), ".pack[0]", "0x1e"),
        new Case(name, "level", number(-1), ".level", "integer from 0"),
        new Case(name, "level", number(1), "", "level 1, run"),
        new Case(name, "last", number(2), ".last", "integer from 3"),
        new Case(name, "last", number(1 << 24), ".last", "integer from 3 to 16777215"),
        new Case(name, "rows", number(-1), ".rows", "integer from 0"),
        new Case(name, "rows", number(501), "", "501 rows in 500"),
        new Case(name, "entries", number(0), ".entries", "integer from 1"),
        new Case(name, "entries", number(499), "", "500 rows in 499"),
        new Case(name, "run/0", number(5), "", "anchor"),
        new Case(name, "run/1", number(0), ".run", "0 anchors"),
        new Case(name, "run/1", number(499), "", "500 rows of"),
        new Case(name, "run/2", number(1), ".run", "a first anchor and a count"));
  }

  @Test
  void aMalformedBlockOfCentroidsIsRefused() {
    byte[] golden = GoldenIndex.centroids().encode();
    Map<String, byte[]> malformed = new LinkedHashMap<>();
    malformed.put("has 87 bytes", Arrays.copyOf(golden, golden.length - 1));
    malformed.put("has 92 bytes", Arrays.copyOf(golden, golden.length + 4));
    malformed.put("has 0 bytes", new byte[0]);
    malformed.put("zero bytes up to offset 64, found 1 at 63", with(golden, 63, 1));
    malformed.put("centroid 1 has NaN as element 0", withFloat(golden, 2, Float.NaN));
    malformed.put(
        "centroid 2 has Infinity as element 1", withFloat(golden, 5, Float.POSITIVE_INFINITY));
    malformed.put("block.element: expected \"f32\"", header(golden, "element", text("f16")));
    malformed.put("block.dimension:", header(golden, "dimension", number(3)));
    malformed.put("block.rows:", header(golden, "rows", number(2)));
    malformed.put("block.present:", header(golden, "present", number(2)));
    malformed.put("block.kind:", header(golden, "kind", text("page")));
    malformed.put("offset 0", with(golden, 0, 0xff));
    malformed.forEach((message, bytes) ->
        assertThatThrownBy(() -> Centroids.decode(ByteBuffer.wrap(bytes), 2, 3, "block"))
            .as(message)
            .isExactlyInstanceOf(CorruptObject.class)
            .hasMessageContaining("block")
            .hasMessageContaining(message));
    assertThatThrownBy(
            () -> Centroids.decode(ByteBuffer.wrap(header(golden, "v", number(2))), 2, 3, "block"))
        .isInstanceOf(UnsupportedFormat.class)
        .hasMessageContaining("version 2");
  }

  private static byte[] with(byte[] bytes, int at, int value) {
    byte[] changed = bytes.clone();
    changed[at] = (byte) value;
    return changed;
  }

  private static byte[] withFloat(byte[] bytes, int index, float value) {
    byte[] changed = bytes.clone();
    ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putFloat(64 + 4 * index, value);
    return changed;
  }

  private static byte[] header(byte[] bytes, String field, CborValue value) {
    CborValue fields = Cbor.decodePrefix(ByteBuffer.wrap(bytes), "block").value();
    byte[] head = Arrays.copyOf(Cbor.encode(Altered.put(fields, field, value)), 64);
    byte[] changed = bytes.clone();
    System.arraycopy(head, 0, changed, 0, head.length);
    return changed;
  }

  private static void corrupt(String name, CborValue value, String... words) {
    refused(name, value, CorruptObject.class, words);
  }

  private static void unsupported(String name, String field, CborValue value, String words) {
    refused(name, Altered.put(golden(name), field, value), UnsupportedFormat.class, words);
  }

  private static void refused(
      String name, CborValue value, Class<? extends DreamException> type, String... words) {
    assertThatThrownBy(() -> decoder(name).apply(CborItem.root("it", value)))
        .isExactlyInstanceOf(type)
        .hasMessageContainingAll(words);
  }

  private static CborValue golden(String name, String field, int index) {
    CborArray array = (CborArray) ((CborMap) golden(name)).get(field).orElseThrow();
    return array.values().get(index);
  }

  private static CborValue number(long value) {
    return new CborInt(value);
  }

  private static CborValue text(String value) {
    return new CborText(value);
  }

  private static CborValue bytes(int length) {
    return CborBytes.copyOf(new byte[length]);
  }

  private static CborValue floats(float... values) {
    return Floats.encode(values);
  }
}
