package io.dreamdb.spark;

import io.dreamdb.dataset.spi.BatchSource;
import io.dreamdb.dataset.spi.ScanTask;
import io.dreamdb.schema.BoundPredicate;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.Schema;
import java.util.ArrayList;
import java.util.List;

/** A read plan over the table's fields: which columns a task reads, and which rows it keeps. */
final class RowSelection {

  /** What a task puts out: a field of the table or a hidden column. */
  sealed interface Output {

    /** A column of the table. */
    record Stored(Field field) implements Output {}

    /** A column that every table has. */
    record Hidden(HiddenColumn column) implements Output {}
  }

  private final ReadPlan plan;
  private final Schema schema;
  private final BoundPredicate condition;
  private final List<Output> outputs = new ArrayList<>();
  private final List<Field> conditionFields = new ArrayList<>();

  RowSelection(ReadPlan plan) {
    this.plan = plan;
    this.schema = plan.schema().schema();
    this.condition = plan.condition();
    for (String name : plan.columns()) {
      outputs.add(
          HiddenColumn.find(name)
              .<Output>map(Output.Hidden::new)
              .orElseGet(() -> new Output.Stored(schema.select(List.of(name)).fields().get(0))));
    }
    for (Field field : schema.fields()) {
      if (condition.columnIds().contains(field.id())) {
        conditionFields.add(field);
      }
    }
  }

  ReadPlan plan() {
    return plan;
  }

  BoundPredicate condition() {
    return condition;
  }

  List<Output> outputs() {
    return outputs;
  }

  /** The fields that the condition looks at, unless statistics say that it is true anyway. */
  List<Field> conditionFields(BatchSource source) {
    boolean always =
        conditionFields.isEmpty()
            || condition.alwaysMatches(source.statistics(schema), source.batch().entry().rows());
    return always && condition != BoundPredicate.Constant.FALSE ? List.of() : conditionFields;
  }

  /** Opens a batch. */
  BatchCursor open(ScanTask task) {
    return new BatchCursor(this, task, task.open());
  }
}
