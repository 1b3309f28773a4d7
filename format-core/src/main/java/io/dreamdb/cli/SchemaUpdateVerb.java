package io.dreamdb.cli;

import io.dreamdb.dataset.CommitResult;
import io.dreamdb.dataset.Dataset;
import io.dreamdb.dataset.SchemaUpdate;
import io.dreamdb.object.RefName;
import io.dreamdb.schema.ColumnText;
import io.dreamdb.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Changes a table's columns, as one commit. */
@Command(
    name = "schema-update",
    description =
        "Changes columns as one commit, in the order of the options; no row is written again. A"
            + " column is named as in filters: title, \"a b\", struct.field.")
final class SchemaUpdateVerb extends Verb {

  /** In the order in which they were given: each sees those before it. */
  private final List<Consumer<SchemaUpdate>> changes = new ArrayList<>();

  @Option(
      names = "--branch",
      paramLabel = "BRANCH",
      defaultValue = "main",
      description = "The branch whose columns change. Default: ${DEFAULT-VALUE}.")
  private String branch = "main";

  @Option(
      names = "--add",
      paramLabel = "\"NAME TYPE\"",
      description =
          "Add a column, behind the others: \"stars int not null default 3 comment 'of five'\"."
              + " Without a default it is NULL in the rows that are there.")
  private void add(String text) {
    changes.add(update -> {
      ColumnText.Added added = ColumnText.added(text, update.ids());
      added
          .parent()
          .ifPresentOrElse(
              parent -> update.add(parent, added.field()), () -> update.add(added.field()));
    });
  }

  @Option(names = "--drop", paramLabel = "COLUMN", description = "Drop a column.")
  private void drop(String text) {
    changes.add(update -> update.drop(ColumnText.path(text)));
  }

  @Option(names = "--rename", paramLabel = "COLUMN=NAME", description = "Rename a column.")
  private void rename(String text) {
    changes.add(update -> {
      ColumnText.Renamed renamed = ColumnText.renamed(text);
      update.rename(renamed.path(), renamed.name());
    });
  }

  @Option(
      names = "--widen",
      paramLabel = "COLUMN=TYPE",
      description =
          "Give a column a wider type: bigint for int, double for float, a decimal of more digits.")
  private void widen(String text) {
    changes.add(update -> {
      ColumnText.Widened widened = ColumnText.widened(text);
      update.widen(widened.path(), widened.type());
    });
  }

  @Option(
      names = "--move",
      paramLabel = "\"COLUMN PLACE\"",
      description = "Move a column: \"stars first\", \"stars after title\".")
  private void move(String text) {
    changes.add(update -> {
      ColumnText.Moved moved = ColumnText.moved(text);
      moved
          .after()
          .ifPresentOrElse(
              sibling -> update.moveAfter(moved.path(), sibling),
              () -> update.moveFirst(moved.path()));
    });
  }

  @Option(names = "--nullable", paramLabel = "COLUMN", description = "Let a column hold NULL.")
  private void makeNullable(String text) {
    changes.add(update -> update.makeNullable(ColumnText.path(text)));
  }

  @Override
  int run(Target where, Output out) {
    if (changes.isEmpty()) {
      throw new ParameterException(
          spec().commandLine(),
          "Name a change: --add, --drop, --rename, --widen, --move, --nullable");
    }
    Dataset table = where.table(options());
    SchemaUpdate update = table.schema(new RefName(branch));
    changes.forEach(change -> change.accept(update));
    CommitResult result = update.commit();
    Schema columns = table.snapshot(result.version().toString()).schema();
    boolean committed = result.attempts() > 0;
    if (json()) {
      out.json(json -> {
        json.writeStartObject();
        json.writeStringField("operation", "schema");
        json.writeStringField("version", result.version().toString());
        json.writeBooleanField("committed", committed);
        ColumnsView.write(json, columns);
        json.writeEndObject();
      });
      return ExitCode.DONE;
    }
    out.line(committed ? "schema changed in version " + result.version() : "schema: nothing to do");
    ColumnsView.show(columns, out);
    return ExitCode.DONE;
  }
}
