package io.dreamdb.store.s3;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A bucket that none of this project's code serves: s3proxy speaks S3, and Azurite, a server of
 * Azure's blobs, stores and compares. It answers otherwise than S3 does where S3's clients may not
 * care: a lost creation gets 409, and each write gets an entity tag of its own.
 *
 * <p>Both run for all tests of a JVM and end after the last. Where {@code ./dreamdb test} could not
 * install them, the tests are skipped.
 */
public final class ForeignBucket implements BeforeAllCallback {

  /** The bucket. */
  public static final String BUCKET = "lake";

  private static final Path INSTALLED = Path.of("..", "target", "azurite");
  private static final Path CONFIGURATION = Path.of("..", "test", "azurite");
  private static final String ACCOUNT = "lake";
  private static final String KEY =
      Base64.getEncoder().encodeToString("a key of tests".getBytes(StandardCharsets.UTF_8));
  private static Servers running;

  /** Both servers, and what a store needs to reach the bucket. */
  private record Servers(ServerProcess azurite, ServerProcess front, Map<String, String> options)
      implements AutoCloseable {

    static Servers start() {
      ServerProcess azurite = startAzurite();
      try {
        ServerProcess front = startFront(azurite.port());
        Map<String, String> options =
            Map.of(
                "s3.endpoint",
                "http://127.0.0.1:" + front.port(),
                "s3.path-style-access",
                "true",
                "s3.aws-access-key",
                ACCOUNT,
                "s3.aws-secret-key",
                KEY,
                "s3.socket-read-timeout",
                "30s");
        S3Connection.of(S3Options.parse(options)).client().createBucket(b -> b.bucket(BUCKET));
        return new Servers(azurite, front, options);
      } catch (RuntimeException | Error e) {
        azurite.close();
        throw e;
      }
    }

    @Override
    public void close() {
      front.close();
      azurite.close();
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    assumeTrue(
        Files.exists(INSTALLED.resolve("installed")),
        "Azurite and s3proxy are not installed in "
            + INSTALLED.toAbsolutePath().normalize()
            + "; ./dreamdb test does that, and says why if it cannot");
    running =
        context
            .getRoot()
            .getStore(ExtensionContext.Namespace.GLOBAL)
            .getOrComputeIfAbsent(ForeignBucket.class, key -> Servers.start(), Servers.class);
  }

  /** What a store needs to reach the bucket; a test must be extended with this class. */
  public static Map<String, String> options() {
    return running.options;
  }

  private static ServerProcess startAzurite() {
    int port = ServerProcess.freePort();
    ProcessBuilder command =
        new ProcessBuilder(
            "node",
            INSTALLED.resolve("node_modules/azurite/dist/src/blob/main.js").toString(),
            "--silent",
            "--skipApiVersionCheck",
            "--disableTelemetry",
            "--inMemoryPersistence",
            "--blobHost",
            "127.0.0.1",
            "--blobPort",
            Integer.toString(port));
    command.environment().put("AZURITE_ACCOUNTS", ACCOUNT + ":" + KEY);
    return ServerProcess.start("Azurite", command, port, INSTALLED.resolve("azurite.log"));
  }

  private static ServerProcess startFront(int azurite) {
    int port = ServerProcess.freePort();
    Map<String, String> settings =
        new TreeMap<>(
            Map.of(
                "s3proxy.endpoint",
                "http://127.0.0.1:" + port,
                "s3proxy.authorization",
                "aws-v2-or-v4",
                "s3proxy.identity",
                ACCOUNT,
                "s3proxy.credential",
                KEY,
                "jclouds.provider",
                "azureblob-sdk",
                "jclouds.endpoint",
                "http://127.0.0.1:" + azurite + "/" + ACCOUNT,
                "jclouds.identity",
                ACCOUNT,
                "jclouds.credential",
                KEY));
    try {
      Path file = INSTALLED.resolve("s3proxy.conf");
      Files.write(
          file,
          settings.entrySet().stream()
              .map(setting -> setting.getKey() + "=" + setting.getValue())
              .toList());
      List<String> command =
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xmx512m",
              "-XX:TieredStopAtLevel=1",
              "-Dlogback.configurationFile=" + CONFIGURATION.resolve("logback.xml"),
              "-cp",
              Files.readString(INSTALLED.resolve("s3proxy.classpath")).strip(),
              "org.gaul.s3proxy.Main",
              "--properties",
              file.toString());
      return ServerProcess.start(
          "s3proxy", new ProcessBuilder(command), port, INSTALLED.resolve("s3proxy.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
