package io.dreamdb.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dreamdb.dataset.DatasetOptions;
import io.dreamdb.dataset.Finding;
import io.dreamdb.dataset.TableName;
import io.dreamdb.dataset.Verify;
import io.dreamdb.dataset.Warehouse;
import io.dreamdb.object.RefName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Checks a table, or a warehouse with all its tables. */
@Command(
    name = "verify",
    description = {
      "Reads again every object that the refs of a table reach, and compares it with its id, with"
          + " the format and with what refers to it. Of a warehouse the catalog and every table.",
      "",
      "A row for each finding. Exit code 0: clean; 1: findings; 2: it could not run."
    })
final class VerifyVerb extends Verb {

  private static final String ALL = "all";

  @Option(
      names = "--ref",
      paramLabel = "REF",
      defaultValue = ALL,
      description = "One branch, or a tag as tag.<name>. Default: ${DEFAULT-VALUE}.")
  private String ref = ALL;

  /** A finding and where it was made. */
  private record Found(String table, Finding finding) {}

  /** Does the work on one space. */
  private interface Run {
    Verify.Counts run(Verify verify, Consumer<Finding> findings);
  }

  @Override
  int run(Target where, Output out) {
    if (where.isWarehouse() && !ref.equals(ALL)) {
      throw new ParameterException(
          spec().commandLine(),
          "--ref names a ref of one table; " + where.text() + " is a warehouse");
    }
    if (!json()) {
      Verify.Counts counts = verify(where, found -> out.line(text(found)));
      out.line(text(counts));
      return code(counts);
    }
    // Written at the end: a run that cannot begin leaves no half of a JSON value.
    List<Found> found = new ArrayList<>();
    Verify.Counts counts = verify(where, found::add);
    out.json(json -> {
      json.writeStartObject();
      json.writeArrayFieldStart("findings");
      for (Found finding : found) {
        write(json, finding);
      }
      json.writeEndArray();
      write(json, counts);
      json.writeEndObject();
    });
    return code(counts);
  }

  private static int code(Verify.Counts counts) {
    return counts.errors() + counts.warnings() == 0 ? ExitCode.DONE : ExitCode.REFUSED;
  }

  private Verify.Counts verify(Target where, Consumer<Found> findings) {
    return where.isWarehouse() ? warehouse(where, findings) : table(where, findings);
  }

  private Verify.Counts table(Target where, Consumer<Found> findings) {
    RefName name = ref.equals(ALL) ? RefName.MAIN : new RefName(ref);
    return run(
        Verify.table(where.tableLocation(), where.storeOptions()),
        "",
        findings,
        (verify, sink) -> ref.equals(ALL) ? verify.all(sink) : verify.ref(name, sink));
  }

  private Verify.Counts warehouse(Target where, Consumer<Found> findings) {
    Verify.Counts counts =
        run(Verify.catalog(where.text(), where.storeOptions()), "_catalog/", findings, Verify::all);
    if (counts.errors() > 0) {
      // The names of the tables cannot be relied on.
      return counts;
    }
    try (Warehouse warehouse = where.warehouse(DatasetOptions.DEFAULT)) {
      for (String schema : warehouse.schemas()) {
        for (TableName name : warehouse.tables(schema)) {
          Verify table = Verify.table(warehouse.tableLocation(name), where.storeOptions());
          counts = counts.plus(run(table, name + "/", findings, Verify::all));
        }
      }
    }
    return counts;
  }

  private Verify.Counts run(Verify verify, String name, Consumer<Found> findings, Run run) {
    try (verify) {
      ProgressLine progress = new ProgressLine(spec().commandLine().getErr());
      verify.onProgress(counts -> progress.show(() -> text(counts)));
      return run.run(verify, finding -> findings.accept(new Found(name, finding)));
    }
  }

  private static String text(Found found) {
    Finding finding = found.finding();
    return String.format(
        Locale.ROOT,
        "%-7s %s%s%n        expected %s%n        found    %s",
        finding.severity(),
        found.table(),
        finding.key(),
        finding.expected(),
        finding.found());
  }

  private static String text(Verify.Counts counts) {
    return String.format(
        Locale.ROOT,
        "%d refs, %d manifests, %d other objects of %d bytes: %d errors, %d warnings",
        counts.refs(),
        counts.manifests(),
        counts.objects(),
        counts.bytes(),
        counts.errors(),
        counts.warnings());
  }

  private static void write(JsonGenerator json, Found found) throws IOException {
    Finding finding = found.finding();
    json.writeStartObject();
    json.writeStringField("severity", finding.severity().name().toLowerCase(Locale.ROOT));
    json.writeStringField("key", found.table() + finding.key());
    json.writeStringField("expected", finding.expected());
    json.writeStringField("found", finding.found());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Verify.Counts counts) throws IOException {
    json.writeNumberField("refs", counts.refs());
    json.writeNumberField("manifests", counts.manifests());
    json.writeNumberField("objects", counts.objects());
    json.writeNumberField("bytes", counts.bytes());
    json.writeNumberField("errors", counts.errors());
    json.writeNumberField("warnings", counts.warnings());
  }
}
