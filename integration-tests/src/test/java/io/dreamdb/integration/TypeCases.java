package io.dreamdb.integration;

import static io.dreamdb.integration.TypeCase.cast;
import static io.dreamdb.integration.TypeCase.same;
import static io.dreamdb.integration.TypeCase.string;
import static io.dreamdb.integration.Values.real;

import io.dreamdb.integration.TypeCase.Value;
import java.util.List;

/** Every type that tables have, with the values that are likeliest to be lost between engines. */
final class TypeCases {

  private static final String NINES = "9".repeat(38);

  /** A row for each value of the case with the most, and one of NULLs alone. */
  static final int ROWS = 10;

  private TypeCases() {}

  static List<TypeCase> all() {
    return List.of(
        new TypeCase(
            "c_boolean",
            "BOOLEAN",
            "BOOLEAN",
            List.of(cast("true", "true"), cast("false", "false"))),
        new TypeCase("c_int", "INT", "INTEGER", sameTexts("0", "-1", "2147483647", "-2147483648")),
        new TypeCase(
            "c_bigint",
            "BIGINT",
            "BIGINT",
            sameTexts("0", "-1", "9223372036854775807", "-9223372036854775808")),
        reals(),
        doubles(),
        new TypeCase(
            "c_decimal9",
            "DECIMAL(9, 2)",
            "DECIMAL(9, 2)",
            sameTexts("0.00", "-0.01", "9999999.99", "-9999999.99")),
        new TypeCase(
            "c_decimal18",
            "DECIMAL(18, 6)",
            "DECIMAL(18, 6)",
            sameTexts("0.000001", "999999999999.999999", "-999999999999.999999")),
        new TypeCase(
            "c_decimal38", "DECIMAL(38, 0)", "DECIMAL(38, 0)", sameTexts("1", NINES, "-" + NINES)),
        strings(),
        new TypeCase(
            "c_binary",
            "BINARY",
            "VARBINARY",
            List.of(same("X''", "X''"), same("X'00FF80'", "X'00ff80'"))),
        new TypeCase(
            "c_date",
            "DATE",
            "DATE",
            sameTexts(
                "0001-01-01",
                "1582-10-04",
                "1582-10-15",
                "1969-12-31",
                "1970-01-01",
                "9999-12-31")),
        new TypeCase("c_timestamp", "TIMESTAMP_NTZ", "TIMESTAMP(6)", timestamps("", "")),
        new TypeCase(
            "c_timestamp_tz", "TIMESTAMP", "TIMESTAMP(6) WITH TIME ZONE", timestamps(" UTC", "Z")),
        arrays(),
        maps(),
        rows(),
        arrayOfRows(),
        embeddings());
  }

  private static List<Value> sameTexts(String... texts) {
    return java.util.Arrays.stream(texts).map(text -> cast(text, text)).toList();
  }

  private static TypeCase reals() {
    return new TypeCase(
        "c_real",
        "FLOAT",
        "REAL",
        List.of(
            cast("NaN", "NaN"),
            cast("0.0", real(0.0f)),
            cast("-0.0", real(-0.0f)),
            cast("3.4028235E38", real(Float.MAX_VALUE)),
            cast("-3.4028235E38", real(-Float.MAX_VALUE)),
            cast("1.4E-45", real(Float.MIN_VALUE)),
            cast("Infinity", real(Float.POSITIVE_INFINITY)),
            cast("-Infinity", real(Float.NEGATIVE_INFINITY)),
            cast("0.1", real(0.1f))));
  }

  private static TypeCase doubles() {
    return new TypeCase(
        "c_double",
        "DOUBLE",
        "DOUBLE",
        List.of(
            cast("NaN", "NaN"),
            cast("0.0", real(0.0)),
            cast("-0.0", real(-0.0)),
            cast("1.7976931348623157E308", real(Double.MAX_VALUE)),
            cast("-1.7976931348623157E308", real(-Double.MAX_VALUE)),
            cast("4.9E-324", real(Double.MIN_VALUE)),
            cast("Infinity", real(Double.POSITIVE_INFINITY)),
            cast("-Infinity", real(Double.NEGATIVE_INFINITY)),
            cast("0.1", real(0.1))));
  }

  private static TypeCase strings() {
    return new TypeCase(
        "c_string",
        "STRING",
        "VARCHAR",
        List.of(
            string(""),
            string(" "),
            string("äöüÄÖÜß é"),
            string("👩‍🚀🇦🇹 𝔘"),
            string("back\\slash \" quote"),
            string("line\nbreak\ttab"),
            string("語".repeat(500))));
  }

