package io.dreamdb.integration;

import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/**
 * A condition that both engines write alike, and what it means.
 *
 * @param sql its text
 * @param selects whether it is true of a row, as SQL defines that
 */
record Condition(String sql, Predicate<ModelRow> selects) {

  /** A condition on few rows. */
  static Condition random(long lastId, Random random) {
    Condition first = simple(lastId, random);
    return switch (random.nextInt(4)) {
      case 0 -> first.and(simple(lastId, random));
      case 1 ->
          first.and(simple(lastId, random)).or(simple(lastId, random).and(one(lastId, random)));
      default -> first;
    };
  }

  private static Condition one(long lastId, Random random) {
    long id = random.nextLong(lastId + 1);
    return new Condition("id = " + id, row -> row.id() == id);
  }

  private static Condition simple(long lastId, Random random) {
    long id = random.nextLong(lastId + 1);
    int n = random.nextInt(-20, 20);
    return switch (random.nextInt(10)) {
      case 0 -> new Condition("id = " + id, row -> row.id() == id);
      case 1 ->
          new Condition(
              "id BETWEEN " + id + " AND " + (id + 4), row -> row.id() >= id && row.id() <= id + 4);
      case 2 ->
          new Condition(
              "id IN (" + id + ", " + (id + 2) + ", " + (id + 9) + ")",
              row -> List.of(id, id + 2, id + 9).contains(row.id()));
      case 3 -> new Condition("n = " + n, row -> row.n() != null && row.n() == n);
      case 4 -> new Condition("n IS NULL AND id > " + id, row -> row.n() == null && row.id() > id);
      case 5 ->
          new Condition("name LIKE '%ü%'", row -> row.name() != null && row.name().contains("ü"));
      case 6 ->
          new Condition(
              "name < 'a' AND n > " + n,
              row ->
                  row.name() != null
                      && row.name().compareTo("a") < 0
                      && row.n() != null
                      && row.n() > n);
      case 7 -> new Condition("v IS NULL AND id < " + id, row -> row.x() == null && row.id() < id);
      // The last two are beyond what tables evaluate themselves.
      case 8 -> new Condition("id % 11 = " + id % 11, row -> row.id() % 11 == id % 11);
      default ->
          new Condition(
              "length(name) = 5 AND n < " + n,
              row ->
                  row.name() != null
                      && row.name().codePointCount(0, row.name().length()) == 5
                      && row.n() != null
                      && row.n() < n);
    };
  }

  private Condition and(Condition other) {
    return new Condition("(" + sql + ") AND (" + other.sql + ")", selects.and(other.selects));
  }

  private Condition or(Condition other) {
    return new Condition("(" + sql + ") OR (" + other.sql + ")", selects.or(other.selects));
  }
}
