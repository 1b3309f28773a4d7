package io.dreamdb.trino;

import io.trino.spi.connector.Connector;
import io.trino.spi.connector.ConnectorContext;
import io.trino.spi.connector.ConnectorFactory;
import java.util.Map;

/** Makes a catalog with {@code connector.name=dreamdb}. */
final class DreamConnectorFactory implements ConnectorFactory {

  @Override
  public String getName() {
    return "dreamdb";
  }

  @Override
  public Connector create(
      String catalogName, Map<String, String> config, ConnectorContext context) {
    DreamConfig parsed = DreamConfig.parse(catalogName, config);
    TypeMapping types = new TypeMapping(context.getTypeManager().getTypeOperators());
    return Translated.call(() -> new DreamConnector(parsed, types));
  }
}
