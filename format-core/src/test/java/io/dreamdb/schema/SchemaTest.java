package io.dreamdb.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.InvalidInput;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaTest {

  private static Schema schema(String text) {
    return Schema.parse(text, new SequentialIds());
  }

  @Test
  void textReadsBackToItself() {
    String text = "id:bigint not null,\"größe\":array<float>,e:embedding(3,ip)";
    assertThat(schema(text).text()).isEqualTo(text);
    assertThat(schema(text)).isEqualTo(schema(text)).hasSameHashCodeAs(schema(text));
    assertThat(schema("").fields()).isEmpty();
  }

  @Test
  void columnsAreFoundWithoutCase() {
    Schema schema = schema("Größe:int, Title:string");
    assertThat(schema.find("GRÖSSE")).isEmpty();
    assertThat(schema.find("GRÖßE")).get().extracting(Field::name).isEqualTo("größe");
    assertThat(schema.find("tItLe")).get().extracting(Field::id).isEqualTo(2);
  }

  @Test
  void nestedFieldsAreFoundById() {
    Schema schema = schema("a:struct<b:map<int,date>>, c:int");
    assertThat(schema.ids()).isEqualTo(Set.of(1, 2, 3, 4, 5));
    assertThat(schema.findById(4)).get().extracting(Field::type).isEqualTo(PrimitiveType.DATE);
    assertThat(schema.findById(9)).isEmpty();
    assertThat(schema.indexOf(5)).isEqualTo(1);
    assertThat(schema.indexOf(2)).isEqualTo(-1);
  }

  @Test
  void selectKeepsTheOrderGivenAndNamesUnknownColumns() {
    Schema schema = schema("a:int,b:date,c:string");
    assertThat(schema.select(List.of("C", "a")).text()).isEqualTo("c:string,a:int");
    assertThatThrownBy(() -> schema.select(List.of("d")))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("unknown column 'd': the columns are a, b, c");
  }

  @Test
  void onlyColumnsOfScalarTypesHaveDefaults() {
    Field number = Field.nullable(1, "n", PrimitiveType.INT);
    Field five = number.withDefault(Value.of(PrimitiveType.INT, 5));
    assertThat(five.withType(PrimitiveType.BIGINT).defaultValue())
        .isEqualTo(Value.of(PrimitiveType.BIGINT, 5L));
    assertThat(five.withName("m").withNullable(false).withComment("c").defaultValue())
        .isEqualTo(five.defaultValue());
    assertThatThrownBy(() -> number.withDefault(Value.of(PrimitiveType.BIGINT, 5L)))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("default bigint 5 of 'n': expected a value of type int");
    assertThatThrownBy(() -> five.withType(PrimitiveType.FLOAT))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("value int 5 is not one of float");
    assertThatThrownBy(() -> Schema.of(Field.nullable(2, "s", new StructType(List.of(five)))))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("default of 'n' inside 's': only columns have defaults");
  }

  @Test
  void anIdMustNotOccurTwiceAtAnyDepth() {
    Field inner = Field.nullable(7, "x", PrimitiveType.INT);
    assertThatThrownBy(() ->
            Schema.of(
                Field.nullable(1, "a", new StructType(List.of(inner))),
                Field.nullable(7, "b", PrimitiveType.INT)))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("field id 7 is that of 'x' and of 'b': ids must differ");
  }

  @Test
  void embeddingsAreColumnsOfTheirOwn() {
    assertThatThrownBy(() -> schema("a:array<embedding(3,l2)>"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("embeddings must be columns of their own");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "_id", "$x", "a\nb", "a\u2028b", "\ud83d", "a\ufffe", "\u0085"})
  void namesOutsideTheGrammarAreRefused(String name) {
    assertThatThrownBy(() -> Schema.of(Field.nullable(1, name, PrimitiveType.INT)))
        .isInstanceOf(InvalidInput.class);
  }

  @Test
  void namesOfUpTo255CharactersOfAnyScriptAreTaken() {
    String longest = "😀".repeat(255);
    assertThat(Schema.of(Field.nullable(1, longest, PrimitiveType.INT)).find(longest)).isPresent();
    assertThatThrownBy(() -> Field.nullable(1, longest + "x", PrimitiveType.INT))
        .hasMessageContaining("has 256 characters: expected 1 to 255");
    assertThat(schema("s:struct<_id:int>").text()).isEqualTo("s:struct<_id:int>");
  }

  @Test
  void randomIdsAreDrawnAgainUntilFree() {
    Iterator<Integer> bits = List.of(0, 5, 5, -1, Integer.MIN_VALUE + 9, 8).iterator();
    FieldIds ids = FieldIds.drawnFrom(bits::next, Set.of(9));
    assertThat(List.of(ids.next(), ids.next(), ids.next()))
        .containsExactly(5, Integer.MAX_VALUE, 8);
    assertThatThrownBy(FieldIds.drawnFrom(() -> 0, Set.of())::next)
        .isInstanceOf(InvalidInput.class);
  }
}
