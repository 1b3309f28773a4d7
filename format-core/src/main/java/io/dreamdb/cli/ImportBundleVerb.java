package io.dreamdb.cli;

import io.dreamdb.dataset.BranchImport;
import io.dreamdb.dataset.CommitResult;
import io.dreamdb.dataset.TableImport;
import io.dreamdb.manifest.Summary;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Makes a table, or a branch of one, out of a file. */
@Command(
    name = "import-bundle",
    description = {
      "Makes a table out of a bundle where there is none: with the branches, tags, history and ids of"
          + " the one that was exported. TARGET is the folder or URI of the new table, or"
          + " <warehouse>#<schema>.<table>.",
      "",
      "With --branch, brings a version out of the bundle into a table that is there, as one commit on"
          + " a new branch.",
      "",
      "Every byte is compared with its id; a repeated run copies what is missing."
    })
final class ImportBundleVerb extends Verb {

  @Parameters(index = "1", paramLabel = "FILE", description = "A file that export-bundle made.")
  private Path file = Path.of("");

  @Option(
      names = "--branch",
      paramLabel = "BRANCH",
      description = "Make this branch of a table that is there.")
  private Optional<String> branch = Optional.empty();

  @Option(
      names = "--from",
      paramLabel = "REF",
      description = "With --branch, of a bundle with history: the branch or tag. Default: main.")
  private Optional<String> from = Optional.empty();

  @Option(names = "--dry-run", description = "Read and check the bundle; write nothing.")
  private boolean dryRun;

  @Override
  int run(Target where, Output out) {
    if (branch.isPresent()) {
      return intoBranch(where, out, branch.get());
    }
    if (from.isPresent()) {
      throw new ParameterException(
          spec().commandLine(), "--from takes a ref for --branch, which is not there");
    }
    return where.importBundle(file, options(), table -> intoTable(table, out));
  }

  private int intoTable(TableImport table, Output out) {
    ProgressLine progress = new ProgressLine(spec().commandLine().getErr());
    table.onProgress(sofar -> progress.show(() -> new CopyCounts(sofar).objects()));
    CopyCounts counts = new CopyCounts(dryRun ? table.preview() : table.run());
    if (json()) {
      write(out, counts);
    } else {
      String verb = dryRun ? "would import " : "imported ";
      out.line(verb + counts.refs() + ": " + counts.objects());
    }
    return ExitCode.DONE;
  }

  private int intoBranch(Target where, Output out, String name) {
    ProgressLine progress = new ProgressLine(spec().commandLine().getErr());
    BranchImport table =
        where
            .table(options())
            .importBundle(file, name)
            .onProgress(sofar -> progress.show(() -> new CopyCounts(sofar).objects()));
    from.ifPresent(table::from);
    if (dryRun) {
      CopyCounts counts = new CopyCounts(table.preview());
      if (json()) {
        write(out, counts);
      } else {
        out.line("would import branch " + name + "; checked: " + counts.objects());
      }
      return ExitCode.DONE;
    }
    write(out, name, table.run());
    return ExitCode.DONE;
  }

  private void write(Output out, String name, CommitResult made) {
    Summary summary = made.summary();
    if (json()) {
      out.json(json -> {
        json.writeStartObject();
        json.writeStringField("branch", name);
        json.writeStringField("version", made.version().toString());
        json.writeNumberField("rows_live", summary.rowsLive());
        json.writeNumberField("batches", summary.batches());
        json.writeNumberField("written", summary.objectsAdded());
        json.writeNumberField("bytes", summary.bytesAdded());
        json.writeEndObject();
      });
    } else {
      out.line(
          "imported branch "
              + name
              + " at "
              + made.version()
              + ": "
              + summary.rowsLive()
              + " live rows, "
              + summary.objectsAdded()
              + " objects written, "
              + summary.bytesAdded()
              + " bytes");
    }
  }

  private void write(Output out, CopyCounts counts) {
    out.json(json -> {
      json.writeStartObject();
      json.writeBooleanField("dry_run", dryRun);
      counts.write(json);
      json.writeEndObject();
    });
  }
}
