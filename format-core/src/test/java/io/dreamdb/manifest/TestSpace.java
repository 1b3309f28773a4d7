package io.dreamdb.manifest;

import io.dreamdb.cbor.CborBytes;
import io.dreamdb.object.Entropy;
import io.dreamdb.object.ObjectCache;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.ObjectReader;
import io.dreamdb.object.ObjectWriter;
import io.dreamdb.object.RefName;
import io.dreamdb.object.SeededEntropy;
import io.dreamdb.object.Verification;
import io.dreamdb.object.VerifiedGroups;
import io.dreamdb.store.MemoryObjectStore;
import io.dreamdb.store.ObjectStore;
import org.jspecify.annotations.Nullable;

/**
 * A space with a genesis in which tests build histories. Manifests are stored; refs are the test's
 * own affair, so that the values of several moves stay at hand.
 */
public final class TestSpace {

  private final ObjectStore store;
  private final Entropy entropy;
  private final Genesis genesis;
  private final ObjectId timeline;

  /** A space in memory. */
  public TestSpace(long seed) {
    this(new MemoryObjectStore(), seed);
  }

  /** A space in a store. */
  public TestSpace(ObjectStore store, long seed) {
    this.store = store;
    this.entropy = new SeededEntropy(seed);
    this.genesis =
        new Genesis(CborBytes.copyOf(entropy.nonce()), entropy.nowNanos(), Genesis.DEFAULT_GRACE);
    this.timeline = ObjectWriter.writeGenesis(store, genesis.encode());
  }

  /** Where the space is. */
  public ObjectStore store() {
    return store;
  }

  /** The source of nonces and times. */
  public Entropy entropy() {
    return entropy;
  }

  /** The timeline's identity. */
  public Genesis genesis() {
    return genesis;
  }

  /** Its id. */
  public ObjectId timeline() {
    return timeline;
  }

  /** A reader that has cached nothing yet. */
  public ObjectReader reader() {
    return reader(store);
  }

  /** The same, through a decorator of the store. */
  public ObjectReader reader(ObjectStore decorated) {
    return new ObjectReader(
        decorated,
        timeline,
        new ObjectCache(64 << 20),
        new VerifiedGroups(Verification.FIRST_TOUCH));
  }

  /** A writer of objects born in that epoch. */
  public ObjectWriter writer(long epoch) {
    return new ObjectWriter(store, timeline, epoch);
  }

  /** Manifests, nothing cached yet. */
  public Manifests manifests() {
    return new Manifests(reader());
  }

  /** The first manifest of a ref without a source, as at the creation of a space. */
  public ManifestDraft first(RefName ref) {
    return new ManifestDraft(timeline, entropy, ref, null, null, false);
  }

  /** New content on top of a ref's value. */
  public ManifestDraft next(StoredManifest head) {
    return new ManifestDraft(timeline, entropy, ref(head), head, head, false);
  }

  /** The same content once more, as for a new epoch, sealing or unsealing. */
  public ManifestDraft again(StoredManifest head) {
    return new ManifestDraft(timeline, entropy, ref(head), head, head, true);
  }

  /**
   * The content of another ref's value on this ref: a branch, a tag, a recreation or a
   * fast-forward.
   *
   * @param previous the value of {@code ref}; null where it has none
   */
  public ManifestDraft repeat(
      RefName ref, @Nullable StoredManifest previous, StoredManifest source) {
    return new ManifestDraft(timeline, entropy, ref, previous, source, true);
  }

  /** The end of a ref. */
  public ManifestDraft close(StoredManifest head) {
    return new ManifestDraft(timeline, entropy, ref(head), head, head, true)
        .operation("close")
        .state(Lineage.State.CLOSED);
  }

  /** Stores the draft. */
  public StoredManifest write(ManifestDraft draft) {
    return Manifests.write(writer(0), draft.build());
  }

  private static RefName ref(StoredManifest head) {
    return head.manifest().lineage().ref();
  }
}
