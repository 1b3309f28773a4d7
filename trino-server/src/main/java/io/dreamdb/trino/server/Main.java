package io.dreamdb.trino.server;

import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The verbs {@code trino} and {@code sql}. Exit codes: 0 done, 1 failed, 2 the command line is
 * wrong.
 */
public final class Main {

  private static final String USAGE =
      """
      usage: ./dreamdb trino [start] [option...]   start a server with one catalog, wait until it answers
             ./dreamdb trino status                say whether it runs
             ./dreamdb trino stop                  stop it
             ./dreamdb sql [--server URI] [--catalog NAME] [--schema NAME] "statement"
                                                   run a statement on it
      options of start:
        --warehouse LOCATION   of the tables; default .dreamdb/warehouse
        --catalog NAME         of the catalog; default lake
        --port NUMBER          default 8080; 0 is any free one
        --heap SIZE            the most memory of the server; default 1g
        --property KEY=VALUE   one more property of the catalog; may be repeated
      """;

  private final Path root;
  private final PrintStream out;

  Main(Path root, PrintStream out) {
    this.root = root;
    this.out = out;
  }

  /** Runs a verb and ends the process with its exit code. */
  public static void main(String[] arguments) {
    // The client library says at level INFO what only its developers need.
    Logger.getLogger("io.trino").setLevel(Level.WARNING);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    Path root = Path.of(System.getProperty("dreamdb.root", "."));
    int code = new Main(root, out).run(List.of(arguments), err);
    out.flush();
    System.exit(code);
  }

  int run(List<String> arguments, PrintStream err) {
    try {
      verb(arguments);
      return 0;
    } catch (CommandFailure failure) {
      err.println("dreamdb: " + failure.getMessage());
      if (failure.exitCode() == CommandFailure.USAGE) {
        err.print(USAGE);
      }
      return failure.exitCode();
    }
  }

  private void verb(List<String> arguments) {
    if (arguments.isEmpty()) {
      throw usage("no verb given");
    }
    List<String> rest = new ArrayList<>(arguments.subList(1, arguments.size()));
    switch (arguments.get(0)) {
      case "trino" -> trino(rest);
      case "sql" -> sql(rest);
      default -> throw usage("unknown verb '" + arguments.get(0) + "'");
    }
  }

  private LocalServer server() {
    return new LocalServer(root.resolve(".dreamdb/trino"));
  }

  private void trino(List<String> arguments) {
    String action = "start";
    if (!arguments.isEmpty() && !arguments.get(0).startsWith("-")) {
      action = arguments.remove(0);
    }
    switch (action) {
      case "start" -> start(arguments);
      case "status" -> {
        requireNone(arguments);
        out.println(
            server()
                .running()
                .map(running -> "a server runs at " + running.uri() + ", pid " + running.pid())
                .orElse("no server runs"));
      }
      case "stop" -> {
        requireNone(arguments);
        out.println(server().stop() ? "stopped" : "no server runs");
      }
      case "help" -> out.print(USAGE);
      default -> throw usage("unknown action '" + action + "'");
    }
  }

  private void start(List<String> arguments) {
    String warehouse = root.resolve(".dreamdb/warehouse").toAbsolutePath().normalize().toString();
    String catalog = "lake";
    String port = "8080";
    String heap = "1g";
    Map<String, String> properties = new TreeMap<>();
    while (!arguments.isEmpty()) {
      String option = arguments.remove(0);
      switch (option) {
        case "--warehouse" -> warehouse = location(value(option, arguments));
        case "--catalog" -> catalog = value(option, arguments);
        case "--port" -> port = value(option, arguments);
        case "--heap" -> heap = value(option, arguments);
        case "--property" -> property(value(option, arguments), properties);
        default -> throw usage("unknown option '" + option + "'");
      }
    }
    if (!catalog.matches("[a-z][a-z0-9_]*")) {
      throw usage("catalog '" + catalog + "': expected lower-case letters, digits and _");
    }
    properties.put("dreamdb.warehouse", warehouse);
    LocalServer.Running running =
        server()
            .start(
                new LocalServer.Plan(
                    System.getProperty("java.class.path"),
                    List.of(
                        LocalServer.Catalog.dreamdb(
                            catalog,
                            root.resolve("trino-connector/target/plugin/dreamdb").toAbsolutePath(),
                            properties)),
                    port(port),
                    heap));
    out.println("Trino runs at " + running.uri() + ", catalog '" + catalog + "' on " + warehouse);
    out.println("  ./dreamdb sql \"SHOW SCHEMAS\"     ./dreamdb trino stop");
    out.println("  log: " + server().log());
  }

  /** A location as the server sees it, which runs in another folder. */
  private static String location(String text) {
    boolean isUri = text.matches("[a-zA-Z][a-zA-Z0-9+.-]*:.*");
    return isUri ? text : Path.of(text).toAbsolutePath().normalize().toString();
  }

  private static void property(String text, Map<String, String> properties) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw usage("property '" + text + "': expected KEY=VALUE");
    }
    properties.put(text.substring(0, equals), text.substring(equals + 1));
  }

  private static int port(String text) {
    if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65_535) {
      throw usage("port '" + text + "': expected a number from 0 to 65535");
    }
    return Integer.parseInt(text);
  }

  private void sql(List<String> arguments) {
    @Nullable URI given = null;
    @Nullable String catalog = null;
    @Nullable String schema = null;
    List<String> statements = new ArrayList<>();
    while (!arguments.isEmpty()) {
      String argument = arguments.remove(0);
      switch (argument) {
        case "--server" -> given = uri(value(argument, arguments));
        case "--catalog" -> catalog = value(argument, arguments);
        case "--schema" -> schema = value(argument, arguments);
        default -> statements.add(argument);
      }
    }
    if (statements.size() != 1 || statements.get(0).isBlank()) {
      throw usage("expected one statement in quotes, got " + statements.size());
    }
    URI uri = given;
    if (uri == null) {
      Optional<LocalServer.Running> running = server().running();
      if (running.isEmpty()) {
        throw new CommandFailure(
            CommandFailure.FAILED, "no server runs here\nStart one by `./dreamdb trino`.");
      }
      uri = running.get().uri();
      catalog = catalog == null ? running.get().catalog() : catalog;
    }
    new Statement(uri, catalog, schema).run(statements.get(0), out);
  }

  private static URI uri(String text) {
    try {
      URI uri = new URI(text);
      if (uri.getHost() != null && uri.getScheme() != null && uri.getScheme().startsWith("http")) {
        return uri;
      }
    } catch (java.net.URISyntaxException notOne) {
      // Said below, as for every other text that is no address of a server.
    }
    throw usage("server '" + text + "': expected http://host:port");
  }

  private static String value(String option, List<String> arguments) {
    if (arguments.isEmpty()) {
      throw usage("option " + option + " has no value");
    }
    return arguments.remove(0);
  }

  private static void requireNone(List<String> arguments) {
    if (!arguments.isEmpty()) {
      throw usage("unknown argument '" + arguments.get(0) + "'");
    }
  }

  private static CommandFailure usage(String message) {
    return new CommandFailure(CommandFailure.USAGE, message);
  }
}
