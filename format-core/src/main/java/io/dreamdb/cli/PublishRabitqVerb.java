package io.dreamdb.cli;

import io.dreamdb.dataset.IndexOptions;
import io.dreamdb.dataset.IndexResult;
import io.dreamdb.dataset.TableIndex;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes codes anew. */
@Command(
    name = "publish-rabitq",
    description = "Makes the codes of all rows anew with other bits, in the cells that there are.")
final class PublishRabitqVerb extends IndexVerb {

  @Option(
      names = "--refine",
      paramLabel = "BITS",
      description = "Bits of the second code, for exact searches: 0 (none), 4 or 8. Default: 4.")
  private int refine = IndexOptions.DEFAULT.refine();

  @Override
  IndexResult change(TableIndex index) {
    return index.publish(refine);
  }
}
