package io.dreamdb.cli;

import io.dreamdb.dataset.EvaluatedProbes;
import io.dreamdb.dataset.SearchRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures what an index finds. */
@Command(
    name = "evaluate-index",
    description = {
      "Measures what the index of an embedding finds: rows of the table look for their nearest"
          + " others, exactly and with more and more probes.",
      "",
      "A row for each number of probes: share of the true nearest rows, median time of a search in"
          + " microseconds, vectors compared and bytes read, on average."
    })
final class EvaluateIndexVerb extends Verb {

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "VERSION",
      defaultValue = "main",
      description =
          "A branch, a tag, one with ~n, or a version's id or its first 8 characters. Default:"
              + " ${DEFAULT-VALUE}.")
  private String version = "main";

  @Option(
      names = "--column",
      paramLabel = "COLUMN",
      description = "The embedding. Default: the only one.")
  private @Nullable String column;

  @Option(
      names = "--sample",
      paramLabel = "ROWS",
      defaultValue = "200",
      description = "From how many rows to search. Default: ${DEFAULT-VALUE}.")
  private int sample;

  @Option(
      names = "-k",
      paramLabel = "COUNT",
      description =
          "How many rows each search looks for. Default: " + SearchRequest.DEFAULT_K + ".")
  private int k = SearchRequest.DEFAULT_K;

  @Option(
      names = "--candidates",
      paramLabel = "COUNT",
      description = "How many rows each search compares. Default: what searches with that -k do.")
  private int candidates;

  @Override
  int run(Target where, Output out) {
    List<EvaluatedProbes> rows =
        where
            .table(options())
            .snapshot(version)
            .evaluateIndex(Optional.ofNullable(column), sample, k, candidates);
    if (json()) {
      out.json(json -> {
        json.writeStartArray();
        for (EvaluatedProbes row : rows) {
          json.writeStartObject();
          json.writeNumberField("nprobe", row.probes());
          json.writeNumberField("recall", row.recall());
          json.writeNumberField("p50_us", row.p50Micros());
          json.writeNumberField("rows_per_query", row.rows());
          json.writeNumberField("bytes_per_query", row.bytes());
          json.writeEndObject();
        }
        json.writeEndArray();
      });
      return ExitCode.DONE;
    }
    TextTable table = new TextTable("NPROBE", "RECALL", "P50 US", "ROWS/QUERY", "BYTES/QUERY");
    for (EvaluatedProbes row : rows) {
      table.add(
          row.probes(),
          String.format(Locale.ROOT, "%.4f", row.recall()),
          Math.round(row.p50Micros()),
          Math.round(row.rows()),
          Math.round(row.bytes()));
    }
    table.print(out);
    return ExitCode.DONE;
  }
}
