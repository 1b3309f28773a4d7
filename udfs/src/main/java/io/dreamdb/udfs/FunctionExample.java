package io.dreamdb.udfs;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A query and its result.
 *
 * @param spark the query in Spark SQL
 * @param result the only value of the only row, as Spark shows it
 */
public record FunctionExample(String spark, String result) {

  private static final Pattern ARRAY = Pattern.compile("array\\(([^)]*)\\)");
  private static final Pattern FLOAT = Pattern.compile("(-?[0-9.]+)F");

  /** The same query for Trino. */
  public String trino() {
    String text = ARRAY.matcher(spark).replaceAll("ARRAY[$1]");
    text = FLOAT.matcher(text).replaceAll(match -> Matcher.quoteReplacement(real(match.group(1))));
    return text.replace("float('inf')", real("Infinity"))
        .replace("FROM VALUES ", "FROM (VALUES ")
        .replace(" AS t(v)", ") AS t(v)");
  }

  private static String real(String value) {
    return "REAL '" + value + "'";
  }
}
