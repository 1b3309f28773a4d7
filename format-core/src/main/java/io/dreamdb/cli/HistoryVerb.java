package io.dreamdb.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dreamdb.dataset.Snapshot;
import io.dreamdb.manifest.Summary;
import java.io.IOException;
import java.util.Iterator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Lists versions. */
@Command(
    name = "history",
    description =
        "Lists the versions that led to a ref, the latest first, as far as they are kept.")
final class HistoryVerb extends Verb {

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "REF",
      defaultValue = "main",
      description =
          "Where to begin: a branch, a tag, one with ~n, or a version's id or its first 8"
              + " characters. Default: ${DEFAULT-VALUE}.")
  private String ref = "main";

  @Option(names = "-n", paramLabel = "LIMIT", description = "List at most so many versions.")
  private long limit = Long.MAX_VALUE;

  @Override
  int run(Target where, Output out) {
    if (limit < 1) {
      throw new ParameterException(spec().commandLine(), "-n is " + limit + "; expected 1 or more");
    }
    Iterator<Snapshot> line = where.table(options()).snapshot(ref).line();
    if (json()) {
      out.json(json -> {
        json.writeStartArray();
        for (long i = 0; i < limit && line.hasNext(); i++) {
          write(json, line.next());
        }
        json.writeEndArray();
      });
      return ExitCode.DONE;
    }
    TextTable table =
        new TextTable("VERSION", "TIME", "OPERATION", "ADDED", "DELETED", "LIVE", "WRITER");
    for (long i = 0; i < limit && line.hasNext(); i++) {
      Snapshot snapshot = line.next();
      Summary summary = snapshot.summary();
      table.add(
          snapshot.version(),
          Times.iso(snapshot.timeNanos()),
          summary.operation(),
          summary.rowsAdded(),
          summary.rowsDeleted(),
          summary.rowsLive(),
          snapshot.writer());
    }
    table.print(out);
    return ExitCode.DONE;
  }

  private static void write(JsonGenerator json, Snapshot snapshot) throws IOException {
    Summary summary = snapshot.summary();
    json.writeStartObject();
    json.writeStringField("version", snapshot.version().toString());
    json.writeStringField("time", Times.iso(snapshot.timeNanos()));
    json.writeStringField("operation", summary.operation());
    json.writeNumberField("rows_added", summary.rowsAdded());
    json.writeNumberField("rows_deleted", summary.rowsDeleted());
    json.writeNumberField("rows_live", summary.rowsLive());
    json.writeStringField("writer", snapshot.writer());
    json.writeEndObject();
  }
}
