package io.dreamdb.dataset;

import io.dreamdb.schema.Predicate;
import java.util.Random;

/** A filter as text for the library and as plain code for the model. */
record ModelFilter(String text, java.util.function.Predicate<ModelRow> twin) {

  Predicate predicate() {
    return Predicate.parse(text);
  }

  /** One of some shapes; {@code ids} is about how many rows there ever were. */
  static ModelFilter random(Random random, long ids) {
    long low = random.nextInt((int) ids + 1);
    long high = low + random.nextInt((int) ids / 3 + 2);
    return switch (random.nextInt(9)) {
      case 0, 1, 2 ->
          new ModelFilter(
              "id between " + low + " and " + high, row -> row.id() >= low && row.id() <= high);
      case 3 -> new ModelFilter("id = " + low, row -> row.id() == low);
      case 4 -> new ModelFilter("score is nan", row -> row.score() != null && row.score().isNaN());
      case 5 ->
          new ModelFilter("score >= 0.25", row -> row.score() != null && !(row.score() < 0.25));
      case 6 ->
          new ModelFilter(
              "word is null or word = 'it''s'",
              row -> row.word() == null || row.word().equals("it's"));
      case 7 ->
          new ModelFilter(
              "near is not null and id < " + high, row -> row.near() != null && row.id() < high);
      default -> new ModelFilter("id >= 0", row -> true);
    };
  }
}
