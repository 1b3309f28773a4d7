package io.dreamdb.trino.server;

import io.trino.server.Server;

/** The server process: Trino as its own launcher would start it. */
public final class ServerMain {

  /** The version that the server calls itself. */
  static final String TRINO_VERSION = "483";

  private ServerMain() {}

  /** Runs until the process is ended. */
  public static void main(String[] arguments) {
    new Server().start(TRINO_VERSION);
  }
}
