package io.dreamdb.manifest;

import io.dreamdb.object.ObjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What must hold between the fields of a manifest ({@code manifest.md}), whoever writes or reads
 * it: no manifest is stored that could not be read.
 */
final class ManifestRules {

  private static final int NONCE_BYTES = 16;
  private static final int MAX_PARENTS = 16;

  /**
   * A rule that is broken.
   *
   * @param field the field at fault, one that is present
   * @param expected what it should be
   */
  record Fault(String field, String expected) {}

  private final Manifest manifest;
  private final Lineage lineage;
  private final boolean closed;

  private ManifestRules(Manifest manifest) {
    this.manifest = manifest;
    this.lineage = manifest.lineage();
    this.closed = lineage.state() == Lineage.State.CLOSED;
  }

  /** The first rule that the manifest breaks. */
  static Optional<Fault> broken(Manifest manifest) {
    ManifestRules rules = new ManifestRules(manifest);
    return rules
        .inAncestry()
        .or(rules::inContent)
        .or(rules::inSkips)
        .or(rules::inRetention)
        .or(rules::inClosed);
  }

  private static Optional<Fault> unless(boolean kept, String field, String expected) {
    return kept ? Optional.empty() : Optional.of(new Fault(field, expected));
  }

  private Optional<Fault> inAncestry() {
    List<ObjectId> parents = lineage.parents();
    boolean different = parents.stream().distinct().count() == parents.size();
    long generation = lineage.generation();
    return unless(
            manifest.nonce().length() == NONCE_BYTES,
            "nonce",
            "byte string of " + NONCE_BYTES + " bytes")
        .or(() ->
            unless(
                different && parents.size() <= MAX_PARENTS,
                "parents",
                "at most " + MAX_PARENTS + " different parents"))
        .or(() ->
            unless(
                parents.isEmpty() ? generation == 1 : generation > 1,
                "generation",
                parents.isEmpty() ? "1, as there are no parents" : "more than the parents'"))
        .or(() -> unless(lineage.timestamp() >= 0, "timestamp", "0 or more"));
  }

  private Optional<Fault> inContent() {
    Lineage.Repeat repeats = lineage.repeats();
    return unless(
        repeats == null
            || repeats.generation() >= 1
                && repeats.generation() < lineage.generation()
                && repeats.timestamp() >= 0
                && repeats.timestamp() < lineage.timestamp(),
        "content",
        "a content that is earlier in timestamp and generation");
  }

  private Optional<Fault> inSkips() {
    List<Long> depths = lineage.skips().stream().map(Skip::depth).toList();
    List<Long> expected = skipDepths(lineage.depth());
    if (!depths.equals(expected)) {
      return Optional.of(new Fault("skips", "skips of the depths " + expected));
    }
    long timestamp = contentTimestamp();
    long generation = contentGeneration();
    for (Skip skip : lineage.skips()) {
      if (skip.timestamp() < 0
          || skip.timestamp() >= timestamp
          || skip.generation() < 1
          || skip.generation() >= generation) {
        return Optional.of(
            new Fault(
                "skips", "each skip earlier in timestamp and generation than the one before"));
      }
      timestamp = skip.timestamp();
      generation = skip.generation();
    }
    return Optional.empty();
  }

  /** For each i the largest multiple of 2ⁱ below {@code depth}, each once, deepest first. */
  private static List<Long> skipDepths(long depth) {
    List<Long> depths = new ArrayList<>();
    for (int level = 0; depth > 0 && level < Long.SIZE; level++) {
      long multiple = level == Long.SIZE - 1 ? 0 : (depth - 1) >> level << level;
      if (depths.isEmpty() || depths.get(depths.size() - 1) != multiple) {
        depths.add(multiple);
      }
    }
    return depths;
  }

  private long contentTimestamp() {
    Lineage.Repeat repeats = lineage.repeats();
    return repeats == null ? lineage.timestamp() : repeats.timestamp();
  }

  private long contentGeneration() {
    Lineage.Repeat repeats = lineage.repeats();
    return repeats == null ? lineage.generation() : repeats.generation();
  }

  private Optional<Fault> inRetention() {
    Retention retention = manifest.retention();
    if (closed) {
      return unless(
          retention.floor() == lineage.generation(),
          "floor",
          lineage.generation() + ", the generation of this closed manifest");
    }
    return unless(
            retention.floor() >= 0 && retention.floor() <= contentGeneration(),
            "floor",
            "at most " + contentGeneration() + ", the generation of the content")
        .or(() -> unless(retention.epoch() >= 0, "epoch", "0 or more"));
  }

  private Optional<Fault> inClosed() {
    if (!closed) {
      return Optional.empty();
    }
    Manifest.Content content = manifest.state();
    String nothing = "nothing in a closed manifest";
    return unless(content.schema().fields().isEmpty(), "schema", nothing)
        .or(() -> unless(content.tracks().isEmpty(), "tracks", nothing))
        .or(() -> unless(content.properties().isEmpty(), "properties", nothing))
        .or(() -> unless(content.registry().size() == 0, "registry", nothing))
        .or(() -> unless(manifest.retention().bases().isEmpty(), "bases", nothing))
        .or(() -> unless(content.features().equals(Features.NONE), "features", nothing))
        .or(() -> unless(manifest.anchors() == null, "lane", nothing))
        .or(() -> unless(lineage.depth() == 0, "depth", "0 in a closed manifest"));
  }
}
