package io.dreamdb.trino;

import io.dreamdb.schema.Predicate;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.SchemaTableName;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A version of a table and what a statement wants of it.
 *
 * @param schema the table's schema
 * @param table the table's name
 * @param location where the table is
 * @param version the id of the version that is read
 * @param branch the branch that writes go to; empty: none, since an old version is read
 * @param filters conditions on rows in the filter language, all of which hold
 * @param search where the rows are those that a search finds; else null
 * @param top where only the first rows are wanted; else null
 */
public record DreamTable(
    String schema,
    String table,
    String location,
    String version,
    String branch,
    List<String> filters,
    @Nullable SearchSpec search,
    @Nullable Top top)
    implements ConnectorTableHandle {

  /**
   * The first rows.
   *
   * @param count how many
   * @param column a score, by which they are the first
   * @param ascending whether small values come first
   * @param nullsFirst whether NULL comes first
   * @param ofTable whether they are those of the table; else those of each batch, in no order
   * @param approximate whether an index may choose them
   */
  public record Top(
      long count,
      DreamColumn column,
      boolean ascending,
      boolean nullsFirst,
      boolean ofTable,
      boolean approximate) {

    Top ofWholeTable() {
      return new Top(count, column, ascending, nullsFirst, true, approximate);
    }
  }

  /** Copies the list. */
  public DreamTable {
    filters = List.copyOf(filters);
  }

  static DreamTable of(SchemaTableName name, String location, String version, String branch) {
    return new DreamTable(
        name.getSchemaName(),
        name.getTableName(),
        location,
        version,
        branch,
        List.of(),
        null,
        null);
  }

  SchemaTableName name() {
    return new SchemaTableName(schema, table);
  }

  DreamTable withFilters(List<String> all) {
    return new DreamTable(schema, table, location, version, branch, all, search, top);
  }

  DreamTable withSearch(SearchSpec what) {
    return new DreamTable(schema, table, location, version, "", filters, what, top);
  }

  DreamTable withTop(Top first) {
    return new DreamTable(schema, table, location, version, branch, filters, search, first);
  }

  /** How its rows are chosen and ordered, if they are. */
  Optional<Ranking> ranking() {
    if (search != null) {
      return Optional.of(new NearestRanking(search.request()));
    }
    return top != null && top.ofTable()
        ? Optional.of(new FunctionRanking(top, predicate()))
        : Optional.empty();
  }

  /** What a row must fulfil. */
  Predicate predicate() {
    return Predicate.and(filters.stream().map(Predicate::parse).toList());
  }

  /** As EXPLAIN shows it. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(schema).append('.').append(table);
    text.append('@').append(version, 0, Math.min(12, version.length()));
    if (!filters.isEmpty()) {
      text.append(" where ").append(String.join(" AND ", filters));
    }
    if (search != null) {
      text.append(" search ").append(search.k());
    }
    if (top != null) {
      text.append(top.approximate() ? " about top " : " top ")
          .append(top.count())
          .append(" by ")
          .append(top.column().name());
    }
    return text.toString();
  }
}
