package io.dreamdb.cli;

import io.dreamdb.dataset.ErasureReport;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Says where rows still stand. */
@Command(
    name = "erasure-report",
    description = {
      "Says which objects still hold rows, deleted or not, and which versions that are kept reach"
          + " them.",
      "",
      "Exit code 0: none; 1: some."
    })
final class ErasureReportVerb extends Verb {

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "ANCHOR",
      description = "The anchors of the rows, as the column _anchor shows them.")
  private List<Long> anchors = List.of();

  @Override
  int run(Target where, Output out) {
    ErasureReport report =
        where.table(options()).erasureReport(anchors.stream().mapToLong(Long::longValue));
    if (json()) {
      json(report, out);
    } else {
      print(report, out);
    }
    return report.isEmpty() ? ExitCode.DONE : ExitCode.REFUSED;
  }

  private static void print(ErasureReport report, Output out) {
    if (report.isEmpty()) {
      out.line("no version that is kept holds any of the rows");
      return;
    }
    TextTable objects = new TextTable("KIND", "ROWS", "OBJECT");
    report.objects().forEach(held -> objects.add(held.kind(), held.rows(), held.key()));
    objects.print(out);
    out.line("");
    TextTable versions = new TextTable("REF", "MANIFEST", "TIME");
    report
        .versions()
        .forEach(version ->
            versions.add(version.ref(), version.manifest(), Times.iso(version.timeNanos())));
    versions.print(out);
  }

  private static void json(ErasureReport report, Output out) {
    out.json(json -> {
      json.writeStartObject();
      json.writeArrayFieldStart("objects");
      for (ErasureReport.Holder held : report.objects()) {
        json.writeStartObject();
        json.writeStringField("kind", held.kind());
        json.writeStringField("key", held.key());
        json.writeNumberField("rows", held.rows());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("versions");
      for (ErasureReport.Version version : report.versions()) {
        json.writeStartObject();
        json.writeStringField("ref", version.ref().text());
        json.writeStringField("manifest", version.manifest().toString());
        json.writeStringField("time", Times.iso(version.timeNanos()));
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    });
  }
}
