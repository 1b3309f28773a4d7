package io.dreamdb.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.dreamdb.InvalidInput;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PredicateParseTest {

  static Stream<Arguments> texts() {
    return Stream.of(
        arguments("year>=1990", "year >= 1990"),
        arguments("1990 <= Year", "year >= 1990"),
        arguments("5 > x and 5<>x", "x < 5 AND x <> 5"),
        arguments("x != -1.50", "x <> -1.50"),
        arguments("x = + 7", "x = 7"),
        arguments("x = .5 or x = 5.", "x = 0.5 OR x = 5"),
        arguments("x = 1e3", "x = 1000.0E0"),
        arguments("x = -0e0", "x = -0.0E0"),
        arguments("x < 1E300", "x < 1.0E300"),
        arguments("x = double 'nan'", "x = DOUBLE 'NaN'"),
        arguments("x > Double '-infinity'", "x > DOUBLE '-Infinity'"),
        arguments("a = 'it''s' ", "a = 'it''s'"),
        arguments("a = X'00Ff'", "a = X'00ff'"),
        arguments("a = x''", "a = X''"),
        arguments("\"a\"\"b\" = 1", "\"a\"\"b\" = 1"),
        arguments("`A b`.C = 1", "\"a b\".c = 1"),
        arguments("\"and\" = 1", "\"and\" = 1"),
        arguments("größe IS NULL", "\"größe\" IS NULL"),
        arguments("a.b.c is not null", "a.b.c IS NOT NULL"),
        arguments("not a is null", "a IS NOT NULL"),
        arguments("not a is not null", "NOT a IS NOT NULL"),
        arguments("a is nan or a is Not Nan", "a IS NAN OR a IS NOT NAN"),
        arguments("date = DATE '2024-02-29'", "date = DATE '2024-02-29'"),
        arguments("d > date '+12345-01-01'", "d > DATE '+12345-01-01'"),
        arguments(
            "timestamp < timestamp '2024-01-01'", "timestamp < TIMESTAMP '2024-01-01 00:00:00'"),
        arguments("t = TIMESTAMP '2024-01-01T12:30Z'", "t = TIMESTAMP '2024-01-01 12:30:00Z'"),
        arguments(
            "t = TIMESTAMP '2024-01-01 00:30:00.123456789 +02:00'",
            "t = TIMESTAMP '2023-12-31 22:30:00.123456789Z'"),
        arguments(
            "t = timestamp '2024-01-01 01:00' or TRUE",
            "t = TIMESTAMP '2024-01-01 01:00:00' OR TRUE"),
        arguments("a in (1, 2,NULL)", "a IN (1, 2, NULL)"),
        arguments("a not in ('x')", "a NOT IN ('x')"),
        arguments("a between 1 and 2 and b", "a BETWEEN 1 AND 2 AND b = TRUE"),
        arguments("not a between 1 and 2", "a NOT BETWEEN 1 AND 2"),
        arguments("a like 'abc%'", "a LIKE 'abc%'"),
        arguments("a like 'abc'", "a = 'abc'"),
        arguments("a not like 'it''s%%'", "a NOT LIKE 'it''s%'"),
        arguments("a like '%'", "a LIKE '%'"),
        arguments("a like 'a!_b!!%' escape '!'", "a LIKE 'a\\_b!%' ESCAPE '\\'"),
        arguments("a like 'a😀%b😀😀%' escape '😀'", "a LIKE 'a\\%b😀%' ESCAPE '\\'"),
        arguments("a like '50!%' escape '!'", "a = '50%'"),
        arguments("a or b and c", "a = TRUE OR (b = TRUE AND c = TRUE)"),
        arguments("(a or b) and not c", "(a = TRUE OR b = TRUE) AND NOT c = TRUE"),
        arguments("a and (b and c)", "a = TRUE AND b = TRUE AND c = TRUE"),
        arguments("not (a and b)", "NOT (a = TRUE AND b = TRUE)"),
        arguments("not not a = 1", "NOT NOT a = 1"),
        arguments("((true)) or null", "TRUE OR NULL"),
        arguments("true = a", "a = TRUE"),
        arguments("null <> a", "a <> NULL"),
        arguments("\ta\r\n= 1\n", "a = 1"));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void filtersHaveOneCanonicalText(String text, String canonical) {
    Predicate predicate = Predicate.parse(text);
    assertThat(predicate.text()).isEqualTo(canonical).isEqualTo(predicate.toString());
    assertThat(Predicate.parse(canonical)).isEqualTo(predicate);
  }

  static Stream<Arguments> badTexts() {
    return Stream.of(
        arguments("", 1, "expected a condition; for all rows write TRUE, found the end"),
        arguments("  ", 3, "expected a condition; for all rows write TRUE, found the end"),
        arguments("year >= AND x = 1", 9, "expected a literal, found AND"),
        arguments("year >=", 8, "expected a literal, found the end"),
        arguments(
            "a = b", 5, "expected a literal (columns are compared with literals only), found b"),
        arguments("1 = 1", 5, "expected a column; one side of a comparison must be one, found 1"),
        arguments(
            "'x'", 4, "expected =, <>, <, <=, > or >= and a column behind 'x', found the end"),
        arguments("and a", 1, "expected a column, NOT or (, found and"),
        arguments("a = 1 b", 7, "expected AND, OR or the end, found b"),
        arguments("(a = 1", 7, "expected AND, OR or ), found the end"),
        arguments("a = 1)", 6, "expected AND, OR or the end, found )"),
        arguments(
            "a + 1 > 2", 3, "expected =, <>, <, <=, >, >=, [NOT] IN, BETWEEN, LIKE or IS, found +"),
        arguments("lower(a) = 'x'", 1, "functions such as lower(…) are not supported"),
        arguments("a == 1", 4, "expected a literal, found ="),
        arguments("a not = 1", 7, "expected IN, BETWEEN or LIKE, found ="),
        arguments("a is 1", 6, "expected NULL, NOT NULL, NAN or NOT NAN, found 1"),
        arguments("a is not 1", 10, "expected NULL or NAN, found 1"),
        arguments("a in 1", 6, "expected (, found 1"),
        arguments("a in ()", 7, "expected a literal, found )"),
        arguments("a in (1 2)", 9, "expected a comma or ), found 2"),
        arguments("a between 1 or 2", 13, "expected AND, found or"),
        arguments("a. = 1", 4, "expected a field name, found ="),
        arguments("a = 'x", 5, "the string that begins here has no closing '"),
        arguments("\"a = 1", 1, "the name that begins here has no closing \""),
        arguments("a = 5x", 6, "expected a space or an operator behind the number"),
        arguments("a = 1e", 7, "expected the digits of an exponent"),
        arguments("a = 1e999", 5, "1e999 is beyond the range of double"),
        arguments("a = - 'x'", 7, "expected a number, found 'x'"),
        arguments("a = X'0'", 5, "expected pairs of hexadecimal digits between X' and '"),
        arguments(
            "a = DATE '2023-02-29'", 10, "expected a date as '2024-12-31', found '2023-02-29'"),
        arguments(
            "a = TIMESTAMP '2023-02-29 00:00'",
            15,
            "no such time: Text '2023-02-29' could not be parsed: Invalid date 'February 29' as"
                + " '2023' is not a leap year"),
        arguments(
            "a = TIMESTAMP 'now'",
            15,
            "expected a time as '2024-12-31 23:59:59.999999', with Z or an offset as +02:00 behind"
                + " it for an instant, found 'now'"),
        arguments("a = DOUBLE '1'", 12, "expected 'NaN', 'Infinity' or '-Infinity', found '1'"),
        arguments("a like b", 8, "expected a pattern in '…', found b"),
        arguments("a like 'it''s_%'", 14, "the wildcard _ here is not supported: only a % at the"),
        arguments("a like '%b'", 9, "the wildcard % here is not supported: only a % at the end is"),
        arguments("a like 'a%' escape 'xy'", 20, "expected one character, found 'xy'"),
        arguments("a like 'a!b%' escape '!'", 10, "expected %, _ or the escape character behind"),
        arguments("a like 'a!' escape '!'", 10, "expected %, _ or the escape character behind it"),
        arguments("a like '%%%' escape '%'", 11, "expected %, _ or the escape character behind it"),
        arguments("ä = '😀' ; b", 9, "unexpected ;; names with other than letters, digits and _"),
        arguments("a = '\ud83d'", 5, "string '\ud83d' holds half a surrogate pair"),
        arguments("(".repeat(501) + "a", 501, "expected at most 500 nested NOT and ("),
        arguments(
            "a = 1" + "0".repeat(1000), 5, "number of more than 1000 digits: write it as 1e3"));
  }

  @ParameterizedTest
  @MethodSource("badTexts")
  void badFiltersAreRefusedWithTheirPosition(String text, int position, String message) {
    assertThatThrownBy(() -> Predicate.parse(text))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith("bad filter at position " + position + ": " + message);
  }

  @Test
  void theCaretStandsBelowTheFault() {
    assertThatThrownBy(() -> Predicate.parse("a = 1 AND\n\t\"ü😀\" >= OR b = 2\nAND c"))
        .hasMessage(
            """
            bad filter at position 20: expected a literal, found OR
              \t"ü😀" >= OR b = 2
              \t        ^\
            """);
    String list = "x = 1 OR ".repeat(100);
    assertThatThrownBy(() -> Predicate.parse(list + "x ? 2 OR " + list))
        .message()
        .hasLineCount(3)
        .hasSizeLessThan(350);
  }

  @Test
  void junctionsAreFlatAndOfTwoOrMore() {
    Predicate a = Predicate.parse("a");
    assertThat(Predicate.and(List.of())).isEqualTo(Predicate.Constant.TRUE);
    assertThat(Predicate.or(List.of())).isEqualTo(Predicate.Constant.FALSE);
    assertThat(Predicate.or(List.of(a))).isSameAs(a);
    assertThat(((Predicate.And) Predicate.parse("a AND (b AND (c AND d))")).operands()).hasSize(4);
    assertThatThrownBy(() -> new Predicate.And(List.of(a))).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> new Predicate.In(ColumnPath.of("a"), List.of()))
        .isInstanceOf(InvalidInput.class);
  }
}
