package io.dreamdb.spark;

import io.dreamdb.object.RefName;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * Options of a single statement: {@code INSERT INTO t WITH (branch = 'x')}, {@code
 * df.writeTo(t).option("branch", "x")}. Unknown ones are refused.
 */
final class StatementOptions {

  private static final String BRANCH = "branch";

  /** Spark's own, which it has acted upon already. */
  private static final Set<String> TIME_TRAVEL = Set.of("versionasof", "timestampasof");

  private StatementOptions() {}

  /** Refuses options that a read does not have. */
  static void requireRead(CaseInsensitiveStringMap options) {
    require(options, TIME_TRAVEL, "read options are versionAsOf and timestampAsOf");
  }

  /** The branch that a write names. */
  static Optional<RefName> writeBranch(CaseInsensitiveStringMap options) {
    require(options, Set.of(BRANCH), "the write option is branch");
    return Optional.ofNullable(options.get(BRANCH))
        .map(name -> DreamFailure.translating(() -> new RefName(name)));
  }

  private static void require(
      CaseInsensitiveStringMap options, Set<String> known, String expected) {
    Set<String> unknown = new TreeSet<>(options.keySet());
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw DreamFailure.invalid("unknown options " + unknown + ": " + expected);
    }
  }
}
