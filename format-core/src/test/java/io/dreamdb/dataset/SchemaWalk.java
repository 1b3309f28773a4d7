package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.Conflict;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.RefName;
import io.dreamdb.object.SeededEntropy;
import io.dreamdb.schema.ArrayType;
import io.dreamdb.schema.ColumnPath;
import io.dreamdb.schema.DecimalType;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.Literal;
import io.dreamdb.schema.Operator;
import io.dreamdb.schema.Predicate;
import io.dreamdb.schema.PrimitiveType;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import io.dreamdb.schema.StructType;
import io.dreamdb.schema.Type;
import io.dreamdb.schema.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random changes of columns between other statements, on a table and on a plain model. */
final class SchemaWalk {

  /** A version as it should be. */
  private record Version(
      ObjectId id, List<Field> columns, List<Map<Integer, @Nullable Object>> rows) {}

  /** A condition, and what it means for a value. */
  private record Condition(
      Predicate predicate, Field field, java.util.function.Predicate<@Nullable Object> holds) {
    boolean test(Map<Integer, @Nullable Object> row) {
      return holds.test(row.get(field.id()));
    }
  }

  private final long seed;
  private final Random random;
  private final RandomColumns draw;
  private final EvolvingTable table;
  private final List<Version> line = new ArrayList<>();
  private final List<String> said = new ArrayList<>();

  SchemaWalk(String location, long seed) {
    this.seed = seed;
    this.random = new Random(seed);
    this.draw = new RandomColumns(random);
    DatasetOptions options = DatasetOptions.DEFAULT.withEntropy(new SeededEntropy(seed));
    this.table = EvolvingTable.of(location, "id:bigint not null,n:int", options);
    push(table.schema().fields(), List.of());
  }

  void run(int statements) {
    try {
      for (int i = 0; i < statements; i++) {
        statement();
        check(table.dataset.snapshot(), head());
        Version old = line.get(random.nextInt(line.size()));
        check(table.dataset.snapshot(old.id().toString()), old);
      }
      assertThat(TableFindings.of(table.dataset)).isEmpty();
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("seed " + seed + " after " + said, e);
    }
  }

  private Version head() {
    return line.get(line.size() - 1);
  }

  private void push(List<Field> columns, List<Map<Integer, @Nullable Object>> rows) {
    line.add(
        new Version(table.dataset.snapshot().version(), List.copyOf(columns), List.copyOf(rows)));
  }

  private void statement() {
    switch (random.nextInt(13)) {
      case 0, 1 -> append();
      case 2, 3, 4 -> change();
      case 5 -> appendOverChange();
      case 6 -> changeOverAppend();
      case 7 -> delete();
      case 8 -> deleteOverChange();
      case 9 -> compact(table.dataset.compact(RefName.MAIN, 1 + random.nextInt(40)));
      case 10 -> compactOverChange();
      case 11 -> updateOverChange();
      default -> rollback();
    }
  }

  private void append() {
    said.add("append");
    Append append = table.append();
    appended(draw(head().columns()), append, head().columns());
  }

  private List<Map<Integer, @Nullable Object>> draw(List<Field> columns) {
    List<Map<Integer, @Nullable Object>> rows = new ArrayList<>();
    for (int i = 1 + random.nextInt(5); i > 0; i--) {
      Map<Integer, @Nullable Object> row = new HashMap<>();
      columns.forEach(field -> row.put(field.id(), draw.valueOf(field)));
      rows.add(row);
    }
    return rows;
  }

  private void appended(
      List<Map<Integer, @Nullable Object>> rows, Append append, List<Field> written) {
    List<List<@Nullable Object>> named = new ArrayList<>();
    rows.forEach(row -> named.add(ModelColumns.named(row, written)));
    append.rows(List.of(EvolvingTable.block(append.plan().schema(), named)));
    List<Map<Integer, @Nullable Object>> all = new ArrayList<>(head().rows());
    rows.forEach(row -> all.add(ModelColumns.row(row, written, head().columns())));
    push(head().columns(), all);
  }

  private void change() {
    SchemaUpdate update = table.update();
    List<Field> columns = edited(update);
    if (update.commit().attempts() > 0) {
      changed(columns);
    }
  }

  private void changed(List<Field> columns) {
    List<Map<Integer, @Nullable Object>> rows = new ArrayList<>();
    head().rows().forEach(row -> rows.add(ModelColumns.row(row, head().columns(), columns)));
    push(columns, rows);
  }

  /** Rows that were written under the columns before. */
  private void appendOverChange() {
    Append append = table.append();
    List<Field> written = head().columns();
    List<Map<Integer, @Nullable Object>> rows = draw(written);
    change();
    said.add("append begun before");
    appended(rows, append, written);
  }

  private void changeOverAppend() {
    SchemaUpdate update = table.update();
    List<Field> columns = edited(update);
    append();
    if (update.commit().attempts() > 0) {
      changed(columns);
    }
  }

  private void delete() {
    Condition condition = condition(head().columns());
    said.add("delete " + condition.predicate());
    deleted(table.dataset.delete(RefName.MAIN).where(condition.predicate()), condition);
  }

