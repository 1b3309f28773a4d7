package io.dreamdb.benchmarks;

import io.dreamdb.InvalidInput;
import io.dreamdb.Metric;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code ann} and {@code peers}. */
final class AnnOptions {

  @Option(names = "--base", required = true, description = "The vectors to search, .fvecs.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path base;

  @Option(names = "--query", required = true, description = "The vectors to search for, .fvecs.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path query;

  @Option(
      names = "--truth",
      description = "The nearest rows of each query, .ivecs (default: computed).")
  private @Nullable Path truth;

  @Option(
      names = "--metric",
      required = true,
      converter = SearchBenchmark.MetricConverter.class,
      description = "l2, cosine or ip.")
  private Metric metric = Metric.L2;

  @Option(names = "--cells", description = "Of the index (default: as many as it chooses).")
  private @Nullable Integer cells;

  @Option(names = "--seed", defaultValue = "42", description = "Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--queries", description = "Take the first so many queries (default: all).")
  private @Nullable Integer queries;

  @Option(names = "--k", defaultValue = "10", description = "Default: ${DEFAULT-VALUE}.")
  private int k;

  @Option(
      names = "--threads",
      defaultValue = "1",
      description = "That search at the same time (default: ${DEFAULT-VALUE}).")
  private int threads;

  @Option(names = "--json", description = "Write the lines to this file, too.")
  private @Nullable Path json;

  @Option(
      names = "--folder",
      description = "Where tables and indexes are made (default: temporary files).")
  private @Nullable Path folder;

  @Option(
      names = "--pass-seconds",
      defaultValue = "0.25",
      description = "Repeat the queries so long in each pass (default: ${DEFAULT-VALUE}).")
  private double passSeconds;

  Metric metric() {
    return metric;
  }

  OptionalInt cells() {
    return cells == null ? OptionalInt.empty() : OptionalInt.of(cells);
  }

  long seed() {
    return seed;
  }

  int k() {
    return k;
  }

  int threads() {
    return threads;
  }

  @Nullable Path folder() {
    return folder;
  }

  Path folderOrTemporary() {
    return folder != null ? folder : Path.of(System.getProperty("java.io.tmpdir"));
  }

  long passNanos() {
    return (long) (passSeconds * 1e9);
  }

  /** The same options for another JVM, with this truth and folder. */
  List<String> arguments(Path otherTruth, Path otherFolder) {
    List<String> all = new ArrayList<>();
    all.add("--base=" + base);
    all.add("--query=" + query);
    all.add("--truth=" + otherTruth);
    all.add("--metric=" + metric);
    all.add("--seed=" + seed);
    all.add("--k=" + k);
    all.add("--threads=" + threads);
    all.add("--folder=" + otherFolder);
    all.add("--pass-seconds=" + passSeconds);
    if (cells != null) {
      all.add("--cells=" + cells);
    }
    if (queries != null) {
      all.add("--queries=" + queries);
    }
    return all;
  }

  AnnLines lines() throws IOException {
    return AnnLines.to(System.out, json);
  }

  /** The rest of a line about the data and how it is searched. */
  AnnLines.Line describe(AnnLines.Line line, AnnData data) {
    return line.with("dim", data.base().dimension())
        .with("metric", metric)
        .with("k", k)
        .with("threads", threads);
  }

  /**
   * Reads the files.
   *
   * @throws InvalidInput if they or an option cannot be used
   */
  AnnData read() throws IOException {
    requirePositive("--k", k);
    requirePositive("--threads", threads);
    requirePositive("--cells", cells().orElse(1));
    Vectors rows = VectorFile.floats(base);
    Vectors all = VectorFile.floats(query);
    int count = queries == null ? all.rows() : queries;
    requirePositive("--queries", count);
    if (all.dimension() != rows.dimension()) {
      throw new InvalidInput(
          base
              + " has vectors of dimension "
              + rows.dimension()
              + ", "
              + query
              + " of "
              + all.dimension());
    }
    if (count > all.rows()) {
      throw new InvalidInput("--queries is " + count + "; " + query + " has " + all.rows());
    }
    if (metric == Metric.COSINE) {
      requireNotZero(rows, base);
      requireNotZero(all, query);
    }
    Optional<int[][]> lists =
        truth == null ? Optional.empty() : Optional.of(VectorFile.ints(truth));
    return new AnnData(metric, rows, all.first(count), k, lists, String.valueOf(truth));
  }

  private static void requirePositive(String option, int number) {
    if (number < 1) {
      throw new InvalidInput(option + " is " + number + "; expected 1 or more");
    }
  }

  private static void requireNotZero(Vectors vectors, Path file) {
    for (int row = 0; row < vectors.rows(); row++) {
      if (vectors.squaredLength(row) == 0) {
        throw new InvalidInput(file + " row " + row + " is zero, which has no cosine");
      }
    }
  }
}
