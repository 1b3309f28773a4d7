package io.dreamdb.manifest;

import io.dreamdb.Metric;
import io.dreamdb.cbor.Cbor;
import io.dreamdb.cbor.CborBytes;
import io.dreamdb.cbor.CborInt;
import io.dreamdb.cbor.CborMap;
import io.dreamdb.cbor.CborText;
import io.dreamdb.cbor.CborValue;
import io.dreamdb.hash.Blake3;
import io.dreamdb.index.GoldenIndex;
import io.dreamdb.object.GoldenContents;
import io.dreamdb.object.GoldenRoot;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.RefName;
import io.dreamdb.object.StructuralObject;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.FieldIds;
import io.dreamdb.schema.PrimitiveType;
import io.dreamdb.schema.Schema;
import io.dreamdb.schema.Type;
import io.dreamdb.schema.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One object of each structural kind and form, from fixed nonces, times and ids. */
final class GoldenObjects {

  private static final long TIME = 1_767_225_600_000_000_000L;

  /** What {@code examples.md} says of each, in its order. */
  static final Map<String, String> TITLES = new LinkedHashMap<>();

  static {
    TITLES.put("genesis", "A genesis");
    TITLES.put("manifest-minimal", "The first manifest of a space: no optional field");
    TITLES.put("manifest-full", "A manifest that has every optional field");
    TITLES.put("manifest-sealed", "The manifest that seals a dropped table");
    TITLES.put("manifest-closed", "The manifest of a deleted branch");
    TITLES.put("gc-root", "The register `gc/root`");
    TITLES.put("bundle-contents", "The last member of a bundle with the history of two refs");
    TITLES.put("page-leaf", "A page of level 0");
    TITLES.put("page-inner", "A page of level 1");
    TITLES.put("track-inline", "A track with an inline tree and one without entries");
    TITLES.put("track-paged", "A track with a paged tree");
    TITLES.put("index-track", "The track of an index");
    TITLES.put("index-track-slack", "The track of an index of which a recall has a slack");
    TITLES.put("index-spatial", "A spatial index of one block");
    TITLES.put("index-spatial-router", "A refined spatial index of two blocks");
    TITLES.put("index-compressor", "A vector compressor");
  }

  private GoldenObjects() {}

  /** The bytes by name. */
  static Map<String, byte[]> all() {
    Map<String, byte[]> all = new LinkedHashMap<>();
    all.put("genesis", genesis().encode());
    all.put("manifest-minimal", ManifestCodec.encode(minimal()));
    all.put("manifest-full", ManifestCodec.encode(full()));
    all.put("manifest-sealed", ManifestCodec.encode(sealed()));
    all.put("manifest-closed", ManifestCodec.encode(closed()));
    all.put("gc-root", GoldenRoot.encode());
    all.put("bundle-contents", GoldenContents.encode(timeline(), id(60), id(61)));
    all.put("page-leaf", leaf().encode());
    all.put("page-inner", inner().encode());
    all.put("track-inline", track(inline(), Tree.EMPTY));
    all.put("track-paged", track(paged(), Tree.EMPTY));
    all.putAll(GoldenIndex.structural());
    return all;
  }

  static Genesis genesis() {
    return new Genesis(nonce(0), TIME, Genesis.DEFAULT_GRACE);
  }

  static ObjectId timeline() {
    return ObjectId.ofDigest(Blake3.hash(genesis().encode()));
  }

  static Manifest minimal() {
    Lineage lineage =
        new Lineage(RefName.MAIN, Lineage.State.LIVE, null, List.of(), 1, TIME + 1, 0, List.of());
    Retention retention = new Retention(0, null, 0, List.of());
    Schema schema = Schema.of(Field.required(11, "id", PrimitiveType.BIGINT));
    return manifest(
        lineage,
        retention,
        Manifest.Content.empty(schema, Map.of()),
        Summary.empty("create"),
        nonce(1),
        null);
  }

  /** Repeats the content at depth 6, two merged parents, in the second manifest of epoch 3. */
  static Manifest full() {
    Lineage.Repeat content = new Lineage.Repeat(id(20), TIME + 20, 20);
    Lineage lineage =
        new Lineage(
            new RefName("dev"),
            Lineage.State.LIVE,
            content,
            List.of(id(30), id(31)),
            22,
            TIME + 40,
            6,
            List.of(skip(5), skip(4), skip(0)));
    List<ObjectId> bases = List.of(id(41), id(40));
    Retention retention = new Retention(3, id(29), 12, bases);
    Manifest.Content state =
        new Manifest.Content(
            schema(),
            new TreeMap<>(
                Map.of(
                    "rows", new ObjectRef(id(50), 2, 1_234),
                    "index.19", new ObjectRef(id(51), 0, 567))),
            new TreeMap<>(Map.of("comment", "pictures", "owner", "søren")),
            CborMap.builder()
                .put("dreamdb.example", CborMap.builder().put("list", List.of(number(-7))).build())
                .build(),
            new Features(new TreeSet<>(), new TreeSet<>(List.of("example-a", "example-b"))));
    return manifest(
        lineage,
        retention,
        state,
        new Summary("epoch", 0, 0, 1_000_000, 7, 0, 0),
        nonce(2),
        new AnchorSource(0x3abcde, 5L << 24));
  }

