package io.dreamdb.cli;

import io.dreamdb.dataset.CloneResult;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Copies a table with its history. */
@Command(
    name = "clone",
    description =
        "Copies a table with its branches, tags and history to another place, where it is a table of"
            + " its own. Every byte is compared with its id; a repeated run copies what is missing.")
final class CloneVerb extends Verb {

  @Parameters(
      index = "1",
      paramLabel = "PLACE",
      description = "The folder or URI of the copy, without a table.")
  private String place = "";

  @Option(
      names = {"-p", "--place-option"},
      paramLabel = "KEY=VALUE",
      description = "An option of the object store of the copy; any number. Default: those of -o.")
  private Map<String, String> placeOptions = new TreeMap<>();

  @Override
  int run(Target where, Output out) {
    Map<String, String> chosen = placeOptions.isEmpty() ? where.storeOptions() : placeOptions;
    ProgressLine progress = new ProgressLine(spec().commandLine().getErr());
    CloneResult result =
        where
            .table(options())
            .cloneTo(place, chosen)
            .onProgress(sofar -> progress.show(() -> new CopyCounts(sofar).objects()))
            .run();
    CopyCounts counts = new CopyCounts(result);
    if (json()) {
      out.json(json -> {
        json.writeStartObject();
        json.writeStringField("place", place);
        counts.write(json);
        json.writeEndObject();
      });
    } else {
      out.line("cloned " + counts.refs() + " to " + place + ": " + counts.objects());
    }
    return ExitCode.DONE;
  }
}
