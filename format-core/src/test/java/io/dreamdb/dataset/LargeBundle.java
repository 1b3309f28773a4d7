package io.dreamdb.dataset;

import java.nio.file.Path;
import java.util.Map;

/** A process that writes a table into a bundle, makes a table of it, and a branch of the table. */
final class LargeBundle {

  private LargeBundle() {}

  /** Takes the table, the bundle, and the place of the new table. */
  public static void main(String[] arguments) {
    Path file = Path.of(arguments[1]);
    CloneResult written = Dataset.open(arguments[0]).exportBundle(file).run();
    CloneResult read =
        Dataset.importBundle(file, arguments[2], Map.of(), DatasetOptions.DEFAULT).run();
    Dataset copy = Dataset.open(arguments[2]);
    copy.collect().run();
    CommitResult branch = copy.importBundle(file, "copy").run();
    System.out.println(written.bytes() + " " + read.bytes() + " " + branch.summary().bytesAdded());
  }
}