  static Manifest sealed() {
    Lineage lineage =
        new Lineage(
            RefName.MAIN,
            Lineage.State.SEALED,
            new Lineage.Repeat(id(10), TIME + 1, 1),
            List.of(id(10)),
            2,
            TIME + 2,
            0,
            List.of());
    return manifest(
        lineage,
        new Retention(1, null, 0, List.of()),
        minimal().state(),
        Summary.empty("seal"),
        nonce(3),
        null);
  }

  static Manifest closed() {
    Lineage lineage =
        new Lineage(
            new RefName("dev"),
            Lineage.State.CLOSED,
            null,
            List.of(id(60)),
            23,
            TIME + 41,
            0,
            List.of());
    return manifest(
        lineage,
        new Retention(3, id(29), 23, List.of()),
        Manifest.Content.empty(new Schema(List.of()), Map.of()),
        Summary.empty("close"),
        nonce(4),
        null);
  }

  private static Manifest manifest(
      Lineage lineage,
      Retention retention,
      Manifest.Content state,
      Summary summary,
      CborBytes nonce,
      @Nullable AnchorSource anchors) {
    return new Manifest(
        timeline(), lineage, retention, state, summary, "dreamdb-java 1.0", nonce, anchors);
  }

  private static Schema schema() {
    int[] next = {100};
    FieldIds ids = () -> next[0]++;
    return Schema.of(
        new Field(11, "id", PrimitiveType.BIGINT, false, "the key"),
        price(Type.parse("decimal(10,2)", ids)),
        Field.nullable(13, "labels", Type.parse("array<string>", ids)),
        Field.nullable(14, "counts", Type.parse("map<string,int>", ids)),
        Field.nullable(15, "place", Type.parse("struct<x:double,y:double>", ids)),
        Field.nullable(19, "picture", new EmbeddingType(512, Metric.COSINE, "clip")),
        Field.nullable(18, "sound", new EmbeddingType(128, Metric.L2)));
  }

  private static Field price(Type type) {
    return Field.nullable(12, "price", type).withDefault(Value.of(type, new BigDecimal("9.50")));
  }

  static Page leaf() {
    List<TreeItem> items = new ArrayList<>();
    items.add(TreeItem.Leaf.of(TreeKey.ofLong(1), number(10)));
    items.add(TreeItem.Leaf.of(TreeKey.ofLong(2), new CborText("two")));
    items.add(TreeItem.Leaf.of(TreeKey.ofLong(1L << 41), CborMap.EMPTY));
    return new Page(0, items);
  }

  static Page inner() {
    return new Page(
        1,
        List.of(
            TreeItem.Child.of(TreeKey.ofLong(1), new ObjectRef(id(70), 0, 8_000), 300, 2_900),
            TreeItem.Child.of(TreeKey.ofLong(301), new ObjectRef(id(71), 4, 500), 20, 0)));
  }

  static Tree inline() {
    return new Tree.Inline(leaf().items().stream().map(TreeItem.Leaf.class::cast).toList());
  }

  /** The tree of 200 entries of 60 bytes. */
  static Tree paged() {
    TreeMap<TreeKey, Optional<CborValue>> entries = new TreeMap<>();
    for (int i = 0; i < 200; i++) {
      entries.put(TreeKey.ofLong(i), Optional.of(CborBytes.copyOf(new byte[60])));
    }
    return new TreeEditor(new MemoryPages(), value -> 2).edit(Tree.EMPTY, entries);
  }

  private static byte[] track(Tree batches, Tree tombstones) {
    return Cbor.encode(
        StructuralObject.begin("track")
            .put("modality", "rows")
            .put("batches", batches.encode())
            .put("tombstones", tombstones.encode())
            .build());
  }

  private static Skip skip(long depth) {
    return new Skip(depth, id((int) depth), TIME + 10 + depth, 10 + depth);
  }

  private static CborValue number(long value) {
    return new CborInt(value);
  }

  /** Not a real hash: the same byte 32 times. */
  static ObjectId id(int number) {
    byte[] digest = new byte[32];
    Arrays.fill(digest, (byte) number);
    return ObjectId.ofDigest(digest);
  }

  private static CborBytes nonce(int number) {
    byte[] nonce = new byte[16];
    Arrays.fill(nonce, (byte) (0xa0 + number));
    return CborBytes.copyOf(nonce);
  }
}
