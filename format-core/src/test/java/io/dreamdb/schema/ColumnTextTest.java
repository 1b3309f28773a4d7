package io.dreamdb.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.InvalidInput;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnTextTest {

  @Test
  void aColumnHasATypeAndWhatElseIsSaid() {
    ColumnText.Added added =
        ColumnText.added(
            "\"a b\" decimal(5,2) NOT NULL default -1.5 comment 'it''s'", new SequentialIds());
    assertThat(added.parent()).isEmpty();
    Type type = new DecimalType(5, 2);
    assertThat(added.field())
        .isEqualTo(
            Field.required(1, "a b", type)
                .withDefault(Literal.parse("-1.5").as(type))
                .withComment("it's"));
  }

  @Test
  void aFieldIsAddedToAStruct() {
    ColumnText.Added added = ColumnText.added("s.\"T\".x map<string,int>", new SequentialIds());
    assertThat(added.parent()).isEqualTo(Optional.of(ColumnPath.of("s", "t")));
    assertThat(added.field().name()).isEqualTo("x");
    assertThat(added.field().type().text()).isEqualTo("map<string,int>");
    assertThat(added.field().nullable()).isTrue();
  }

  @Test
  void columnsAreRenamedWidenedAndMoved() {
    assertThat(ColumnText.renamed("a.b=\"c=d\""))
        .isEqualTo(new ColumnText.Renamed(ColumnPath.of("a", "b"), "c=d"));
    assertThat(ColumnText.widened("a = decimal(10,2)"))
        .isEqualTo(new ColumnText.Widened(ColumnPath.of("a"), new DecimalType(10, 2)));
    assertThat(ColumnText.moved("a FIRST"))
        .isEqualTo(new ColumnText.Moved(ColumnPath.of("a"), Optional.empty()));
    assertThat(ColumnText.moved("a after \"first\""))
        .isEqualTo(new ColumnText.Moved(ColumnPath.of("a"), Optional.of("first")));
    assertThat(ColumnText.path("\"a.b\".c")).isEqualTo(ColumnPath.of("a.b", "c"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "n; position 2: expected a type, found the end",
        "n int default; position 14: expected a literal, found the end",
        "n int default 1.5; position 1: 1.5 is no value of type int",
        "n int default 3000000000; is no value of type int",
        "n array<int> default 1; is no value of type array<int>",
        "n int not; position 10: expected NULL, found the end",
        "n int nullable; position 7: expected the end",
        "1 int; position 1: expected a field name"
      })
  void whatIsWrongIsPointedAt(String text, String message) {
    assertThatThrownBy(() -> ColumnText.added(text, new SequentialIds()))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("bad column")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({
    "boolean, true",
    "int, -5",
    "bigint, 9223372036854775807",
    "double, 1.5E0",
    "string, '''it''''s'''",
    "binary, X'00ff'",
    "date, DATE '2024-02-29'",
    "timestamp, TIMESTAMP '2024-02-29 12:00:00Z'",
    "timestamp_ntz, TIMESTAMP '2024-02-29 12:00:00'",
    "'decimal(38,2)', 12345678901234567890.25"
  })
  void literalsOfValuesReadBack(String type, String text) {
    Value value = Literal.parse(text).as(Type.parse(type, new SequentialIds()));
    assertThat(Literal.of(value).as(value.type())).isEqualTo(value);
    assertThat(Literal.parse(Literal.of(value).text()).as(value.type())).isEqualTo(value);
  }
}
