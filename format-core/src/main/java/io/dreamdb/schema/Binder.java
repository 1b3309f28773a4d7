package io.dreamdb.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Turns names into fields and literals into values of their types. */
final class Binder {

  private final Schema schema;

  Binder(Schema schema) {
    this.schema = schema;
  }

  BoundPredicate bind(Predicate predicate) {
    if (predicate instanceof Predicate.And and) {
      return new BoundPredicate.And(bindAll(and.operands()));
    }
    if (predicate instanceof Predicate.Or or) {
      return new BoundPredicate.Or(bindAll(or.operands()));
    }
    if (predicate instanceof Predicate.Not not) {
      return new BoundPredicate.Not(bind(not.operand()));
    }
    if (predicate instanceof Predicate.Constant constant) {
      return BoundPredicate.Constant.valueOf(constant.name());
    }
    return leaf(predicate);
  }

  private List<BoundPredicate> bindAll(List<Predicate> operands) {
    return operands.stream().map(this::bind).toList();
  }

  private BoundPredicate leaf(Predicate predicate) {
    if (predicate instanceof Predicate.Comparison comparison) {
      return comparison(comparison.column(), comparison.operator(), comparison.literal());
    }
    if (predicate instanceof Predicate.Between between) {
      return new BoundPredicate.And(
          List.of(
              comparison(between.column(), Operator.AT_LEAST, between.low()),
              comparison(between.column(), Operator.AT_MOST, between.high())));
    }
    if (predicate instanceof Predicate.In in) {
      return in(in);
    }
    if (predicate instanceof Predicate.StartsWith startsWith) {
      return startsWith(startsWith);
    }
    if (predicate instanceof Predicate.IsNull isNull) {
      return new BoundPredicate.IsNull(column(isNull.column()));
    }
    ColumnPath path = ((Predicate.IsNan) predicate).column();
    BoundColumn column = column(path);
    if (!column.type().isFloating()) {
      throw path.error(described(path, column) + " is never NaN: expected float or double");
    }
    return new BoundPredicate.IsNan(column);
  }

  private BoundPredicate startsWith(Predicate.StartsWith startsWith) {
    ColumnPath path = startsWith.column();
    BoundColumn column = column(path);
    if (column.type() != PrimitiveType.STRING) {
      throw path.error(described(path, column) + " has no LIKE: expected a string column");
    }
    return new BoundPredicate.StartsWith(column, startsWith.prefix());
  }

  private BoundPredicate comparison(ColumnPath path, Operator operator, Literal literal) {
    BoundColumn column = scalar(path);
    if (literal instanceof Literal.Null) {
      return BoundPredicate.Constant.UNKNOWN;
    }
    return point(path, column, literal).compared(column, operator);
  }

  private BoundPredicate in(Predicate.In in) {
    BoundColumn column = scalar(in.column());
    List<Value> values = new ArrayList<>();
    for (Literal literal : in.literals()) {
      if (!(literal instanceof Literal.Null)) {
        point(in.column(), column, literal).exactValue().ifPresent(values::add);
      }
    }
    BoundPredicate listed =
        values.isEmpty() ? BoundPredicate.never(column) : new BoundPredicate.In(column, values);
    boolean hasNull = in.literals().stream().anyMatch(Literal.Null.class::isInstance);
    return hasNull
        ? new BoundPredicate.Or(List.of(listed, BoundPredicate.Constant.UNKNOWN))
        : listed;
  }

  private static DomainPoint point(ColumnPath path, BoundColumn column, Literal literal) {
    return DomainPoint.of(column.type(), literal)
        .orElseThrow(() ->
            path.error(
                String.format(
                    Locale.ROOT,
                    "%s cannot be compared with %s: expected %s",
                    described(path, column),
                    SourceText.abridged(literal.text()),
                    DomainPoint.expected(column.type()))));
  }

  private BoundColumn scalar(ColumnPath path) {
    BoundColumn column = column(path);
    if (!column.type().isScalar()) {
      throw path.error(
          described(path, column) + " cannot be compared: expected IS NULL or IS NOT NULL");
    }
    return column;
  }

  private BoundColumn column(ColumnPath path) {
    List<Field> fields = new ArrayList<>();
    fields.add(
        schema
            .find(path.names().get(0))
            .orElseThrow(() ->
                path.error(
                    "unknown column "
                        + FieldName.quoted(path.names().get(0))
                        + ": "
                        + schema.knownColumns())));
    for (String name : path.names().subList(1, path.names().size())) {
      fields.add(child(path, new BoundColumn(fields), name));
    }
    return new BoundColumn(fields);
  }

  private static Field child(ColumnPath path, BoundColumn parent, String name) {
    String what = "column " + parent.toPath() + " of type " + parent.type().text();
    if (!(parent.type() instanceof StructType struct)) {
      throw path.error(what + " has no field " + FieldName.quoted(name) + ": it is no struct");
    }
    Optional<Field> field = struct.find(name);
    return field.orElseThrow(() -> path.error(what + " has no field " + FieldName.quoted(name)));
  }

  private static String described(ColumnPath path, BoundColumn column) {
    return "column " + path.text() + " of type " + column.type().text();
  }
}
