package io.dreamdb.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dreamdb.dataset.Collect;
import io.dreamdb.dataset.CollectResult;
import java.io.IOException;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Removes what nothing reaches. */
@Command(
    name = "collect-garbage",
    description = {
      "Removes the objects of a table that no version which is kept reaches, beside any number of"
          + " writers. What became garbage since the last collection stays until the next one, as"
          + " writers may use it yet.",
      "",
      "A row: the epoch that began; the refs that were carried into it; the manifests and other"
          + " objects that they reach; keys listed; keys and bytes removed; garbage that is too"
          + " young; keys that are no object of this version, which stay."
    })
final class CollectGarbageVerb extends Verb {

  @Option(names = "--dry-run", description = "Count only; change nothing.")
  private boolean dryRun;

  @Override
  int run(Target where, Output out) {
    ProgressLine progress = new ProgressLine(spec().commandLine().getErr());
    Collect collect =
        where.table(options()).collect().onProgress(sofar -> progress.show(() -> text(sofar)));
    CollectResult result = dryRun ? collect.preview() : collect.run();
    if (json()) {
      out.json(json -> write(json, result));
      return ExitCode.DONE;
    }
    TextTable table =
        new TextTable(
            "EPOCH",
            "REFS",
            "MANIFESTS",
            "OBJECTS",
            "LISTED",
            dryRun ? "WOULD REMOVE" : "REMOVED",
            "BYTES",
            "YOUNG",
            "UNKNOWN");
    table.add(
        result.epoch(),
        result.refs(),
        result.manifests(),
        result.objects(),
        result.listed(),
        result.deleted(),
        result.bytes(),
        result.young(),
        result.unknown());
    table.print(out);
    return ExitCode.DONE;
  }

  private static String text(CollectResult sofar) {
    return String.format(
        Locale.ROOT,
        "%d manifests and %d other objects are reached, %d keys listed, %d of %d bytes removed",
        sofar.manifests(),
        sofar.objects(),
        sofar.listed(),
        sofar.deleted(),
        sofar.bytes());
  }

  private void write(JsonGenerator json, CollectResult result) throws IOException {
    json.writeStartObject();
    json.writeBooleanField("dry_run", dryRun);
    json.writeNumberField("epoch", result.epoch());
    json.writeNumberField("refs", result.refs());
    json.writeNumberField("manifests", result.manifests());
    json.writeNumberField("objects", result.objects());
    json.writeNumberField("listed", result.listed());
    json.writeNumberField("deleted", result.deleted());
    json.writeNumberField("bytes", result.bytes());
    json.writeNumberField("young", result.young());
    json.writeNumberField("unknown", result.unknown());
    json.writeEndObject();
  }
}
