package io.dreamdb.cli;

import io.dreamdb.dataset.IndexResult;
import io.dreamdb.dataset.TableIndex;
import io.dreamdb.index.BuildProgress;
import io.dreamdb.object.RefName;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Makes or changes the index of an embedding, as one commit. */
abstract class IndexVerb extends Verb {

  @Option(
      names = "--column",
      paramLabel = "COLUMN",
      description = "The embedding. Default: the only one.")
  private @Nullable String column;

  @Option(
      names = "--branch",
      paramLabel = "BRANCH",
      defaultValue = "main",
      description = "The branch whose index changes. Default: ${DEFAULT-VALUE}.")
  private String branch = "main";

  abstract IndexResult change(TableIndex index);

  @Override
  final int run(Target where, Output out) {
    ProgressLine progress = new ProgressLine(spec().commandLine().getErr());
    TableIndex index =
        where.table(options()).index(new RefName(branch), Optional.ofNullable(column));
    IndexResult result = change(index.onProgress(sofar -> progress.show(() -> text(sofar))));
    String operation = result.commit().summary().operation();
    boolean committed = result.commit().attempts() > 0;
    if (json()) {
      out.json(json -> {
        json.writeStartObject();
        json.writeStringField("operation", operation);
        json.writeStringField("version", result.commit().version().toString());
        json.writeBooleanField("committed", committed);
        json.writeNumberField("cells", result.cells());
        json.writeNumberField("packs", result.packs());
        json.writeNumberField("rows", result.rows());
        json.writeNumberField("entries", result.entries());
        json.writeNumberField("bytes", result.bytes());
        json.writeEndObject();
      });
      return ExitCode.DONE;
    }
    if (!committed) {
      out.line(operation + ": nothing to do");
      return ExitCode.DONE;
    }
    TextTable table =
        new TextTable("OPERATION", "VERSION", "CELLS", "PACKS", "ROWS", "ENTRIES", "BYTES");
    table.add(
        operation,
        result.commit().version(),
        result.cells(),
        result.packs(),
        result.rows(),
        result.entries(),
        result.bytes());
    table.print(out);
    return ExitCode.DONE;
  }

  private static String text(BuildProgress sofar) {
    String unit =
        switch (sofar.phase()) {
          case SAMPLE -> "parts of the table sampled";
          case TRAIN -> "rounds of k-means done";
          case ASSIGN -> "rows assigned to cells";
          case WRITE -> "packs written";
          case COMPARE -> "rows compared to calibrate";
          case PROBE -> "cells probed to calibrate";
        };
    return sofar.done() + " of " + sofar.total() + " " + unit;
  }
}
