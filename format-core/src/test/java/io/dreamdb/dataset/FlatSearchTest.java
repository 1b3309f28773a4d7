package io.dreamdb.dataset;

/** Searches of tables without an index. */
final class FlatSearchTest extends SearchContract {

  @Override
  void prepare(Dataset table) {}
}
