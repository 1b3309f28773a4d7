package io.dreamdb.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dreamdb.dataset.RefInfo;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/** Lists branches and tags. */
@Command(name = "refs", description = "Lists the branches and tags of a table.")
final class RefsVerb extends Verb {

  @Override
  int run(Target where, Output out) {
    List<RefInfo> refs = where.table(options()).refs();
    if (json()) {
      out.json(json -> write(json, refs));
    } else {
      print(out, refs);
    }
    return ExitCode.DONE;
  }

  static void print(Output out, List<RefInfo> refs) {
    TextTable table = new TextTable("TYPE", "NAME", "VERSION", "TIME");
    for (RefInfo ref : refs) {
      table.add(type(ref), ref.name().shortName(), ref.version(), Times.iso(ref.timeNanos()));
    }
    table.print(out);
  }

  static void write(JsonGenerator json, List<RefInfo> refs) throws IOException {
    json.writeStartArray();
    for (RefInfo ref : refs) {
      json.writeStartObject();
      json.writeStringField("type", type(ref));
      json.writeStringField("name", ref.name().shortName());
      json.writeStringField("version", ref.version().toString());
      json.writeStringField("time", Times.iso(ref.timeNanos()));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static String type(RefInfo ref) {
    return ref.name().isTag() ? "tag" : "branch";
  }
}
