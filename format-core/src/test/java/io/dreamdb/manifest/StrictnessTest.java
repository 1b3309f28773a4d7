package io.dreamdb.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.CorruptObject;
import io.dreamdb.UnsupportedFormat;
import io.dreamdb.cbor.Cbor;
import io.dreamdb.cbor.CborArray;
import io.dreamdb.cbor.CborBool;
import io.dreamdb.cbor.CborBytes;
import io.dreamdb.cbor.CborInt;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.cbor.CborMap;
import io.dreamdb.cbor.CborNull;
import io.dreamdb.cbor.CborText;
import io.dreamdb.cbor.CborValue;
import io.dreamdb.object.GoldenContents;
import io.dreamdb.object.GoldenRoot;
import io.dreamdb.object.References;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** That each malformed variant of each golden object is refused, with the path of the fault. */
class StrictnessTest {

  private static final Map<String, byte[]> GOLDEN = ownKinds();
  private static final Set<String> OPTIONAL =
      Set.of("content", "epoch_first", "lane", "next", "comment", "default", "model");

  /** The forms of a type: of these there is one or another. */
  private static final Set<String> FORMS = Set.of("array", "map", "struct", "embedding");

  /** The golden objects of this package's kinds; the package index proves its own. */
  private static Map<String, byte[]> ownKinds() {
    Map<String, byte[]> own = new LinkedHashMap<>(GoldenObjects.all());
    own.keySet().removeIf(name -> name.startsWith("index-"));
    return own;
  }

  /** A decoder of a kind; gives the bytes of what it read. */
  private static Function<CborValue, byte[]> decoder(String name) {
    if (name.startsWith("manifest")) {
      return value -> ManifestCodec.encode(ManifestCodec.decode(item(value)));
    }
    return switch (name) {
      case "genesis" -> value -> Genesis.decode(item(value)).encode();
      case "gc-root" -> value -> GoldenRoot.decodedAndEncoded(item(value));
      case "bundle-contents" -> value -> GoldenContents.decodedAndEncoded(item(value));
      case "page-leaf", "page-inner" -> value -> Page.decode(item(value)).encode();
      default ->
          value ->
              Cbor.encode(
                  Altered.put(
                      value,
                      "batches",
                      Tree.decode(item(value).fields().required("batches")).encode()));
    };
  }

  private static CborItem item(CborValue value) {
    return CborItem.root("it", value);
  }

  private static CborValue golden(String name) {
    return Cbor.decode(GOLDEN.get(name), name);
  }

  @TestFactory
  Stream<DynamicTest> everyFieldIsRequiredUnlessItIsOptional() {
    return fields("field", Altered::remove, true);
  }

  @TestFactory
  Stream<DynamicTest> noFieldIsOfAnotherType() {
    return fields("type of", (root, path) -> Altered.put(root, path, CborNull.NULL), false);
  }

  private interface Change {
    CborValue apply(CborValue root, String path);
  }

  private static Stream<DynamicTest> fields(String what, Change change, boolean removing) {
    List<DynamicTest> tests = new ArrayList<>();
    for (String name : GOLDEN.keySet()) {
      if (name.startsWith("track")) {
        continue;
      }
      for (String path : paths(golden(name))) {
        String field = path.substring(path.lastIndexOf('/') + 1);
        if (removing
            && (OPTIONAL.contains(field) || FORMS.contains(field) || !field.matches("[a-z_]+"))) {
          continue;
        }
        tests.add(
            DynamicTest.dynamicTest(
                what + " " + path + " of " + name,
                () ->
                    refused(
                        name,
                        change.apply(golden(name), path),
                        CorruptObject.class,
                        place(path) + ":")));
      }
    }
    return tests.stream();
  }

  /** A path as messages have it. */
  private static String place(String path) {
    StringBuilder place = new StringBuilder("it");
    for (String step : path.split("/")) {
      place.append(step.matches("[0-9]+") ? "[" + step + "]" : "." + step);
    }
    return place.toString();
  }

  /** Every field at every depth, but inside what is carried along. */
  private static List<String> paths(CborValue value) {
    List<String> paths = new ArrayList<>();
    if (value instanceof CborMap map) {
      for (String key : map.keys()) {
        paths.add(key);
        boolean free = Set.of("registry", "properties", "tracks", "items").contains(key);
        if (!free) {
          paths(map.get(key).orElseThrow()).forEach(inner -> paths.add(key + "/" + inner));
        }
      }
    } else if (value instanceof CborArray array) {
      for (int i = 0; i < array.size(); i++) {
        int index = i;
        paths.add(Integer.toString(i));
        paths(array.values().get(i)).forEach(inner -> paths.add(index + "/" + inner));
      }
    }
    return paths;
  }

