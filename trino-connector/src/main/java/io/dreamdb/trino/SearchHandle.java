package io.dreamdb.trino;

import io.trino.spi.function.table.ConnectorTableFunctionHandle;
import java.util.List;

/**
 * An analysed call of {@code vector_search}.
 *
 * @param table the version and what is searched for in it
 * @param columns of the result, in order
 */
public record SearchHandle(DreamTable table, List<DreamColumn> columns)
    implements ConnectorTableFunctionHandle {

  /** Copies the list. */
  public SearchHandle {
    columns = List.copyOf(columns);
  }
}
