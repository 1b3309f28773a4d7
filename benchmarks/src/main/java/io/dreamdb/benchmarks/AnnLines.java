package io.dreamdb.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The results of {@code ann} and {@code peers}, a JSON object a line, each with all fields in the
 * same order; a field that means nothing in a phase is null.
 */
final class AnnLines implements AutoCloseable {

  /** The fields of a line. Names once given stay. */
  static final List<String> FIELDS =
      List.of(
          "phase",
          "n",
          "dim",
          "metric",
          "cells",
          "build_cpu_s",
          "build_wall_s",
          "index_bytes",
          "nprobe",
          "refine",
          "recall_at_k",
          "qps_per_cpu_s",
          "p50_us",
          "p99_us",
          "bytes_per_query",
          "load",
          "k",
          "threads",
          "recall_asked");

  private static final MathContext DIGITS = new MathContext(6);

  private final PrintStream out;
  private final @Nullable Writer file;

  private AnnLines(PrintStream out, @Nullable Writer file) {
    this.out = out;
    this.file = file;
  }

  /** Prints to {@code out} and, unless it is null, also writes a file. */
  static AnnLines to(PrintStream out, @Nullable Path file) throws IOException {
    return new AnnLines(out, file == null ? null : Files.newBufferedWriter(file));
  }

  /** A line being made. */
  Line line(String phase) {
    return new Line(phase);
  }

  private void print(Map<String, Object> values) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      for (String field : FIELDS) {
        write(json, field, values.remove(field));
      }
      for (Map.Entry<String, Object> more : values.entrySet()) {
        write(json, more.getKey(), more.getValue());
      }
      json.writeEndObject();
    }
    out.println(text);
    if (file != null) {
      file.append(text.getBuffer()).append('\n').flush();
    }
  }

  private static void write(JsonGenerator json, String field, @Nullable Object value)
      throws IOException {
    json.writeFieldName(field);
    switch (value) {
      case null -> json.writeNull();
      case Double number -> json.writeNumber(text(number));
      case Integer number -> json.writeNumber(number);
      case Long number -> json.writeNumber(number);
      default -> json.writeString(value.toString());
    }
  }

  private static String text(double number) {
    return new BigDecimal(number, DIGITS).stripTrailingZeros().toPlainString();
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }

  /** The fields of a line that are known. */
  final class Line {

    private final Map<String, Object> values = new LinkedHashMap<>();

    private Line(String phase) {
      values.put("phase", phase);
    }

    Line with(String field, Object value) {
      values.put(field, value);
      return this;
    }

    Line with(Cost cost) {
      return with("build_cpu_s", cost.cpuNanos() / 1e9)
          .with("build_wall_s", cost.wallNanos() / 1e9);
    }

    Line with(Pass pass) {
      return with("qps_per_cpu_s", pass.queriesPerCpuSecond())
          .with("p50_us", pass.p50Nanos() / 1e3)
          .with("p99_us", pass.p99Nanos() / 1e3);
    }

    /** Ends the line by the load of this moment. */
    void print() throws IOException {
      double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
      AnnLines.this.print(with("load", load).values);
    }
  }
}