  @TestFactory
  Stream<DynamicTest> aFieldThatIsNotListedIsCorrupt() {
    return Stream.of(
            "genesis:",
            "manifest-full:",
            "gc-root:",
            "bundle-contents:",
            "page-leaf:",
            "track-paged:batches/",
            "manifest-full:summary/",
            "manifest-full:schema/",
            "manifest-full:features/",
            "manifest-full:schema/fields/0/",
            "manifest-full:schema/fields/5/type/",
            "manifest-full:schema/fields/5/type/embedding/")
        .map(place -> {
          String name = place.substring(0, place.indexOf(':'));
          String path = place.substring(place.indexOf(':') + 1) + "zzz";
          return DynamicTest.dynamicTest(
              place,
              () -> {
                CborValue more = Altered.put(golden(name), path, new CborInt(1));
                refused(name, more, CorruptObject.class, place(path).replace(".zzz", ":"));
              });
        });
  }

  @TestFactory
  Stream<DynamicTest> anotherVersionOrKindIsUnsupported() {
    return GOLDEN.keySet().stream()
        .filter(name -> !name.startsWith("track"))
        .map(name ->
            DynamicTest.dynamicTest(
                name,
                () -> {
                  // A later version may well have other fields.
                  CborValue later =
                      Altered.put(
                          Altered.put(golden(name), "v", new CborInt(2)), "zz", new CborInt(1));
                  refused(name, later, UnsupportedFormat.class, "version 2", "reads 1");
                  CborValue other = Altered.put(golden(name), "kind", new CborText("graph"));
                  refused(name, other, UnsupportedFormat.class, "'graph'");
                  CborValue known = Altered.put(golden(name), "kind", new CborText("track"));
                  refused(name, known, CorruptObject.class, ".kind", "\"track\"");
                }));
  }

  @Test
  void anUnknownReaderFeatureIsNamedWhateverElseItBrings() {
    CborValue features =
        Altered.put(golden("manifest-full"), "features/reader/0", new CborText("holograms"));
    CborValue withField = Altered.put(features, "hologram", new CborInt(1));

    refused("manifest-full", withField, UnsupportedFormat.class, "holograms", "reading");
  }

  @Test
  void anUnknownWriterFeatureIsRefusedToWritersAlone() {
    Features features = GoldenObjects.full().state().features();

    features.requireReadable("it");
    assertThatThrownBy(() -> features.requireWritable("it"))
        .isInstanceOf(UnsupportedFormat.class)
        .hasMessageContaining("example-a, example-b")
        .hasMessageContaining("writing");
  }

  private record Case(String name, CborValue value, String path, String expected) {}

  private static Case put(String name, String path, CborValue value, String... words) {
    return new Case(name, Altered.put(golden(name), path, value), words[0], words[1]);
  }

  private static Case change(
      String name, UnaryOperator<CborValue> change, String path, String expected) {
    return new Case(name, change.apply(golden(name)), path, expected);
  }

  private static CborValue number(long value) {
    return new CborInt(value);
  }

  private static CborValue text(String value) {
    return new CborText(value);
  }

  private static CborValue id(int number) {
    return References.encode(GoldenObjects.id(number));
  }

  private static CborValue bytes(int length) {
    return CborBytes.copyOf(new byte[length]);
  }

  private static CborValue array(CborValue... values) {
    return CborArray.of(values);
  }

  @TestFactory
  Stream<DynamicTest> malformedVariantsAreRefusedWithThePath() {
    return Stream.of(simple(), lineage(), retention(), closed(), schema(), pages(), trees())
        .flatMap(List::stream)
        .map(one ->
            DynamicTest.dynamicTest(
                one.name() + " " + one.path() + " " + one.expected(),
                () ->
                    refused(
                        one.name(),
                        one.value(),
                        CorruptObject.class,
                        "it" + one.path() + ":",
                        one.expected())));
  }

