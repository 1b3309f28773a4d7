package io.dreamdb.schema;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/** In which fields two versions of a schema differ. */
public final class SchemaDifference {

  private final Schema before;
  private final Schema after;
  private final Set<Integer> ids = new HashSet<>();

  private SchemaDifference(Schema before, Schema after) {
    this.before = before;
    this.after = after;
  }

  /**
   * The ids of the fields that were added, dropped, renamed, or given another type, nullability,
   * default or comment. A field inside another does not count for it, nor does a field's place.
   */
  public static Set<Integer> between(Schema before, Schema after) {
    SchemaDifference difference = new SchemaDifference(before, after);
    before.ids().forEach(difference::compare);
    after.ids().forEach(difference::compare);
    return difference.ids;
  }

  private void compare(int id) {
    Field old = before.findById(id).orElse(null);
    Field now = after.findById(id).orElse(null);
    if (old == null || now == null || !same(old, now)) {
      ids.add(id);
    }
  }

  private static boolean same(Field old, Field now) {
    boolean nested =
        !old.type().children().isEmpty() && old.type().getClass() == now.type().getClass();
    return old.name().equals(now.name())
        && old.nullable() == now.nullable()
        && Objects.equals(old.defaultValue(), now.defaultValue())
        && Objects.equals(old.comment(), now.comment())
        && (nested || old.type().equals(now.type()));
  }
}
