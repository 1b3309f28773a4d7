package io.dreamdb.trino.server;

import java.io.PrintStream;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Runs statements on a server and prints what they return. */
final class Statement {

  private static final String DRIVER = "jdbc:trino://";

  /** Rows whose widths set those of the columns; later ones may be wider. */
  private static final int ALIGNED_ROWS = 1_000;

  private final String url;

  Statement(URI server, @Nullable String catalog, @Nullable String schema) {
    StringBuilder text = new StringBuilder(DRIVER).append(server.getRawAuthority());
    if (catalog != null) {
      text.append('/').append(catalog);
      if (schema != null) {
        text.append('/').append(schema);
      }
    }
    this.url = text.toString();
  }

  /**
   * Runs a statement; prints a table of its rows or the number of rows that it changed.
   *
   * @throws CommandFailure with the server's reason
   */
  void run(String sql, PrintStream out) {
    Properties properties = new Properties();
    properties.setProperty("user", System.getProperty("user.name", "dreamdb"));
    properties.setProperty("source", "dreamdb");
    try (Connection connection = DriverManager.getConnection(url, properties);
        java.sql.Statement statement = connection.createStatement()) {
      String text = sql.strip();
      boolean hasRows =
          statement.execute(text.endsWith(";") ? text.substring(0, text.length() - 1) : text);
      if (hasRows) {
        try (ResultSet rows = statement.getResultSet()) {
          print(rows, out);
        }
      } else {
        long changed = statement.getLargeUpdateCount();
        out.println(changed > 0 ? changed + (changed == 1 ? " row" : " rows") : "done");
      }
    } catch (SQLException e) {
      throw new CommandFailure(CommandFailure.FAILED, reason(e));
    }
  }

  private static String reason(SQLException e) {
    Throwable cause = e;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    if (cause instanceof java.net.ConnectException) {
      return "the server does not answer: " + e.getMessage() + "\nStart one by `./dreamdb trino`.";
    }
    String message = String.valueOf(e.getMessage());
    return message.replaceFirst("^Query failed \\(#[^)]*\\): ", "");
  }

  private static void print(ResultSet rows, PrintStream out) throws SQLException {
    ResultSetMetaData metadata = rows.getMetaData();
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= metadata.getColumnCount(); i++) {
      names.add(metadata.getColumnLabel(i));
    }
    List<List<String>> first = new ArrayList<>();
    long count = 0;
    while (first.size() < ALIGNED_ROWS && rows.next()) {
      first.add(row(rows, names.size()));
      count++;
    }
    int[] widths = widths(names, first);
    printRow(names, widths, out);
    printRow(rules(widths), widths, out);
    first.forEach(row -> printRow(row, widths, out));
    while (rows.next()) {
      printRow(row(rows, names.size()), widths, out);
      count++;
    }
    out.println("(" + count + (count == 1 ? " row)" : " rows)"));
  }

  private static List<String> row(ResultSet rows, int columns) throws SQLException {
    List<String> values = new ArrayList<>(columns);
    for (int i = 1; i <= columns; i++) {
      values.add(text(rows.getObject(i)));
    }
    return values;
  }

  private static String text(@Nullable Object value) throws SQLException {
    return switch (value) {
      case null -> "NULL";
      case byte[] bytes -> "X'" + java.util.HexFormat.of().formatHex(bytes) + "'";
      case java.sql.Array array -> text(array.getArray());
      case Object[] elements -> {
        List<String> texts = new ArrayList<>(elements.length);
        for (Object element : elements) {
          texts.add(text(element));
        }
        yield "[" + String.join(", ", texts) + "]";
      }
      default -> value.toString();
    };
  }

  private static int[] widths(List<String> names, List<List<String>> rows) {
    int[] widths = names.stream().mapToInt(Statement::width).toArray();
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], width(row.get(i)));
      }
    }
    return widths;
  }

  /** The length of the longest line. */
  private static int width(String text) {
    return text.lines().mapToInt(String::length).max().orElse(0);
  }

  private static List<String> rules(int[] widths) {
    List<String> rules = new ArrayList<>();
    for (int width : widths) {
      rules.add("-".repeat(width));
    }
    return rules;
  }

  private static void printRow(List<String> values, int[] widths, PrintStream out) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(i == 0 ? "" : "  ").append(values.get(i));
      if (i < widths.length - 1) {
        line.append(" ".repeat(Math.max(0, widths[i] - values.get(i).length())));
      }
    }
    out.println(line);
  }
}
