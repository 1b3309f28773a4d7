package io.dreamdb.schema;

/** Ids 1, 2, 3, … for tests that name them. */
final class SequentialIds implements FieldIds {

  private int last;

  @Override
  public int next() {
    return ++last;
  }
}