  private void deleteOverChange() {
    Delete delete = table.dataset.delete(RefName.MAIN);
    Condition condition = condition(head().columns());
    change();
    said.add("delete begun before: " + condition.predicate());
    boolean isThere = ModelColumns.find(head().columns(), condition.field().id()) != null;
    if (isThere) {
      deleted(delete.where(condition.predicate()), widened(condition));
    } else {
      assertThatThrownBy(() -> delete.where(condition.predicate()))
          .isInstanceOf(Conflict.class)
          .hasMessageContaining("'" + condition.field().name() + "'");
    }
  }

  /** The same condition on a value that was widened since. */
  private Condition widened(Condition condition) {
    Field field = condition.field();
    return new Condition(
        condition.predicate(),
        field,
        value -> condition.holds().test(narrowed(value, field.type())));
  }

  private static @Nullable Object narrowed(@Nullable Object value, Type type) {
    if (value instanceof Long number && type == PrimitiveType.INT) {
      return number.intValue();
    }
    return value instanceof Double number && type == PrimitiveType.FLOAT
        ? (Object) number.floatValue()
        : value;
  }

  private void deleted(CommitResult result, Condition condition) {
    List<Map<Integer, @Nullable Object>> left =
        head().rows().stream().filter(row -> !condition.test(row)).toList();
    assertThat(result.summary().rowsDeleted()).isEqualTo(head().rows().size() - left.size());
    if (result.attempts() > 0) {
      push(head().columns(), left);
    }
  }

  private void compact(Compaction compaction) {
    said.add("compact");
    if (compaction.run().commit().attempts() > 0) {
      push(head().columns(), head().rows());
    }
  }

  private void compactOverChange() {
    Compaction compaction = table.dataset.compact(RefName.MAIN, 1 + random.nextInt(40));
    change();
    compact(compaction);
  }

  /** Rows that were chosen, and written anew, under the columns before. */
  private void updateOverChange() {
    List<Field> written = head().columns();
    long[] all = anchors(table.dataset.snapshot());
    if (all.length == 0) {
      return;
    }
    RowDelta update = table.dataset.rowDelta(RefName.MAIN);
    int at = random.nextInt(all.length);
    Map<Integer, @Nullable Object> row = draw(written).get(0);
    RowBlock block =
        EvolvingTable.block(update.plan().schema(), List.of(ModelColumns.named(row, written)));
    change();
    said.add("update begun before of row " + at);
    update.replace(new long[] {all[at]}, block);
    List<Map<Integer, @Nullable Object>> rows = new ArrayList<>(head().rows());
    rows.remove(at);
    rows.add(ModelColumns.row(row, written, head().columns()));
    push(head().columns(), rows);
  }

  private static long[] anchors(Snapshot snapshot) {
    List<Long> anchors = new ArrayList<>();
    Iterator<Scan.ScannedRows> blocks = snapshot.scan().rows();
    blocks.forEachRemaining(
        block -> java.util.Arrays.stream(block.anchors()).forEach(anchors::add));
    return anchors.stream().mapToLong(Long::longValue).toArray();
  }

  private void rollback() {
    Version target = line.get(random.nextInt(line.size()));
    said.add("rollback to " + line.indexOf(target));
    if (table.dataset.rollback(RefName.MAIN, target.id().toString()).attempts() > 0) {
      push(target.columns(), target.rows());
    }
  }

