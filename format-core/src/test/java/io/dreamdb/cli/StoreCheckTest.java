package io.dreamdb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.object.SeededEntropy;
import io.dreamdb.store.s3.ConditionMode;
import io.dreamdb.store.s3.S3Fault;
import io.dreamdb.store.s3.StrictS3Server;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreCheckTest {

  private String out = "";
  private String err = "";

  @Test
  void aStoreThatKeepsItsWordPassesAndIsLeftEmpty() {
    try (StrictS3Server server = StrictS3Server.start()) {
      assertThat(check(server, "--rounds", "3", "--threads", "16")).isZero();
      assertThat(out)
          .contains("probing s3://lake/there/store-check-")
          .contains(
              "ok     racing create-only puts", "one winner of 16 in 3 of 3 rounds, at most 1")
          .contains("ok     racing swaps", "ok     a counter", "lost 0")
          .contains("No check failed with 16 threads in 3 rounds.")
          .contains(StoreCheckVerb.NO_PROOF)
          .doesNotContain("FAILED");
      assertThat(server.keys()).isEmpty();
    }
  }

  @Test
  void aStoreThatIgnoresConditionsFails() {
    try (StrictS3Server server = StrictS3Server.start(ConditionMode.IGNORED)) {
      assertThat(check(server, "--rounds", "2", "--threads", "16")).isEqualTo(ExitCode.REFUSED);
      assertThat(out)
          .contains("FAILED conditions, one request at a time")
          .contains("FAILED racing create-only puts", "one winner of 16 in 0 of 2 rounds")
          .contains("FAILED racing swaps")
          .contains("do not let more than one writer use it", StoreCheckVerb.NO_PROOF);
      assertThat(server.keys()).isEmpty();
    }
  }

  @Test
  void aStoreThatComparesFirstAndWritesLaterFails() {
    try (StrictS3Server server = StrictS3Server.start(ConditionMode.RACED)) {
      assertThat(check(server, "--rounds", "3", "--json")).isEqualTo(ExitCode.REFUSED);
      assertThat(out)
          .contains("\"failed\" : true", "\"threads\" : 32", "It cannot prove that one is safe")
          .contains("\"check\" : \"conditions, one request at a time\",\n    \"passed\" : true")
          .contains("\"check\" : \"racing create-only puts\",\n    \"passed\" : false")
          .contains("\"check\" : \"racing swaps\",\n    \"passed\" : false");
    }
  }

  @Test
  void aListingThatIsBehindFails() {
    try (StrictS3Server server = StrictS3Server.start()) {
      server.setFaults((method, key) -> key.isEmpty() ? S3Fault.STALE_LIST : S3Fault.NONE);
      assertThat(check(server, "--rounds", "1", "--threads", "2")).isEqualTo(ExitCode.REFUSED);
      assertThat(out).contains("FAILED list after write and delete");
    }
  }

  @Test
  void aStoreThatDoesNotAnswerIsNoFinding() {
    StrictS3Server server = StrictS3Server.start();
    server.close();
    assertThat(check(server, "-o", "s3.max-error-retries=0")).isEqualTo(ExitCode.STORE);
    assertThat(err).contains("dreamdb: cannot look up").doesNotContain(StrictS3Server.SECRET_KEY);
  }

  @Test
  void aFolderPasses(@TempDir Path folder) {
    assertThat(run("store-check", folder.toString(), "--rounds", "2", "--threads", "8")).isZero();
    assertThat(out).contains("No check failed");
  }

  @Test
  void wrongArgumentsAreNamed(@TempDir Path folder) {
    assertThat(run("store-check")).isEqualTo(ExitCode.USAGE);
    assertThat(run("store-check", folder.toString(), "--threads", "1")).isEqualTo(ExitCode.REFUSED);
    assertThat(err).contains("expected 2 to 256 threads");
    assertThat(run("store-check", "s3://lake", "-o", "s3.nope=1")).isEqualTo(ExitCode.REFUSED);
    assertThat(err).contains("'s3.nope' is unknown");
  }

  private int check(StrictS3Server server, String... more) {
    List<String> arguments = new ArrayList<>(List.of("store-check", "s3://lake/there/"));
    server.options().forEach((key, value) -> arguments.addAll(List.of("-o", key + "=" + value)));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  private int run(String... arguments) {
    StringWriter written = new StringWriter();
    StringWriter failed = new StringWriter();
    int code =
        Main.run(
            new SeededEntropy(5), new PrintWriter(written), new PrintWriter(failed), arguments);
    out = written.toString();
    err = failed.toString();
    return code;
  }
}
