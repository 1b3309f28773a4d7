package io.dreamdb.trino;

import io.trino.spi.Plugin;
import io.trino.spi.connector.ConnectorFactory;
import java.util.List;
import java.util.Set;

/** What a server finds in the plugin's folder. */
public final class DreamPlugin implements Plugin {

  /** Called by the server. */
  public DreamPlugin() {}

  @Override
  public Iterable<ConnectorFactory> getConnectorFactories() {
    return List.of(new DreamConnectorFactory());
  }

  @Override
  public Set<Class<?>> getFunctions() {
    return Set.of(SqlFunctions.class, VectorSumAggregate.class, VectorAverageAggregate.class);
  }
}
