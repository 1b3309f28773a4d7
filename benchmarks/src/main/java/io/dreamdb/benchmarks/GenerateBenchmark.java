package io.dreamdb.benchmarks;

import io.dreamdb.Metric;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes data for {@code ann} and {@code peers}. */
@Command(
    name = "generate",
    description = "Makes base.fvecs, query.fvecs and truth.ivecs of random vectors in clusters.")
final class GenerateBenchmark implements Callable<Integer> {

  private static final int TRUTH_DEPTH = 100;

  @Option(names = "--rows", defaultValue = "100000", description = "Default: ${DEFAULT-VALUE}.")
  private int rows;

  @Option(names = "--dim", defaultValue = "768", description = "Default: ${DEFAULT-VALUE}.")
  private int dimension;

  @Option(names = "--clusters", defaultValue = "1000", description = "Default: ${DEFAULT-VALUE}.")
  private int clusters;

  @Option(names = "--queries", defaultValue = "1000", description = "Default: ${DEFAULT-VALUE}.")
  private int queries;

  @Option(
      names = "--metric",
      defaultValue = "l2",
      converter = SearchBenchmark.MetricConverter.class,
      description = "Of the truth: l2, cosine or ip (default: ${DEFAULT-VALUE}).")
  private Metric metric = Metric.L2;

  @Option(names = "--seed", defaultValue = "42", description = "Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--out", required = true, description = "The folder of the files.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path out;

  @Override
  public Integer call() throws Exception {
    Files.createDirectories(out);
    ClusteredVectors source = new ClusteredVectors(seed, dimension, clusters);
    Vectors base = source.rows(0, rows);
    Vectors query = source.rows(rows, queries);
    VectorFile.write(out.resolve("base.fvecs"), base);
    VectorFile.write(out.resolve("query.fvecs"), query);
    int[][] truth =
        BruteForce.of(metric, base, query, TRUTH_DEPTH).stream()
            .map(NearestRows::rows)
            .toArray(int[][]::new);
    VectorFile.write(out.resolve("truth.ivecs"), truth);
    Progress.say(
        "%d × %d vectors of %d clusters, %d queries and their %d nearest rows are in %s",
        rows, dimension, clusters, queries, Math.min(rows, TRUTH_DEPTH), out);
    return 0;
  }
}
