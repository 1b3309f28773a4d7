package io.dreamdb.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.InvalidInput;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypeTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "boolean",
        "int",
        "bigint",
        "float",
        "double",
        "string",
        "binary",
        "date",
        "timestamp",
        "timestamp_ntz",
        "decimal(38,38)",
        "decimal(1,0)",
        "array<string>",
        "array<string not null>",
        "map<string,int>",
        "map<string,array<double not null> not null>",
        "struct<a:int,b:string not null>",
        "struct<\"größe in cm\":int,\"not\":date,\"a\"\"b\":binary>",
        "embedding(384,cosine)",
        "embedding(1,l2)",
        "embedding(65535,ip,'it''s clip, v2')",
      })
  void canonicalTextReadsBackToItself(String text) {
    assertThat(Type.parse(text, new SequentialIds()).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        " DECIMAL ( 10 , 2 ) | decimal(10,2)",
        "Array< INT Not Null > | array<int not null>",
        "struct<`A B`: INT, c :date> | struct<\"a b\":int,c:date>",
        "Embedding(3, L2, 'M') | embedding(3,l2,'M')",
      })
  void otherSpellingsBecomeCanonical(String text, String canonical) {
    assertThat(Type.parse(text, new SequentialIds()).text()).isEqualTo(canonical);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | 1 | expected a type, found the end",
        "varchar | 1 | unknown type varchar: expected boolean",
        "array<> | 6 | expected <, found <>",
        "array<int | 10 | expected >, found the end",
        "array<int> x | 12 | expected the end, found x",
        "decimal(39,1) | 1 | decimal precision 39: expected 1 to 38",
        "decimal(5,6) | 1 | decimal scale 6: expected 0 to the precision, 5",
        "decimal(5) | 10 | expected ',', found )",
        "decimal(x,1) | 9 | expected the number of digits, found x",
        "map<int> | 8 | expected ',', found >",
        "struct<a int> | 10 | expected :, found int",
        "struct<a:int,A:date> | 1 | two fields are named 'a'",
        "struct<a:int not> | 17 | expected NULL, found >",
        "embedding(0,l2) | 1 | embedding dimension 0: expected 1 to 65535",
        "embedding(65536,l2) | 1 | embedding dimension 65536",
        "embedding(3,dot) | 13 | metric 'dot' is unknown: expected l2, cosine or ip",
        "embedding(3,ip,x) | 16 | expected the model's name in '…', found x",
      })
  void badTextIsRefusedWithItsPosition(String text, int position, String message) {
    assertThatThrownBy(() -> Type.parse(text, new SequentialIds()))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith("bad type at position " + position + ": ")
        .message()
        .contains(message.replace("','", ","));
  }

  @Test
  void nestedFieldsGetIdsInTheOrderOfTheText() {
    Type type = Type.parse("struct<a:map<int,string>,b:array<int>>", new SequentialIds());
    Field a = type.children().get(0);
    Field b = type.children().get(1);
    assertThat(List.of(a.id(), b.id())).containsExactly(1, 4);
    assertThat(a.type().children()).extracting(Field::id).containsExactly(2, 3);
    assertThat(b.type().children()).extracting(Field::id).containsExactly(5);
    assertThat(a.type().children()).extracting(Field::name).containsExactly("key", "value");
  }

  @Test
  void nestingDeeperThanEightIsRefused() {
    String eight = "array<".repeat(7) + "int" + ">".repeat(7);
    assertThat(Type.parse(eight, new SequentialIds()).depth()).isEqualTo(8);
    assertThatThrownBy(() -> Type.parse("array<" + eight + ">", new SequentialIds()))
        .hasMessageStartingWith("bad type at position 49: expected at most 8 nested types");
  }

  @Test
  void mapKeysAreNeverNull() {
    assertThatThrownBy(() ->
            new MapType(
                Field.nullable(1, "key", PrimitiveType.INT),
                Field.nullable(2, "value", PrimitiveType.INT)))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("nullable");
  }
}
