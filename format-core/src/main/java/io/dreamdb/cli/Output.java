package io.dreamdb.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;

/** Where a verb writes: lines of text for people, or one JSON value for programs. */
final class Output {

  private static final JsonFactory JSON = new JsonFactory();

  /** Writes a JSON value. */
  @FunctionalInterface
  interface JsonBody {
    void write(JsonGenerator json) throws IOException;
  }

  private final PrintWriter out;

  Output(PrintWriter out) {
    this.out = out;
  }

  void line(String text) {
    out.println(text);
  }

  /** Writes one JSON value and ends the line. */
  void json(JsonBody body) {
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      body.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to the standard output: " + e, e);
    }
    out.println();
  }
}
