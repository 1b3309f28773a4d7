package io.dreamdb.dataset;

import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.Schema;
import io.dreamdb.schema.Type;
import io.dreamdb.schema.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Merges the columns of three versions by the ids of fields: what either side added is there, what
 * either dropped is not, and what one changed is as that side has it. Where both changed a field
 * differently no strategy helps: batches of both could not be read with the columns of one.
 */
final class SchemaMerge {

  private final ThreeWay sides;
  private final Schema base;
  private final Schema ours;
  private final Schema theirs;

  SchemaMerge(ThreeWay sides) {
    this.sides = sides;
    this.base = sides.base().manifest().state().schema();
    this.ours = sides.ours().manifest().state().schema();
    this.theirs = sides.theirs().manifest().state().schema();
  }

  /** The columns of the result. */
  Schema run() {
    Schema merged =
        ThreeWay.agree(base, ours, theirs)
            ? ThreeWay.changed(base, ours, theirs)
            : new Schema(siblings(base.fields(), ours.fields(), theirs.fields()));
    requireRoom(sides.ours(), merged);
    requireRoom(sides.theirs(), merged);
    return merged;
  }

  /** A column without NULLs and default may have been added to a side while it had no rows. */
  private void requireRoom(StoredManifest side, Schema merged) {
    if (side.manifest().summary().batches() > 0) {
      SchemaAgreement.withoutRoom(side.manifest().state().schema(), merged)
          .ifPresent(field -> {
            throw refused(field.name(), "has no room for the rows of one side");
          });
    }
  }

  private List<Field> siblings(List<Field> before, List<Field> mine, List<Field> other) {
    List<Field> merged = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int id : order(ids(before), ids(mine), ids(other))) {
      Optional<Field> field = field(find(before, id), find(mine, id), find(other, id));
      if (field.isPresent()) {
        if (!names.add(field.get().name())) {
          throw refused(field.get().name(), "names two fields, one of each side");
        }
        merged.add(field.get());
      }
    }
    return merged;
  }

  /** Our order, or theirs where they alone moved fields; what the other added comes at the end. */
  private static Set<Integer> order(Set<Integer> before, Set<Integer> mine, Set<Integer> other) {
    List<Integer> kept = new ArrayList<>(before);
    kept.retainAll(mine);
    kept.retainAll(other);
    boolean theirs = isOrder(kept, mine) && !isOrder(kept, other);
    Set<Integer> order = new LinkedHashSet<>(theirs ? other : mine);
    order.addAll(theirs ? mine : other);
    return order;
  }

  private static boolean isOrder(List<Integer> kept, Set<Integer> side) {
    List<Integer> order = new ArrayList<>(side);
    order.retainAll(kept);
    return order.equals(kept);
  }

  private Optional<Field> field(
      Optional<Field> before, Optional<Field> mine, Optional<Field> other) {
    if (ThreeWay.agree(before, mine, other)) {
      return ThreeWay.changed(before, mine, other);
    }
    if (mine.isEmpty() || other.isEmpty()) {
      throw refused(
          before.orElseThrow().name(), "was dropped on one side and changed on the other");
    }
    if (before.isEmpty()) {
      throw refused(mine.get().name(), "was added on both sides, differently");
    }
    return Optional.of(field(before.get(), mine.get(), other.get()));
  }

  private Field field(Field before, Field mine, Field other) {
    String name = before.name();
    Optional<Value> value =
        one(
            name,
            "default",
            Optional.ofNullable(before.defaultValue()),
            Optional.ofNullable(mine.defaultValue()),
            Optional.ofNullable(other.defaultValue()));
    return mine.withDefault(null)
        .withName(one(name, "name", before.name(), mine.name(), other.name()))
        .withType(type(name, before.type(), mine.type(), other.type()))
        .withDefault(value.orElse(null))
        .withNullable(
            one(name, "nullability", before.nullable(), mine.nullable(), other.nullable()))
        .withComment(
            one(
                    name,
                    "comment",
                    Optional.ofNullable(before.comment()),
                    Optional.ofNullable(mine.comment()),
                    Optional.ofNullable(other.comment()))
                .orElse(null));
  }

  private <T> T one(String field, String what, T before, T mine, T other) {
    if (!ThreeWay.agree(before, mine, other)) {
      throw refused(
          field,
          String.format(
              Locale.ROOT, "has the %s %s on one side and %s on the other", what, mine, other));
    }
    return ThreeWay.changed(before, mine, other);
  }

  private Type type(String name, Type before, Type mine, Type other) {
    boolean alike = before.getClass() == mine.getClass() && before.getClass() == other.getClass();
    if (ThreeWay.agree(before, mine, other) || !alike || before.children().isEmpty()) {
      return one(name, "type", before, mine, other);
    }
    return mine.withChildren(siblings(before.children(), mine.children(), other.children()));
  }

  private static Set<Integer> ids(List<Field> fields) {
    Set<Integer> ids = new LinkedHashSet<>();
    fields.forEach(field -> ids.add(field.id()));
    return ids;
  }

  private static Optional<Field> find(List<Field> fields, int id) {
    return fields.stream().filter(field -> field.id() == id).findFirst();
  }

  private RuntimeException refused(String field, String what) {
    return sides.refused(
        String.format(
            Locale.ROOT,
            "the columns do not go together: '%s' %s; change it on one side first",
            field,
            what));
  }
}