  /** Makes one to three random changes; gives the columns as they should be then. */
  private List<Field> edited(SchemaUpdate update) {
    List<Field> columns = new ArrayList<>(head().columns());
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(columns.size());
      edit(update, columns, at, columns.get(at));
    }
    return columns;
  }

  private void edit(SchemaUpdate update, List<Field> columns, int at, Field field) {
    ColumnPath path = ColumnPath.of(field.name());
    int kind = random.nextInt(8);
    said.add("edit " + kind + " of " + field.name());
    switch (kind) {
      case 0, 1 -> {
        Field added = draw.column(update.ids());
        update.add(added);
        columns.add(added);
      }
      case 2 -> {
        if (columns.size() > 2) {
          update.drop(path);
          columns.remove(at);
        }
      }
      case 3 -> {
        String name = draw.name();
        update.rename(path, name);
        columns.set(at, field.withName(name));
      }
      case 4 -> {
        Type wider = wider(field.type());
        update.widen(path, wider);
        columns.set(at, field.withType(wider));
      }
      case 5 -> {
        update.moveFirst(path);
        columns.add(0, columns.remove(at));
      }
      case 6 -> {
        Field after = columns.get(random.nextInt(columns.size()));
        if (after != field) {
          update.moveAfter(path, after.name());
          columns.remove(at);
          columns.add(columns.indexOf(after) + 1, field);
        }
      }
      default -> columns.set(at, inside(update, field, path));
    }
  }

  private static Type wider(Type type) {
    if (type instanceof DecimalType decimal) {
      return new DecimalType(Math.min(38, decimal.precision() + 8), decimal.scale());
    }
    return type == PrimitiveType.INT
        ? PrimitiveType.BIGINT
        : type == PrimitiveType.FLOAT ? PrimitiveType.DOUBLE : type;
  }

  /** A change inside a struct, or that NULL may occur. */
  private Field inside(SchemaUpdate update, Field field, ColumnPath path) {
    if (field.type() instanceof ArrayType array
        && array.element().type() instanceof StructType struct) {
      ColumnPath element = ColumnPath.of(field.name(), "element");
      StructType changed = inside(update, struct, element);
      return field.withType(ArrayType.of(array.element().id(), changed, true));
    }
    if (field.type() instanceof StructType struct) {
      return field.withType(inside(update, struct, path));
    }
    update.makeNullable(path);
    return field.withNullable(true);
  }

  private StructType inside(SchemaUpdate update, StructType struct, ColumnPath path) {
    List<Field> fields = new ArrayList<>(struct.fields());
    int at = random.nextInt(fields.size());
    Field field = fields.get(at);
    List<String> names = new ArrayList<>(path.names());
    names.add(field.name());
    ColumnPath inner = ColumnPath.of(names.toArray(String[]::new));
    switch (random.nextInt(fields.size() > 1 ? 4 : 3)) {
      case 0 -> {
        Field added = Field.nullable(update.ids().next(), draw.name(), draw.scalar());
        update.add(path, added);
        fields.add(added);
      }
      case 1 -> {
        String name = draw.name();
        update.rename(inner, name);
        fields.set(at, field.withName(name));
      }
      case 2 -> {
        update.widen(inner, wider(field.type()));
        fields.set(at, field.withType(wider(field.type())));
      }
      default -> {
        update.drop(inner);
        fields.remove(at);
      }
    }
    return new StructType(fields);
  }

  private Condition condition(List<Field> columns) {
    Field field = columns.get(random.nextInt(columns.size()));
    ColumnPath path = ColumnPath.of(field.name());
    boolean compared = field.type().isScalar() && field.type() != PrimitiveType.BINARY;
    if (!compared || random.nextInt(4) == 0) {
      return new Condition(new Predicate.IsNull(path), field, value -> value == null);
    }
    Object value = draw.value(field.type());
    Operator operator = List.of(Operator.EQUAL, Operator.LESS).get(random.nextInt(2));
    Predicate predicate =
        new Predicate.Comparison(path, operator, Literal.of(Value.of(field.type(), value)));
    return new Condition(
        predicate, field, found -> found != null && holds(operator, compare(found, value)));
  }

  private static boolean holds(Operator operator, int sign) {
    return operator == Operator.EQUAL ? sign == 0 : sign < 0;
  }

  @SuppressWarnings("unchecked")
  private static int compare(Object left, Object right) {
    return ((Comparable<Object>) left).compareTo(right);
  }

  private void check(Snapshot snapshot, Version expected) {
    Schema schema = new Schema(expected.columns());
    assertThat(snapshot.schema()).isEqualTo(schema);
    assertThat(snapshot.rowCount()).isEqualTo(expected.rows().size());
    List<Long> anchors = new ArrayList<>();
    Iterator<Scan.ScannedRows> blocks = snapshot.scan().rows();
    List<List<@Nullable Object>> found = new ArrayList<>();
    while (blocks.hasNext()) {
      Scan.ScannedRows block = blocks.next();
      for (int i = 0; i < block.rows().rows(); i++) {
        anchors.add(block.anchors()[i]);
        found.add(block.rows().row(i));
      }
    }
    assertRows(found, expected.rows(), expected.columns());
    long[] each = anchors.stream().mapToLong(Long::longValue).toArray();
    RowBlock looked = snapshot.lookup(each, schema);
    List<List<@Nullable Object>> lookedUp = new ArrayList<>();
    for (int i = 0; i < each.length; i++) {
      lookedUp.add(looked.row(i));
    }
    assertRows(lookedUp, expected.rows(), expected.columns());
    Condition condition = condition(expected.columns());
    assertRows(
        EvolvingTable.rows(snapshot.scan().where(condition.predicate())),
        expected.rows().stream().filter(condition::test).toList(),
        expected.columns());
    checkSearch(snapshot, expected, condition);
  }

  private static void assertRows(
      List<List<@Nullable Object>> found,
      List<Map<Integer, @Nullable Object>> expected,
      List<Field> columns) {
    List<List<@Nullable Object>> named = new ArrayList<>();
    expected.forEach(row -> named.add(ModelColumns.named(row, columns)));
    assertThat(found).usingRecursiveComparison().isEqualTo(named);
  }

  private void checkSearch(Snapshot snapshot, Version expected, Condition condition) {
    for (Field field : expected.columns()) {
      if (field.type() instanceof EmbeddingType) {
        long vectors =
            expected.rows().stream()
                .filter(row -> row.get(field.id()) != null && condition.test(row))
                .count();
        SearchRequest request =
            SearchRequest.near(new float[] {0, 1})
                .withField(field.name())
                .withK(1_000)
                .withFilter(condition.predicate());
        assertThat(snapshot.search(request).hits()).hasSize((int) vectors);
      }
    }
  }
}
