package io.dreamdb.store.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A server that is a process and listens on a port of the loopback address. */
record ServerProcess(Process process, int port) implements AutoCloseable {

  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(120);

  /** A port that is free now. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts a server and waits until it accepts connections.
   *
   * @param log gets what it prints
   */
  static ServerProcess start(String name, ProcessBuilder command, int port, Path log) {
    try {
      Process process = command.redirectErrorStream(true).redirectOutput(log.toFile()).start();
      ServerProcess server = new ServerProcess(process, port);
      long start = System.nanoTime();
      while (!server.accepts()) {
        if (!process.isAlive() || System.nanoTime() - start > MOST_NANOS) {
          server.close();
          throw new IllegalStateException(
              name + " does not listen on port " + port + "; it printed into " + log);
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(name + " could not be started: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private boolean accepts() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
