package io.dreamdb.dataset;

import io.dreamdb.Conflict;
import io.dreamdb.InvalidInput;
import io.dreamdb.LimitExceeded;
import io.dreamdb.schema.ColumnPath;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.FieldIds;
import io.dreamdb.schema.Schema;
import io.dreamdb.schema.SchemaEdit;
import io.dreamdb.schema.Type;
import io.dreamdb.track.BatchEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Changes the columns of a branch as one commit; no row is written again. Each change sees those
 * that were asked for before it. Names are paths: of a column, or of a field inside it by the names
 * on the way, where an array has {@code element} inside and a map {@code key} and {@code value}.
 * Each method throws {@link InvalidInput} for a change that cannot be made. One thread.
 */
public final class SchemaUpdate {

  private final Space space;
  private final Committer committer;
  private final Head base;
  private final FieldIds ids;
  private final List<SchemaEdit> edits = new ArrayList<>();
  private Schema planned;

  SchemaUpdate(Space space, Committer committer, Head base) {
    this.space = space;
    this.committer = committer;
    this.base = base;
    this.planned = base.stored().manifest().state().schema();
    this.ids = FieldIds.drawnFrom(space.options.entropy().random()::nextInt, planned.ids());
  }

  /** Ids for new fields, which no field of the table has. */
  public FieldIds ids() {
    return ids;
  }

  /** The columns after the changes so far. */
  public Schema schema() {
    return planned;
  }

  /**
   * Adds a column behind the others. Rows that are there have its default, or are NULL: then it
   * must be nullable.
   *
   * @param column with ids of {@link #ids}
   */
  public SchemaUpdate add(Field column) {
    return edit(new SchemaEdit.Add(SchemaEdit.TABLE, column));
  }

  /** Adds a nullable field behind the others inside a struct. */
  public SchemaUpdate add(ColumnPath struct, Field field) {
    return edit(new SchemaEdit.Add(id(struct), field));
  }

  /** Drops a column or field with all inside it; of an embedding also the index. */
  public SchemaUpdate drop(ColumnPath field) {
    return edit(new SchemaEdit.Drop(id(field)));
  }

  /** Renames a column or field. */
  public SchemaUpdate rename(ColumnPath field, String name) {
    return edit(new SchemaEdit.Rename(id(field), name));
  }

  /** Gives a field a wider type: bigint for int, double for float, a decimal of more digits. */
  public SchemaUpdate widen(ColumnPath field, Type type) {
    return edit(new SchemaEdit.Widen(id(field), type));
  }

  /** Lets NULL occur in a field. */
  public SchemaUpdate makeNullable(ColumnPath field) {
    return edit(new SchemaEdit.MakeNullable(id(field)));
  }

  /** Sets the comment of a field; null removes it. */
  public SchemaUpdate comment(ColumnPath field, @Nullable String comment) {
    return edit(new SchemaEdit.Comment(id(field), comment));
  }

  /** Puts a field before its siblings. */
  public SchemaUpdate moveFirst(ColumnPath field) {
    return edit(new SchemaEdit.Move(id(field), 0));
  }

  /** Puts a field right behind a sibling. */
  public SchemaUpdate moveAfter(ColumnPath field, String sibling) {
    List<String> names = new ArrayList<>(field.names());
    names.set(names.size() - 1, sibling);
    int after = id(ColumnPath.of(names.toArray(String[]::new)));
    return edit(new SchemaEdit.Move(id(field), after));
  }

  private SchemaUpdate edit(SchemaEdit edit) {
    Schema changed = edit.applyTo(planned);
    requireFewEmbeddings("The table", changed);
    planned = changed;
    edits.add(edit);
    return this;
  }

  private int id(ColumnPath path) {
    return planned
        .find(path)
        .orElseThrow(() ->
            new InvalidInput(
                "There is no column " + path.text() + "; the table has (" + planned.text() + ")"))
        .id();
  }

  /**
   * Commits the changes; nothing if they change nothing. What others committed to other fields
   * meanwhile stays.
   *
   * @throws Conflict if others changed the same fields, or gave a field one of the names
   */
  public CommitResult commit() {
    return committer.commit(base, change());
  }

  /** The changes so far. */
  SchemaChange change() {
    return new SchemaChange(space, base.stored().manifest().state().schema(), List.copyOf(edits));
  }

  /**
   * Refuses a schema with more embeddings than an entry of a batch has room for.
   *
   * @param table whose it is, for the message
   */
  static void requireFewEmbeddings(String table, Schema schema) {
    long embeddings =
        schema.fields().stream().filter(field -> field.type() instanceof EmbeddingType).count();
    if (embeddings > BatchEntry.MAX_VECTORS) {
      throw new LimitExceeded(
          String.format(
              Locale.ROOT,
              "%s would have %d embeddings; the limit is %d",
              table,
              embeddings,
              BatchEntry.MAX_VECTORS));
    }
  }
}
