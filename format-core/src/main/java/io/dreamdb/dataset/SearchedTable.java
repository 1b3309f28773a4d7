package io.dreamdb.dataset;

import io.dreamdb.index.AnchorRun;
import io.dreamdb.index.IndexCache;
import io.dreamdb.index.IndexTrack;
import io.dreamdb.index.IndexView;
import io.dreamdb.index.OpenIndex;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.Predicate;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One version and field, open for searches: rows, index, what the index does not cover, and the
 * filters used last. Safe for many threads.
 */
final class SearchedTable {

  private static final int MAX_FILTERS = 8;

  private final Snapshot snapshot;
  private final SearchedRows rows;
  private final Optional<OpenIndex> index;
  private final List<UncoveredRows.Range> uncovered;
  private final Map<Predicate, FilteredRows> filters =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Predicate, FilteredRows> eldest) {
          return size() > MAX_FILTERS;
        }
      };

  private SearchedTable(
      Snapshot snapshot,
      SearchedRows rows,
      Optional<OpenIndex> index,
      List<UncoveredRows.Range> uncovered) {
    this.snapshot = snapshot;
    this.rows = rows;
    this.index = index;
    this.uncovered = uncovered;
  }

  static SearchedTable open(
      Snapshot snapshot, Space space, Field field, Optional<ObjectRef> track, IndexCache cache) {
    SearchedRows rows = new SearchedRows(snapshot, space, field);
    if (track.isEmpty()) {
      return new SearchedTable(snapshot, rows, Optional.empty(), List.of());
    }
    IndexView view = new IndexView(space.reader, field.id());
    IndexTrack described = view.track(track.get());
    Iterator<AnchorRun> coverage = view.coverage(described);
    return new SearchedTable(
        snapshot,
        rows,
        Optional.of(OpenIndex.open(space.reader, described, cache)),
        UncoveredRows.of(snapshot, coverage));
  }

  SearchedRows rows() {
    return rows;
  }

  /** The index of the field, if there is one. */
  Optional<OpenIndex> index() {
    return index;
  }

  /** The rows that are compared one by one: all without an index. */
  Iterator<UncoveredRows.Range> uncovered() {
    return index.isPresent() ? uncovered.iterator() : UncoveredRows.all(snapshot);
  }

  /**
   * The rows that match a filter.
   *
   * @throws io.dreamdb.InvalidInput if it does not go with the columns
   */
  synchronized FilteredRows filtered(Predicate predicate) {
    FilteredRows known = filters.get(predicate);
    if (known == null) {
      known = new FilteredRows(snapshot, new RowFilter(snapshot.schema(), predicate));
      filters.put(predicate, known);
    }
    return known;
  }
}