  private static List<Case> simple() {
    String root = "gc-root";
    String full = "manifest-full";
    return List.of(
        put("genesis", "nonce", bytes(15), ".nonce", "16 bytes"),
        put("genesis", "grace", number(-1), ".grace", "found integer -1"),
        put("genesis", "origin", text("now"), ".origin", "integer"),
        put(full, "v", number(-1), ".v", "-1"),
        put(full, "kind", text("page"), ".kind", "\"manifest\""),
        put(full, "nonce", bytes(17), ".nonce", "16 bytes"),
        put(full, "genesis", bytes(33), ".genesis", "0x1e"),
        put(full, "genesis", bytes(32), ".genesis", "33 bytes"),
        put(full, "tracks/rows/2", number((5L << 30) + 1), ".tracks.rows[2]", "integer from 0"),
        put(full, "tracks/rows/3", number(1), ".tracks.rows", "3 parts"),
        put(full, "tracks/rows/1", number(-1), ".tracks.rows[1]", "integer"),
        put(full, "properties/owner", number(1), ".properties.owner", "text"),
        put(full, "registry", array(), ".registry", "map"),
        put(full, "summary/rows_live", number(-1), ".summary.rows_live", "integer"),
        put(full, "features/writer/0", text("f"), ".features.writer[1]", "ascending"),
        put(full, "features/writer/1", text("example-a"), ".features.writer[1]", "ascending"),
        put(full, "features/writer/0", text("A"), ".features.writer[0]", "name of a feature"),
        put(root, "refs/0", text("zzz"), ".refs[1]", "ascending"),
        put(root, "refs/1", text("dev"), ".refs[1]", "ascending"),
        put(root, "refs/0", text("A"), ".refs[0]", "name of a ref"),
        put(root, "epoch", number(-1), ".epoch", "integer"),
        put("bundle-contents", "manifests", array(), ".manifests", "at least one manifest"),
        put("bundle-contents", "history", number(1), ".history", "bool"),
        put("bundle-contents", "genesis", bytes(33), ".genesis", "0x1e"));
  }

  private static List<Case> lineage() {
    String full = "manifest-full";
    String first = "manifest-minimal";
    List<CborValue> many = new ArrayList<>();
    for (int i = 0; i < 17; i++) {
      many.add(id(i));
    }
    return List.of(
        put(full, "ref", text("-x"), ".ref", "name of a ref"),
        put(full, "ref", text("dzabcdefgh"), ".ref", "name of a ref"),
        put(full, "state", text("LIVE"), ".state", "live, sealed or closed"),
        put(full, "parents/1", id(30), ".parents", "different parents"),
        put(full, "parents", CborArray.of(many), ".parents", "at most 16"),
        put(full, "parents", array(), ".generation", "1, as there are no parents"),
        put(first, "parents", array(id(1)), ".generation", "more than the parents'"),
        put(full, "generation", number(0), ".generation", "integer from 1"),
        put(full, "generation", number(20), ".content", "earlier"),
        put(full, "content/1", number(GoldenObjects.full().lineage().timestamp()), ".content", ""),
        put(full, "content/2", number(0), ".content[2]", "integer from 1"),
        put(full, "content/3", number(0), ".content", "3 parts"),
        put(full, "depth", number(7), ".skips", "[6, 4, 0]"),
        put(full, "depth", number(0), ".skips", "depths []"),
        put(first, "depth", number(1), ".skips", "depths [0]"),
        put(full, "skips/0/0", number(4), ".skips", "[5, 4, 0]"),
        put(full, "skips/3", array(number(0), id(0), number(1), number(1)), ".skips", "[5, 4, 0]"),
        change(full, root -> Altered.remove(root, "skips/1"), ".skips", "[5, 4, 0]"),
        put(full, "skips/1/0", number(3), ".skips", "[5, 4, 0]"),
        put(full, "skips/2/2", number(Long.MAX_VALUE), ".skips", "earlier"),
        put(full, "skips/0/3", number(20), ".skips", "earlier"),
        put(full, "skips/0/4", number(0), ".skips[0]", "4 parts"),
        put(full, "skips/0/1", bytes(33), ".skips[0][1]", "0x1e"));
  }

  private static List<Case> retention() {
    String full = "manifest-full";
    return List.of(
        change(full, root -> Altered.remove(root, "next"), "", "both lane and next"),
        change(full, root -> Altered.remove(root, "lane"), "", "both lane and next"),
        put(full, "lane", number(1 << 22), ".lane", "integer from 0 to 4194303"),
        put(full, "next", number((1L << 41) + 1), ".next", "integer from 0"),
        put(full, "bases", array(id(41), id(40)), ".bases", "ascending"),
        put(full, "bases", array(id(40), id(40)), ".bases", "different ids"),
        put(full, "floor", number(21), ".floor", "at most 20"),
        put(full, "epoch_first", bytes(32), ".epoch_first", "33 bytes"));
  }

