package io.dreamdb.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.InvalidInput;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredicateBindTest {

  private static final Schema SCHEMA =
      Schema.parse(
          "i:int,l:bigint,f:float,d:double,c:decimal(4,2),s:string,x:binary,b:boolean,day:date,"
              + "t:timestamp,n:timestamp_ntz,a:array<int>,r:struct<p:int,q:struct<u:string>>,"
              + "e:embedding(2,ip)",
          new SequentialIds());

  private static String bound(String text) {
    return Predicate.parse(text).bind(SCHEMA).text();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "i < 1.5 | i <= 1",
        "i <= 1.5 | i <= 1",
        "i > -1.5 | i > -2",
        "i >= -1.5 | i > -2",
        "i = 1.5 | i IS NULL AND NULL",
        "i <> 1.5 | i IS NOT NULL OR NULL",
        "i = 2.0 | i = 2",
        "i < 1e300 | i IS NOT NULL OR NULL",
        "i > 3000000000 | i IS NULL AND NULL",
        "i <= 2147483647 | i IS NOT NULL OR NULL",
        "i < 2147483647 | i < 2147483647",
        "i < -2147483648 | i IS NULL AND NULL",
        "i >= -99999999999 | i IS NOT NULL OR NULL",
        "i < DOUBLE 'NaN' | i IS NOT NULL OR NULL",
        "i = DOUBLE 'NaN' | i IS NULL AND NULL",
        "i > DOUBLE '-Infinity' | i IS NOT NULL OR NULL",
        "l = 9007199254740992e0 | l = 9007199254740992",
        "l = 9223372036854775808 | l IS NULL AND NULL",
        "l <= 9223372036854775806.5 | l <= 9223372036854775806",
        "c = 1.5 | c = 1.50",
        "c < 1.555 | c <= 1.55",
        "c > 100 | c IS NULL AND NULL",
        "c >= -99.99 | c IS NOT NULL OR NULL",
        "d = 0.1 | d = 0.1E0",
        "f = 0.1 | f = 0.10000000149011612E0",
        "f = 1e-1 | f IS NULL AND NULL",
        "f < 1e-1 | f <= 0.09999999403953552E0",
        "f > 1e300 | f > 3.4028234663852886E38",
        "f < -1e300 | f <= DOUBLE '-Infinity'",
        "d <= DOUBLE 'NaN' | d IS NOT NULL OR NULL",
        "day < TIMESTAMP '2024-01-01 12:00:00' | day <= DATE '2024-01-01'",
        "day < TIMESTAMP '2024-01-01' | day < DATE '2024-01-01'",
        "n >= DATE '2024-01-01' | n >= TIMESTAMP '2024-01-01 00:00:00'",
        "n < DATE '+999999-01-01' | n <= TIMESTAMP '+294247-01-10 04:00:54.775807'",
        "n > DATE '-999999-01-01' | n IS NOT NULL OR NULL",
        "t = TIMESTAMP '2024-01-01 00:00:00.0000001Z' | t IS NULL AND NULL",
        "i = NULL | NULL",
        "i IN (3, 1.5, 1, 3.0) | i IN (1, 3)",
        "i IN (1.5) | i IS NULL AND NULL",
        "i IN (2, NULL) | i IN (2) OR NULL",
        "i BETWEEN 0.5 AND 9.5 | i > 0 AND i <= 9",
        "r.q.u LIKE 'a%' | r.q.u LIKE 'a%'",
        "a IS NULL OR e IS NOT NULL OR r IS NULL | a IS NULL OR e IS NOT NULL OR r IS NULL",
      })
  void literalsBecomeValuesOfTheColumnsType(String text, String expected) {
    assertThat(bound(text)).isEqualTo(expected);
    assertThat(bound(expected)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "i = 'x' | 1 | column i of type int cannot be compared with 'x': expected a number",
        "TRUE AND s = 1 | 10 | column s of type string cannot be compared with 1: expected a string",
        "b > 0 | 1 | column b of type boolean cannot be compared with 0: expected TRUE or FALSE",
        "i | 1 | column i of type int cannot be compared with TRUE: expected a number",
        "x = 'ab' | 1 | column x of type binary cannot be compared with 'ab': expected bytes as X'",
        "day = '2024-01-01' | 1 | column day of type date cannot be compared with '2024-01-01': expected DATE '2024-12-31'",
        "t = TIMESTAMP '2024-01-01' | 1 | column t of type timestamp cannot be compared with TIMESTAMP '2024-01-01 00:00:00': expected an instant, with Z",
        "n = TIMESTAMP '2024-01-01Z' | 1 | column n of type timestamp_ntz cannot be compared with TIMESTAMP '2024-01-01 00:00:00Z': expected a time without zone",
        "i IN (1, 'a') | 1 | column i of type int cannot be compared with 'a'",
        "a = 1 | 1 | column a of type array<int> cannot be compared: expected IS NULL or IS NOT NULL",
        "e = NULL | 1 | column e of type embedding(2,ip) cannot be compared",
        "i IS NAN | 1 | column i of type int is never NaN: expected float or double",
        "i LIKE 'a%' | 1 | column i of type int has no LIKE: expected a string column",
        "nix = 1 | 1 | unknown column nix: the columns are i, l, f, d, c, s, x, b, day, t, n, a, r, e",
        "r.z = 1 | 1 | column r of type struct<p:int,q:struct<u:string>> has no field z",
        "i.z = 1 | 1 | column i of type int has no field z: it is no struct",
      })
  void errorsNameColumnTypeAndPosition(String text, int position, String message) {
    assertThatThrownBy(() -> bound(text))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith("bad filter at position " + position + ": " + message)
        .hasMessageContaining("^");
  }

  @Test
  void builtPredicatesFailWithoutPosition() {
    assertThatThrownBy(() -> new Predicate.IsNull(ColumnPath.of("nix")).bind(SCHEMA))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith("bad filter: unknown column nix: the columns are i, ");
  }

  @Test
  void fieldsAndColumnsThatAreNeededAreNamed() {
    BoundPredicate bound = Predicate.parse("r.q.u = 'x' OR NOT (i = 1 AND TRUE)").bind(SCHEMA);
    Field r = SCHEMA.find("r").orElseThrow();
    Field u = r.type().children().get(1).type().children().get(0);
    assertThat(bound.fieldIds()).containsExactlyInAnyOrder(1, u.id());
    assertThat(bound.columnIds()).containsExactlyInAnyOrder(1, r.id());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "NOT (i = 1 AND l < 2) | i <> 1 OR l >= 2",
        "NOT (i = 1 OR NOT s LIKE 'a%') | i <> 1 AND s LIKE 'a%'",
        "NOT NOT i > 1 | i > 1",
        "i = 1 AND TRUE | i = 1",
        "i = 1 OR TRUE | TRUE",
        "i = 1 AND (FALSE OR NOT TRUE) | FALSE",
        "i = 1 AND NULL | i = 1 AND NULL",
        "FALSE AND NULL | FALSE",
        "NOT NULL | NULL",
        "i = 1 AND (i = 1 AND l = 2) | i = 1 AND l = 2",
        "NOT i IN (1, 2) | i NOT IN (1, 2)",
        "NOT i = 3e9 | i IS NOT NULL OR NULL",
      })
  void simplifyFoldsConstantsAndPushesNotDown(String text, String simple) {
    assertThat(Predicate.parse(text).bind(SCHEMA).simplify().text()).isEqualTo(simple);
  }

  @Test
  void structsInABlockMayLackFieldsThatAreNotAskedFor() {
    Schema narrow =
        Schema.of(
            Field.nullable(
                SCHEMA.find("r").orElseThrow().id(),
                "renamed",
                new StructType(List.of(SCHEMA.find("r").orElseThrow().type().children().get(0)))));
    ColumnBuilder builder = ColumnBuilder.of(narrow.fields().get(0).type());
    builder.append(Map.of("p", 7));
    builder.append(null);
    RowBlock block = new RowBlock(narrow, 2, List.of(builder.build()));
    assertThat(Predicate.parse("r.p = 7").bind(SCHEMA).select(block)).hasToString("10");
    assertThatThrownBy(() -> Predicate.parse("r.q.u = ''").bind(SCHEMA).select(block))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("no field r.q.u");
    assertThatThrownBy(() -> Predicate.parse("i = 1").bind(SCHEMA).select(block))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("no column with field id 1");
  }
}
