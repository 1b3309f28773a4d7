package io.dreamdb.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.CorruptObject;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class CborFieldsTest {

  private static final CborMap MANIFEST =
      CborMap.builder()
          .put("kind", "manifest")
          .put("v", 1)
          .put("offset", -5)
          .put("large", 1L << 40)
          .put("sealed", true)
          .put("nonce", CborBytes.copyOf(new byte[16]))
          .put("content", CborNull.NULL)
          .put("tracks", List.of(track(new CborText("rows")), track(new CborInt(7))))
          .build();

  private static CborMap track(CborValue kind) {
    return CborMap.builder().put("kind", kind).build();
  }

  @Test
  void fieldsAreReadByType() {
    CborFields fields = CborFields.of("manifest", MANIFEST);
    assertThat(fields.text("kind")).isEqualTo("manifest");
    assertThat(fields.int32("v")).isOne();
    assertThat(fields.int32("v", 1, 1)).isOne();
    assertThat(fields.integer("offset")).isEqualTo(-5);
    assertThat(fields.integer("offset", -5, 0)).isEqualTo(-5);
    assertThat(fields.nonNegative("large")).isEqualTo(1L << 40);
    assertThat(fields.bool("sealed")).isTrue();
    assertThat(fields.bytes("nonce").length()).isEqualTo(16);
    assertThat(fields.bytes("nonce", 16).length()).isEqualTo(16);
    assertThat(fields.required("content").isNull()).isTrue();
    assertThat(fields.array("tracks").get(0).fields().text("kind")).isEqualTo("rows");
    assertThat(fields.optional("kind").map(CborItem::text)).contains("manifest");
    assertThat(fields.optional("ref")).isEmpty();
    fields.done();
  }

  @Test
  void aWrongTypeIsNamedWithItsPath() {
    assertFailure(
        fields -> fields.array("tracks").get(1).fields().text("kind"),
        "manifest.tracks[1].kind: expected text, found integer 7");
    assertFailure(
        f -> f.integer("kind"), "manifest.kind: expected integer, found text \"manifest\"");
    assertFailure(f -> f.bool("v"), "manifest.v: expected bool, found integer 1");
    assertFailure(f -> f.text("sealed"), "manifest.sealed: expected text, found bool true");
    assertFailure(f -> f.bytes("content"), "manifest.content: expected byte string, found null");
    assertFailure(f -> f.array("kind"), "manifest.kind: expected array, found text \"manifest\"");
    assertFailure(f -> f.map("tracks"), "manifest.tracks: expected map, found array of 2 values");
    assertFailure(
        f -> f.array("tracks").get(0).bool(),
        "manifest.tracks[0]: expected bool, found map of 1 fields");
  }

  @Test
  void aValueOutOfRangeIsNamedWithTheRange() {
    assertFailure(
        f -> f.nonNegative("offset"),
        "manifest.offset: expected integer from 0 to 9223372036854775807, found integer -5");
    assertFailure(
        f -> f.int32("large"),
        "manifest.large: expected integer from -2147483648 to 2147483647, found integer"
            + " 1099511627776");
    assertFailure(
        f -> f.int32("v", 2, 3), "manifest.v: expected integer from 2 to 3, found integer 1");
    assertFailure(
        f -> f.bytes("nonce", 33),
        "manifest.nonce: expected byte string of 33 bytes, found byte string of 16 bytes");
  }

  @Test
  void anAbsentFieldIsNamed() {
    assertFailure(f -> f.text("ref"), "manifest.ref: expected a value, found no such field");
    assertFailure(
        f -> f.array("tracks").get(0).fields().required("id"),
        "manifest.tracks[0].id: expected a value, found no such field");
  }

  @Test
  void whatIsNotAMapHasNoFields() {
    assertThatThrownBy(() -> CborFields.of("manifest", CborArray.EMPTY))
        .isInstanceOf(CorruptObject.class)
        .hasMessage("manifest: expected map, found array of 0 values");
  }

  @Test
  void unknownFieldsAreRefusedByName() {
    CborFields fields =
        CborFields.of("entry", CborMap.builder().put("a", 1).put("b", 2).put("cc", 3).build());
    fields.integer("b");
    assertThatThrownBy(fields::done)
        .isInstanceOf(CorruptObject.class)
        .hasMessage("entry: expected known fields only, found [\"a\", \"cc\"]");
  }

  @Test
  void unknownFieldsCanBeCarriedAlong() {
    CborMap registry = CborMap.builder().put("a", 1).put("b", 2).put("cc", 3).build();
    CborFields fields = CborFields.of("registry", registry);
    long known = fields.integer("b");
    CborMap rest = fields.rest();
    assertThat(rest).hasToString("{\"a\": 1, \"cc\": 3}");
    assertThat(CborMap.builder().putAll(rest).put("b", known).build()).isEqualTo(registry);
  }

  @Test
  void aLongTextIsAbridgedInAFailure() {
    CborText longText = new CborText("x".repeat(79) + "𐀀" + "y".repeat(100_000));
    assertThatThrownBy(() -> CborItem.root("name", longText).integer())
        .hasMessage(
            "name: expected integer, found text of 100081 characters, \"" + "x".repeat(79) + "\"…");
  }

  private static void assertFailure(Consumer<CborFields> reading, String message) {
    CborFields fields = CborFields.of("manifest", MANIFEST);
    assertThatThrownBy(() -> reading.accept(fields))
        .isInstanceOf(CorruptObject.class)
        .hasMessage(message);
  }
}
