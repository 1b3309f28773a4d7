package io.dreamdb.schema;

import java.util.List;

/**
 * The outcome of a predicate for each row of a block.
 *
 * @param isTrue set where it is true
 * @param isFalse set where it is false; where neither is set it is unknown
 */
record Evaluation(Bitmap isTrue, Bitmap isFalse) {

  static Evaluation of(BoundPredicate predicate, RowBlock block) {
    if (predicate instanceof BoundPredicate.And and) {
      return and(and.operands(), block);
    }
    if (predicate instanceof BoundPredicate.Or or) {
      return or(or.operands(), block);
    }
    if (predicate instanceof BoundPredicate.Not not) {
      Evaluation operand = of(not.operand(), block);
      return new Evaluation(operand.isFalse, operand.isTrue);
    }
    if (predicate instanceof BoundPredicate.Constant constant) {
      return new Evaluation(
          Bitmap.filled(block.rows(), constant == BoundPredicate.Constant.TRUE),
          Bitmap.filled(block.rows(), constant == BoundPredicate.Constant.FALSE));
    }
    return leaf(predicate, block);
  }

  private static Evaluation and(List<BoundPredicate> operands, RowBlock block) {
    Evaluation all = of(BoundPredicate.Constant.TRUE, block);
    for (BoundPredicate operand : operands) {
      Evaluation next = of(operand, block);
      all = new Evaluation(all.isTrue.and(next.isTrue), all.isFalse.or(next.isFalse));
    }
    return all;
  }

  private static Evaluation or(List<BoundPredicate> operands, RowBlock block) {
    Evaluation any = of(BoundPredicate.Constant.FALSE, block);
    for (BoundPredicate operand : operands) {
      Evaluation next = of(operand, block);
      any = new Evaluation(any.isTrue.or(next.isTrue), any.isFalse.and(next.isFalse));
    }
    return any;
  }

  private static Evaluation leaf(BoundPredicate leaf, RowBlock block) {
    if (leaf instanceof BoundPredicate.IsNull isNull) {
      Bitmap valid = valid(isNull.column().in(block));
      return new Evaluation(valid.not(), valid);
    }
    if (leaf instanceof BoundPredicate.Compare compare) {
      Column column = compare.column().in(block);
      return known(ColumnTests.compare(column, compare.operator(), compare.value()), column);
    }
    if (leaf instanceof BoundPredicate.In in) {
      Column column = in.column().in(block);
      return known(ColumnTests.in(column, in.values()), column);
    }
    if (leaf instanceof BoundPredicate.StartsWith startsWith) {
      BytesColumn column = (BytesColumn) startsWith.column().in(block);
      byte[] prefix = Utf8.encode(startsWith.prefix());
      return known(ByteKernels.startsWith(column.offsets, column.bytes, prefix), column);
    }
    Column column = ((BoundPredicate.IsNan) leaf).column().in(block);
    return known(ColumnTests.isNan(column), column);
  }

  /** The outcome of a test that says something for NULL rows, too. */
  private static Evaluation known(Bitmap test, Column column) {
    if (!column.validity().hasNulls()) {
      return new Evaluation(test, test.not());
    }
    Bitmap valid = valid(column);
    return new Evaluation(test.and(valid), test.not().and(valid));
  }

  private static Bitmap valid(Column column) {
    return column.validity().bitmap().orElseGet(() -> Bitmap.filled(column.rows(), true));
  }
}