  private static List<Case> closed() {
    String closed = "manifest-closed";
    CborMap full = (CborMap) golden("manifest-full");
    CborMap sealed = (CborMap) golden("manifest-sealed");
    CborValue lane = Altered.put(golden(closed), "lane", number(1));
    return List.of(
        put(closed, "floor", number(22), ".floor", "23, the generation"),
        put(closed, "schema", sealed.get("schema").orElseThrow(), ".schema", "nothing"),
        put(closed, "tracks", full.get("tracks").orElseThrow(), ".tracks", "nothing"),
        put(closed, "properties/a", text("b"), ".properties", "nothing"),
        put(closed, "registry/a", text("b"), ".registry", "nothing"),
        put(closed, "bases", array(id(40)), ".bases", "nothing"),
        put(closed, "features/writer/0", text("b"), ".features", "nothing"),
        new Case(closed, Altered.put(lane, "next", number(1)), ".lane", "nothing"),
        change(
            closed,
            root ->
                Altered.put(
                    Altered.put(root, "depth", number(1)),
                    "skips/0",
                    array(number(0), id(1), number(1), number(1))),
            ".depth",
            "0 in a closed"));
  }

  private static List<Case> schema() {
    String full = "manifest-full";
    String fields = ".schema.fields";
    CborValue vector = ((CborMap) golden(full)).get("schema").orElseThrow();
    CborValue embedding = at(vector, "fields/5/type");
    CborValue elevenDigits = CborBytes.copyOf(BigInteger.TEN.pow(10).toByteArray());
    CborValue string = Altered.put(at(vector, "fields/0"), "type", text("string"));
    CborValue longDefault = Altered.put(string, "default", bytes(1_025));
    return List.of(
        put(full, "schema/fields/0/id", number(0), fields + "[0].id", "integer from 1"),
        put(full, "schema/fields/0/id", number(1L << 31), fields + "[0].id", "integer from 1"),
        put(full, "schema/fields/0/id", number(12), ".schema", "ids must differ"),
        put(full, "schema/fields/0/name", text("Id"), fields + "[0]", "lower case"),
        put(full, "schema/fields/0/name", text("price"), ".schema", "two fields"),
        put(full, "schema/fields/0/name", text("_a"), ".schema", "_a"),
        put(full, "schema/fields/0/type", text("BIGINT"), fields + "[0].type", "type"),
        put(full, "schema/fields/0/type", text("long"), fields + "[0].type", "long"),
        put(full, "schema/fields/1/type", text("decimal(10, 2)"), fields + "[1].type", "type"),
        put(full, "schema/fields/1/type", text("decimal(39,2)"), fields + "[1].type", "39"),
        put(full, "schema/fields/0/default", bytes(4), fields + "[0].default", "the bytes"),
        put(full, "schema/fields/1/default", bytes(2), fields + "[1].default", "the bytes"),
        put(full, "schema/fields/1/default", bytes(17), fields + "[1].default", "1 to 16"),
        put(full, "schema/fields/1/default", elevenDigits, fields + "[1].default", "is not one"),
        put(full, "schema/fields/2/default", bytes(1), fields + "[2].default", "single values"),
        put(full, "schema/fields/5/default", bytes(1), fields + "[5].default", "single values"),
        put(full, "schema/fields/4/type/struct/0/default", bytes(8), ".schema", "only columns"),
        put(full, "schema/fields/0", longDefault, fields + "[0]", "at most 1024"),
        put(full, "schema/fields/2/type", text("array<int>"), fields + "[2].type", ""),
        put(full, "schema/fields/2/type", CborMap.EMPTY, fields + "[2].type", "one of array"),
        put(full, "schema/fields/2/type/array/name", text("x"), fields + "[2].type", "element"),
        put(full, "schema/fields/2/type/array/type", embedding, ".schema", "embedding"),
        put(full, "schema/fields/3/type/map/2", number(1), fields + "[3].type.map[2]", "map"),
        put(
            full,
            "schema/fields/3/type/map/0/nullable",
            new CborBool(true),
            fields + "[3].type",
            "nullable"),
        put(full, "schema/fields/4/type/struct", array(), fields + "[4].type", "struct"),
        put(
            full,
            "schema/fields/5/type/embedding/dimension",
            number(65_536),
            fields + "[5].type.embedding.dimension",
            "65535"),
        put(
            full,
            "schema/fields/5/type/embedding/metric",
            text("COSINE"),
            fields + "[5].type.embedding.metric",
            "lower case"),
        put(
            full,
            "schema/fields/5/type/embedding/model",
            text(""),
            fields + "[5].type.embedding",
            "model"));
  }

