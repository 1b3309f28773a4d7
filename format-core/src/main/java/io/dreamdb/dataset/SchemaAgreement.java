package io.dreamdb.dataset;

import io.dreamdb.Conflict;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.Schema;
import io.dreamdb.schema.Type;
import io.dreamdb.track.BatchEntry;
import io.dreamdb.track.VectorEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What was made under the columns of one version, on a head whose columns others changed since. */
final class SchemaAgreement {

  private SchemaAgreement() {}

  /**
   * Refuses rows that the present columns have no room for: a column that was added holds no NULL
   * and has no default, or one that both have is of another type or nullability than a schema
   * update gives it. Columns that were dropped are ignored where the rows are read.
   *
   * @param change whose rows they are, for the message
   * @param written the columns with which they were written
   */
  static void requireRoom(String change, Schema written, Schema now) {
    withoutRoom(written, now)
        .ifPresent(field -> {
          throw new Conflict(
              String.format(
                  Locale.ROOT,
                  "%s: others changed column '%s' meanwhile, and it has no room for rows of (%s);"
                      + " run it again on the new columns",
                  change,
                  field.name(),
                  written.text()));
        });
  }

  /** The first field, if any, that has no room for rows which were written with other columns. */
  static Optional<Field> withoutRoom(Schema written, Schema now) {
    return written.equals(now) ? Optional.empty() : withoutRoom(written, now.fields());
  }

  private static Optional<Field> withoutRoom(Schema written, List<Field> fields) {
    for (Field field : fields) {
      Optional<Field> before = written.findById(field.id());
      boolean fits =
          before.isEmpty()
              ? field.nullable() || field.defaultValue() != null
              : (field.nullable() || !before.get().nullable()) && reads(field, before.get());
      Optional<Field> inside =
          fits && before.isPresent()
              ? withoutRoom(written, field.type().children())
              : Optional.empty();
      if (!fits || inside.isPresent()) {
        return Optional.of(inside.orElse(field));
      }
    }
    return Optional.empty();
  }

  private static boolean reads(Field field, Field before) {
    boolean nested = !field.type().children().isEmpty();
    return nested
        ? field.type().getClass() == before.type().getClass()
        : before.type().widensTo(field.type());
  }

  /** The entry without vectors of fields that the schema lacks. */
  static BatchEntry withoutDropped(BatchEntry entry, Schema schema) {
    List<VectorEntry> kept =
        entry.vectors().stream()
            .filter(vector -> schema.findById(vector.fieldId()).isPresent())
            .toList();
    return kept.size() == entry.vectors().size() ? entry : entry.withVectors(kept);
  }

  /**
   * Refuses a condition on columns that are not there any more.
   *
   * @param change whose condition it is, for the message
   * @param ids of the fields that it names, in {@code before}
   */
  static void requireFields(String change, Set<Integer> ids, Schema before, Schema now) {
    for (int id : ids) {
      Field field = before.findById(id).orElseThrow();
      if (now.findById(id).filter(present -> reads(present, field)).isEmpty()) {
        throw new Conflict(
            change
                + ": its condition names '"
                + field.name()
                + "', which others dropped or changed meanwhile; look at the table and run it again");
      }
    }
  }

  /** The fields that both have, as they are now, by the names that they had before. */
  static Schema namedAs(Schema before, Schema now) {
    return before.equals(now) ? now : new Schema(namedAs(before, now.fields()));
  }

  private static List<Field> namedAs(Schema before, List<Field> fields) {
    List<Field> named = new ArrayList<>();
    for (Field field : fields) {
      before
          .findById(field.id())
          .ifPresent(
              old -> named.add(field.withName(old.name()).withType(namedAs(before, field.type()))));
    }
    return named;
  }

  private static Type namedAs(Schema before, Type type) {
    List<Field> children = namedAs(before, type.children());
    // A struct all of whose fields are new: no name of before can mean one of them.
    return children.isEmpty() ? type : type.withChildren(children);
  }
}