  private static List<Value> timestamps(String zone, String suffix) {
    return List.of(
        cast("0001-01-01 00:00:00" + zone, "0001-01-01T00:00" + (zone.isEmpty() ? "" : ":00Z")),
        cast("1582-10-10 12:00:00.000001" + zone, "1582-10-10T12:00:00.000001" + suffix),
        cast("1969-12-31 23:59:59.999999" + zone, "1969-12-31T23:59:59.999999" + suffix),
        cast("2024-03-31 02:30:00.123456" + zone, "2024-03-31T02:30:00.123456" + suffix),
        cast("9999-12-31 23:59:59.999999" + zone, "9999-12-31T23:59:59.999999" + suffix));
  }

  private static TypeCase arrays() {
    return new TypeCase(
        "c_array",
        "ARRAY<INT>",
        "ARRAY(INTEGER)",
        List.of(
            new Value("array()", "ARRAY[]", "[]"),
            new Value("array(1, NULL, 3)", "ARRAY[1, NULL, 3]", "[1, NULL, 3]"),
            new Value("array(NULL)", "ARRAY[NULL]", "[NULL]")));
  }

  private static TypeCase maps() {
    return new TypeCase(
        "c_map",
        "MAP<STRING, DOUBLE>",
        "MAP(VARCHAR, DOUBLE)",
        List.of(
            new Value("map()", "MAP()", "{}"),
            new Value(
                "map('ö', -0.0D, '', double('NaN'), 'n', NULL)",
                "MAP(ARRAY['ö', '', 'n'], ARRAY[-0e0, nan(), NULL])",
                "{=NaN, n=NULL, ö=" + real(-0.0) + "}")));
  }

  private static TypeCase rows() {
    return new TypeCase(
        "c_row",
        "STRUCT<a: INT, b: STRUCT<c: STRING, d: ARRAY<DOUBLE>>>",
        "ROW(a INTEGER, b ROW(c VARCHAR, d ARRAY(DOUBLE)))",
        List.of(
            new Value("named_struct('a', NULL, 'b', NULL)", "ROW(NULL, NULL)", "(NULL, NULL)"),
            new Value(
                "named_struct('a', 1, 'b', named_struct('c', NULL, 'd', array()))",
                "ROW(1, ROW(NULL, ARRAY[]))",
                "(1, (NULL, []))"),
            new Value(
                "named_struct('a', -1, 'b', named_struct('c', '😀', 'd', array(0.5D, NULL)))",
                "ROW(-1, ROW('😀', ARRAY[0.5e0, NULL]))",
                "(-1, (😀, [" + real(0.5) + ", NULL]))")));
  }

  private static TypeCase arrayOfRows() {
    return new TypeCase(
        "c_rows",
        "ARRAY<STRUCT<k: STRING, v: MAP<INT, STRING>>>",
        "ARRAY(ROW(k VARCHAR, v MAP(INTEGER, VARCHAR)))",
        List.of(
            new Value("array()", "ARRAY[]", "[]"),
            new Value(
                "array(named_struct('k', 'x', 'v', map(1, 'ü', 2, NULL)), NULL)",
                "ARRAY[ROW('x', MAP(ARRAY[1, 2], ARRAY['ü', NULL])), NULL]",
                "[(x, {1=ü, 2=NULL}), NULL]")));
  }

  private static TypeCase embeddings() {
    return new TypeCase(
        "c_embedding",
        "ARRAY<FLOAT>",
        "ARRAY(REAL) WITH (dimension = 3, metric = 'l2')",
        List.of(
            new Value("array(0, 0, 0)", "ARRAY[0, 0, 0]", vector(0, 0, 0)),
            new Value(
                "array(float('-0.0'), 0.1F, float('1.4E-45'))",
                "ARRAY[REAL '-0.0', REAL '0.1', REAL '1.4E-45']",
                vector(-0.0f, 0.1f, Float.MIN_VALUE)),
            new Value(
                "array(1e18F, -1e18F, 3F)",
                "ARRAY[REAL '1e18', REAL '-1e18', REAL '3']",
                vector(1e18f, -1e18f, 3))));
  }

  private static String vector(float a, float b, float c) {
    return "[" + real(a) + ", " + real(b) + ", " + real(c) + "]";
  }
}
