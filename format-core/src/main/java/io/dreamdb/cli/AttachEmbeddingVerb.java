package io.dreamdb.cli;

import io.dreamdb.Metric;
import io.dreamdb.dataset.CommitResult;
import io.dreamdb.dataset.Dataset;
import io.dreamdb.object.RefName;
import io.dreamdb.schema.EmbeddingType;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Adds or replaces an embedding of the rows that are there. */
@Command(
    name = "attach-embedding",
    description =
        "Gives the rows of a branch an embedding, a new column or in the place of one of that name,"
            + " from a file with one vector for each live row. No row is rewritten.")
final class AttachEmbeddingVerb extends Verb {

  @Parameters(index = "1", paramLabel = "COLUMN", description = "The embedding's name.")
  private String column = "";

  @Option(
      names = "--fvecs",
      required = true,
      paramLabel = "FILE",
      description =
          "The vectors in the order of the rows' anchors, each as its dimension (4 bytes) and its"
              + " binary32 elements, little-endian.")
  private Path file = Path.of("");

  @Option(
      names = "--metric",
      required = true,
      paramLabel = "METRIC",
      description = "cosine, l2 or ip.")
  private String metric = "";

  @Option(names = "--model", paramLabel = "NAME", description = "What made the vectors.")
  private @Nullable String model;

  @Option(
      names = "--branch",
      paramLabel = "BRANCH",
      defaultValue = "main",
      description = "The branch. Default: ${DEFAULT-VALUE}.")
  private String branch = "main";

  @Override
  int run(Target where, Output out) {
    Metric chosen = metric();
    Dataset table = where.table(options());
    RefName ref = new RefName(branch);
    long rows = table.snapshot(branch).rowCount();
    try (VectorFile vectors = VectorFile.open(file, rows)) {
      EmbeddingType type = new EmbeddingType(vectors.dimension(), chosen, model);
      CommitResult result =
          table
              .attachEmbedding(ref, column, type)
              .from(block -> vectors.next(block.anchors().length));
      if (json()) {
        out.json(json -> {
          json.writeStartObject();
          json.writeStringField("operation", result.summary().operation());
          json.writeStringField("version", result.version().toString());
          json.writeNumberField("rows", rows);
          json.writeNumberField("dimension", type.dimension());
          json.writeEndObject();
        });
      } else {
        out.line("attached " + rows + " vectors as " + column + ": " + result.version());
      }
    }
    return ExitCode.DONE;
  }

  private Metric metric() {
    try {
      return Metric.valueOf(metric.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec().commandLine(), "--metric is '" + metric + "'; expected cosine, l2 or ip", e);
    }
  }
}
