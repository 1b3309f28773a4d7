package io.dreamdb.store;

import static io.dreamdb.store.ObjectStoreRaceContract.increment;
import static io.dreamdb.store.ObjectStoreRaceContract.valueOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Several processes on one folder. */
class LocalProcessesTest {

  private static final RegisterKey COUNTER = RegisterKey.ref("counter");

  @TempDir Path root;
  private final List<Process> children = new ArrayList<>();

  /**
   * What a child said: increments that it knows to have happened, and those it does not know of.
   */
  private record Said(int acked, int unknown) {
    Said plus(Said other) {
      return new Said(acked + other.acked, unknown + other.unknown);
    }
  }

  @AfterEach
  void endChildren() {
    children.forEach(Process::destroyForcibly);
  }

  @Test
  void processesThatRaceLoseNoIncrement() throws Exception {
    List<BufferedReader> outputs = List.of(start(40), start(40), start(40));
    Said all = new Said(0, 0);
    for (BufferedReader output : outputs) {
      all = all.plus(listen(output));
    }
    assertThat(all).isEqualTo(new Said(120, 0));
    assertThat(valueOf(new LocalObjectStore(root).readRegister(COUNTER))).isEqualTo(120);
  }

  @Test
  void aProcessKilledAnywhereLeavesAllThatItAcknowledged() throws Exception {
    LocalObjectStore store = new LocalObjectStore(root);
    Said all = new Said(0, 0);
    int rounds = 5;
    for (int round = 0; round < rounds; round++) {
      BufferedReader output = start(1_000_000);
      assertThat(output.readLine()).isEqualTo("ready");
      for (int i = 0; i < 10 + 7 * round; i++) {
        assertThat(output.readLine()).isEqualTo("acked");
        all = all.plus(new Said(1, 0));
      }
      // By its handle: Process.destroyForcibly would close the output that is still to be read.
      children.get(round).toHandle().destroyForcibly();
      all = all.plus(listen(output));
      increment(store, COUNTER);
      all = all.plus(new Said(1, 0));
      // The last increment of each child may have been linked, but not acknowledged.
      assertThat(valueOf(store.readRegister(COUNTER)))
          .isBetween(all.acked(), all.acked() + round + 1);
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process cannot be stopped by a signal")
  void aProcessStoppedForManyVersionsOverwritesNothing() throws Exception {
    LocalObjectStore store = new LocalObjectStore(root);
    BufferedReader output = start(100);
    assertThat(output.readLine()).isEqualTo("ready");
    int mine = 0;
    for (int round = 0; round < 3; round++) {
      output.readLine();
      signal("STOP");
      for (int i = 0; i < LocalRegisters.KEPT + 10; i++, mine++) {
        increment(store, COUNTER);
      }
      int before = valueOf(store.readRegister(COUNTER));
      signal("CONT");
      increment(store, COUNTER);
      mine++;
      assertThat(valueOf(store.readRegister(COUNTER))).isGreaterThan(before);
    }
    Said rest = listen(output);
    // Three lines were read above; an increment that it did not know of has happened or not.
    assertThat(rest.acked() + rest.unknown()).isEqualTo(100 - 3);
    assertThat(valueOf(store.readRegister(COUNTER)))
        .isBetween(mine + rest.acked(), mine + rest.acked() + 3 + rest.unknown());
  }

  private BufferedReader start(int increments) throws IOException, URISyntaxException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classes(LocalObjectStore.class)
                    + File.pathSeparator
                    + classes(CounterProcess.class),
                CounterProcess.class.getName(),
                root.toString(),
                COUNTER.path(),
                Integer.toString(increments))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    children.add(child);
    return child.inputReader(StandardCharsets.UTF_8);
  }

  private static String classes(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  private static Said listen(BufferedReader output) throws IOException {
    int acked = 0;
    int unknown = 0;
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      acked += line.equals("acked") ? 1 : 0;
      unknown += line.equals("unknown") ? 1 : 0;
    }
    return new Said(acked, unknown);
  }

  private void signal(String name) throws IOException, InterruptedException {
    String pid = Long.toString(children.get(0).pid());
    Process kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid).start();
    assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(kill.exitValue()).isZero();
  }
}