  private static CborValue at(CborValue root, String path) {
    CborValue[] found = new CborValue[1];
    Altered.at(
        root,
        path,
        old -> {
          found[0] = old;
          return old;
        });
    return found[0];
  }

  private static CborValue key(long number) {
    return CborBytes.copyOf(TreeKey.ofLong(number).toBytes());
  }

  private static List<Case> pages() {
    String leaf = "page-leaf";
    String inner = "page-inner";
    List<CborValue> large = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      large.add(array(key(i), bytes(4_000)));
    }
    return List.of(
        put(leaf, "level", number(21), ".level", "integer from 0 to 20"),
        put(leaf, "level", number(1), ".items[0]", "item of level 1"),
        put(inner, "level", number(0), ".items[0]", "item of level 0"),
        put(leaf, "items", array(), "", "at least one item"),
        put(leaf, "items/1/0", key(1), ".items[1]", "a key above"),
        put(leaf, "items/0/0", key(3), ".items[1]", "a key above"),
        put(leaf, "items/0/0", bytes(0), ".items[0][0]", "1 to 512"),
        put(leaf, "items/0/0", bytes(513), ".items[0][0]", "1 to 512"),
        put(leaf, "items/0/1", bytes(4_096), ".items[0]", "at most 4096"),
        put(leaf, "items", CborArray.of(large), ".items", "at most 8128"),
        put(inner, "items/1/2", number(0), ".items[1][2]", "integer from 1"),
        put(inner, "items/1/3", number(-1), ".items[1][3]", "integer from 0"),
        put(inner, "items/1/1/2", number(8_193), ".items[1][1]", "at most 8192"),
        put(inner, "items/1/0", key(1), ".items[1]", "a key above"));
  }

  private static List<Case> trees() {
    String inline = "track-inline";
    String paged = "track-paged";
    List<CborValue> large = List.of(array(key(0), bytes(1_100)), array(key(1), bytes(1_100)));
    return List.of(
        put(inline, "batches", CborArray.of(large), ".batches", "at most 2048"),
        put(inline, "batches/1/0", key(1), ".batches[1]", "a key above"),
        put(inline, "batches", number(1), ".batches", "map"),
        put(paged, "batches/level", number(21), ".batches.level", "integer from 0 to 20"),
        put(paged, "batches/count", number(0), ".batches.count", "integer from 1"),
        put(paged, "batches/root/2", number(8_193), ".batches.root", "at most 8192"),
        change(
            paged, root -> Altered.remove(root, "batches/weight"), ".batches.weight", "no such"));
  }

  private static void refused(
      String name, CborValue value, Class<? extends Throwable> type, String... words) {
    // What is refused is well-formed CBOR.
    CborValue read = Cbor.decode(Cbor.encode(value), name);
    assertThatThrownBy(() -> decoder(name).apply(read))
        .isExactlyInstanceOf(type)
        .message()
        .startsWith("it")
        .contains(words);
  }

  @Test
  void whateverDecodesEncodesToTheSameBytes() {
    int read = 0;
    for (String name : GOLDEN.keySet()) {
      byte[] bytes = GOLDEN.get(name);
      for (int at = 0; at < bytes.length * 8; at++) {
        byte[] flipped = bytes.clone();
        flipped[at / 8] ^= (byte) (1 << at % 8);
        read += readsBackOrIsRefused(name, flipped) ? 1 : 0;
      }
      for (int length = 0; length < bytes.length; length++) {
        byte[] cut = Arrays.copyOf(bytes, length);
        assertThat(readsBackOrIsRefused(name, cut)).as("%s cut to %d", name, length).isFalse();
      }
    }
    // Ids, nonces and numbers may change without a trace: that is what the hash is for.
    assertThat(read).isGreaterThan(1_000);
  }

  private static boolean readsBackOrIsRefused(String name, byte[] bytes) {
    byte[] again;
    try {
      again = decoder(name).apply(Cbor.decode(bytes, name));
    } catch (CorruptObject | UnsupportedFormat refused) {
      return false;
    }
    assertThat(again).isEqualTo(bytes);
    return true;
  }
}
