package io.dreamdb.dataset;

import io.dreamdb.Conflict;
import io.dreamdb.InvalidInput;
import io.dreamdb.index.IndexTrack;
import io.dreamdb.manifest.Manifest;
import io.dreamdb.manifest.Summary;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.Schema;
import io.dreamdb.schema.SchemaDifference;
import io.dreamdb.schema.SchemaEdit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Changes of columns, by field id: they go together with changes of other fields, and with
 * everything that happens to rows and indexes.
 *
 * @param planned the columns on which they were planned
 */
record SchemaChange(Space space, Schema planned, List<SchemaEdit> edits) implements Change {

  @Override
  public String name() {
    return "changing columns";
  }

  @Override
  public Optional<Draft> apply(Step step) {
    Movements.refuse(space, step, Movements.REPLACING, name());
    Manifest head = step.head().stored().manifest();
    Schema before = head.state().schema();
    Schema after = before.equals(planned) ? applied(before) : rebased(before);
    if (after.equals(before)) {
      return Optional.empty();
    }
    Manifest.Content content = head.state().withSchema(after);
    for (Field field : before.fields()) {
      if (after.findById(field.id()).isEmpty()) {
        content = content.withTrack(IndexTrack.name(field.id()), Optional.empty());
      }
    }
    return Optional.of(
        Draft.of(content, Summary.unchanged("schema", head.summary()), head.anchors()));
  }

  private Schema applied(Schema schema) {
    Schema changed = schema;
    for (SchemaEdit edit : edits) {
      changed = edit.applyTo(changed);
    }
    SchemaUpdate.requireFewEmbeddings("The table", changed);
    return changed;
  }

  private Schema rebased(Schema now) {
    Set<Integer> theirs = SchemaDifference.between(planned, now);
    for (SchemaEdit edit : edits) {
      edit.touched(planned).forEach(id -> requireAlone(id, theirs, now));
      edit.touched(now).forEach(id -> requireAlone(id, theirs, now));
      edit.needed().stream()
          .filter(id -> now.findById(id).isEmpty())
          .forEach(id -> requireAlone(id, theirs, now));
    }
    try {
      return applied(now);
    } catch (InvalidInput e) {
      throw new Conflict(
          name()
              + ": others changed the columns meanwhile, and now "
              + e.getMessage()
              + "; look at the table and run it again");
    }
  }

  private void requireAlone(int id, Set<Integer> theirs, Schema now) {
    if (theirs.contains(id)) {
      Field field = now.findById(id).or(() -> planned.findById(id)).orElseThrow();
      throw new Conflict(
          name()
              + ": others changed or dropped field '"
              + field.name()
              + "' meanwhile; look at the table and run it again");
    }
  }
}
