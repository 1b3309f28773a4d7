package io.dreamdb.cli;

import io.dreamdb.dataset.IndexOptions;
import io.dreamdb.dataset.IndexResult;
import io.dreamdb.dataset.TableIndex;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Makes an index, or makes it anew. */
@Command(
    name = "rebuild-ivf",
    description =
        "Makes the index of an embedding anew: divides space into cells, covers all rows, and"
            + " measures what searches find.")
final class RebuildIvfVerb extends IndexVerb {

  @Option(
      names = "--cells",
      paramLabel = "COUNT",
      description = "How many cells. Default: as many as suit the number of rows.")
  private int cells = IndexOptions.DEFAULT.cells();

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      description = "The same rows, options and seed give the same index. Default: 1.")
  private long seed = IndexOptions.DEFAULT.seed();

  @Option(
      names = "--refine",
      paramLabel = "BITS",
      description = "Bits of the second code, for exact searches: 0 (none), 4 or 8. Default: 4.")
  private int refine = IndexOptions.DEFAULT.refine();

  @Option(
      names = "--spill",
      paramLabel = "WHEN",
      defaultValue = "auto",
      description =
          "Whether rows also stand in a second cell: auto (as a sample says), yes or no. Default:"
              + " ${DEFAULT-VALUE}.")
  private String spill = "auto";

  @Option(
      names = "--threads",
      paramLabel = "COUNT",
      description = "The most threads; the index is the same. Default: one for each processor.")
  private int threads = IndexOptions.DEFAULT.threads();

  @Override
  IndexResult change(TableIndex index) {
    return index.rebuild(new IndexOptions(cells, seed, refine, spills(), threads));
  }

  private Optional<Boolean> spills() {
    return switch (spill) {
      case "auto" -> Optional.empty();
      case "yes" -> Optional.of(true);
      case "no" -> Optional.of(false);
      default ->
          throw new ParameterException(
              spec().commandLine(), "--spill is '" + spill + "'; expected auto, yes or no");
    };
  }
}
