package io.dreamdb.trino;

import io.trino.Session;
import io.trino.testing.DistributedQueryRunner;
import io.trino.testing.TestingSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One coordinator and one worker for all suites of this module; ends with the last of them. */
final class TrinoCluster implements ParameterResolver {

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(TrinoCluster.class);

  /** The cluster and the folder of its tables. */
  record Running(DistributedQueryRunner runner, Path folder) implements AutoCloseable {

    static Running start() {
      try {
        Path folder = Files.createTempDirectory("trino-warehouse");
        Session session =
            TestingSession.testSessionBuilder().setCatalog("lake").setSchema("films").build();
        DistributedQueryRunner runner =
            DistributedQueryRunner.builder(session).setWorkerCount(1).build();
        runner.installPlugin(new DreamPlugin());
        runner.createCatalog("lake", "dreamdb", Map.of("dreamdb.warehouse", folder.toString()));
        runner.execute("CREATE SCHEMA films");
        return new Running(runner, folder);
      } catch (Exception e) {
        throw new IllegalStateException("the cluster did not start", e);
      }
    }

    @Override
    public void close() {
      runner.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Running.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent("cluster", _ -> Running.start(), Running.class);
  }
}
