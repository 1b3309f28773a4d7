package io.dreamdb.manifest;

import io.dreamdb.cbor.CborBytes;
import io.dreamdb.object.Entropy;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.RefName;
import io.dreamdb.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A manifest in the making, for tests: what follows from its parents is filled in by the rules of
 * the format, all else may be set.
 */
public final class ManifestDraft {

  private final ObjectId genesis;
  private final Entropy entropy;
  private final RefName ref;
  private final @Nullable StoredManifest previous;
  private final List<StoredManifest> others = new ArrayList<>();
  private final @Nullable StoredManifest source;
  private final boolean repeats;

  /** What the manifest holds. */
  public Manifest.Content content;

  /** Whether the ref is in use. */
  public Lineage.State state = Lineage.State.LIVE;

  /** The operation of the summary. */
  public String operation;

  /** What the commit did; null: nothing but its operation. */
  public @Nullable Summary summary;

  /** Where anchors come from. */
  public @Nullable AnchorSource anchors;

  /** The collection epoch. */
  public long epoch;

  /** The floor of ancestors. */
  public long floor;

  /** Manifests kept without ancestors. */
  public List<ObjectId> bases = List.of();

  /**
   * A draft.
   *
   * @param previous the ref's value, if it has one
   * @param source whose content is repeated or built on; null: none
   * @param repeats whether the content is repeated
   */
  ManifestDraft(
      ObjectId genesis,
      Entropy entropy,
      RefName ref,
      @Nullable StoredManifest previous,
      @Nullable StoredManifest source,
      boolean repeats) {
    this.genesis = genesis;
    this.entropy = entropy;
    this.ref = ref;
    this.previous = previous;
    this.source = source;
    this.repeats = repeats;
    this.operation = source == null ? "create" : repeats ? "epoch" : "append";
    this.content =
        source == null
            ? Manifest.Content.empty(new Schema(List.of()), Map.of())
            : source.manifest().state();
    this.anchors = previous == source && source != null ? source.manifest().anchors() : null;
    inheritRetention();
  }

  private void inheritRetention() {
    if (previous != null) {
      epoch = previous.manifest().retention().epoch();
      bases = previous.manifest().retention().bases();
      boolean closed = previous.manifest().lineage().state() == Lineage.State.CLOSED;
      floor = closed ? 0 : previous.manifest().retention().floor();
    }
    if (source != null) {
      epoch = Math.max(epoch, source.manifest().retention().epoch());
      floor = Math.max(floor, source.manifest().retention().floor());
      state = source.manifest().lineage().state();
    }
  }

  /** The same with another operation. */
  public ManifestDraft operation(String word) {
    operation = word;
    return this;
  }

  /** The same with one more parent, which is merged. */
  public ManifestDraft merging(StoredManifest other) {
    others.add(other);
    floor = Math.max(floor, other.manifest().retention().floor());
    return this;
  }

  /** The same with a floor. */
  public ManifestDraft floor(long generation) {
    floor = generation;
    return this;
  }

  /** The same in another collection epoch. */
  public ManifestDraft epoch(long number) {
    epoch = number;
    return this;
  }

  /** The same in another state. */
  public ManifestDraft state(Lineage.State other) {
    state = other;
    return this;
  }

  /** The same with another content. */
  public ManifestDraft content(Manifest.Content other) {
    content = other;
    return this;
  }

  /** The manifest; each call draws a nonce and a time. */
  public Manifest build() {
    List<StoredManifest> parents = parents();
    long generation = 1;
    long timestamp = entropy.nowNanos();
    for (StoredManifest parent : parents) {
      Lineage lineage = parent.manifest().lineage();
      generation = Math.max(generation, lineage.generation() + 1);
      timestamp = Math.max(timestamp, lineage.timestamp() + 1);
    }
    boolean closed = state == Lineage.State.CLOSED;
    return new Manifest(
        genesis,
        lineage(parents, generation, timestamp, closed),
        new Retention(epoch, epochFirst(), closed ? generation : floor, bases),
        closed ? Manifest.Content.empty(new Schema(List.of()), Map.of()) : content,
        summary != null ? summary : Summary.empty(operation),
        "format-core tests",
        CborBytes.copyOf(entropy.nonce()),
        closed ? null : anchors);
  }

  private Lineage lineage(
      List<StoredManifest> parents, long generation, long timestamp, boolean closed) {
    List<ObjectId> ids = parents.stream().map(StoredManifest::id).toList();
    if (closed || source == null) {
      return new Lineage(ref, state, null, ids, generation, timestamp, 0, List.of());
    }
    Lineage before = source.manifest().lineage();
    return repeats
        ? new Lineage(
            ref,
            state,
            source.content(),
            ids,
            generation,
            timestamp,
            before.depth(),
            before.skips())
        : new Lineage(
            ref, state, null, ids, generation, timestamp, before.depth() + 1, source.skipsOfNext());
  }

  private List<StoredManifest> parents() {
    Set<StoredManifest> parents = new LinkedHashSet<>();
    if (previous != null) {
      parents.add(previous);
    }
    if (source != null) {
      parents.add(source);
    }
    parents.addAll(others);
    return List.copyOf(parents);
  }

  private @Nullable ObjectId epochFirst() {
    return previous != null && previous.manifest().retention().epoch() == epoch
        ? previous.epochFirst()
        : null;
  }
}
