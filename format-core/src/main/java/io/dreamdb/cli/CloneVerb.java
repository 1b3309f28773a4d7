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
            .onProgress(sofar -> progress.show(() -> text(sofar)))
            .run();
    if (json()) {
      out.json(json -> {
        json.writeStartObject();
        json.writeStringField("place", place);
        json.writeNumberField("refs", result.refs());
        json.writeNumberField("copied", result.copied());
        json.writeNumberField("present", result.present());
        json.writeNumberField("bytes", result.bytes());
        json.writeEndObject();
      });
    } else {
      out.line("cloned " + result.refs() + " refs to " + place + ": " + text(result));
    }
    return ExitCode.DONE;
  }

  private static String text(CloneResult result) {
    return result.copied()
        + " objects copied, "
        + result.bytes()
        + " bytes; "
        + result.present()
        + " were there";
  }
}
