package io.dreamdb.cli;

import io.dreamdb.dataset.BundleExport;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a table, or one version of it, into a file. */
@Command(
    name = "export-bundle",
    description =
        "Writes a table with its branches, tags and history into one file, or the state of one version."
            + " The same versions give the same bytes. Until it is whole the file is <FILE>.part; a"
            + " repeated run goes on with that.")
final class ExportBundleVerb extends Verb {

  @Parameters(index = "1", paramLabel = "FILE", description = "The file that is to be made.")
  private Path file = Path.of("");

  @Option(
      names = "--version",
      paramLabel = "VERSION",
      description = "Take this version alone, without history: a branch, tag, id or name~n.")
  private Optional<String> version = Optional.empty();

  @Override
  int run(Target where, Output out) {
    ProgressLine progress = new ProgressLine(spec().commandLine().getErr());
    BundleExport export =
        where
            .table(options())
            .exportBundle(file)
            .onProgress(sofar -> progress.show(() -> new CopyCounts(sofar).objects()));
    version.ifPresent(export::version);
    CopyCounts counts = new CopyCounts(export.run());
    if (json()) {
      out.json(json -> {
        json.writeStartObject();
        json.writeStringField("file", file.toString());
        json.writeBooleanField("history", version.isEmpty());
        counts.write(json);
        json.writeEndObject();
      });
    } else {
      String what = version.map(v -> "version " + v).orElse(counts.refs());
      out.line("exported " + what + " to " + file + ": " + counts.objects());
    }
    return ExitCode.DONE;
  }
}
