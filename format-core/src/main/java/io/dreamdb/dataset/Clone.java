package io.dreamdb.dataset;

import io.dreamdb.Conflict;
import io.dreamdb.CorruptObject;
import io.dreamdb.InvalidInput;
import io.dreamdb.MissingObject;
import io.dreamdb.manifest.Genesis;
import io.dreamdb.manifest.Lineage;
import io.dreamdb.manifest.Manifest;
import io.dreamdb.manifest.Manifests;
import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.ObjectWriter;
import io.dreamdb.object.RefName;
import io.dreamdb.object.Refs;
import io.dreamdb.object.VerifiedObject;
import io.dreamdb.store.ObjectStore;
import io.dreamdb.store.Spool;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Copies a table with its branches, tags and history into another store, or another place of the
 * same, where it is a table of its own: ids and versions stay, commits on one are not seen by the
 * other. Every byte is compared with its id on the way. What an earlier attempt copied is not
 * copied again. One thread.
 *
 * <p>Rows that are added to the clone never get anchors that rows of the original have.
 */
public final class Clone {

  private static final int PIECE_BYTES = 1 << 22;

  private final Space source;
  private final ObjectStore target;
  private final MarkedObjects seen = new MarkedObjects();
  private Consumer<CloneResult> listener = result -> {};
  private long refs;
  private long copied;
  private long present;
  private long bytes;

  Clone(Space source, ObjectStore target) {
    this.source = source;
    this.target = target;
  }

  /** Is told again and again how far it is. */
  public Clone onProgress(Consumer<CloneResult> progress) {
    listener = progress;
    return this;
  }

  /**
   * Copies.
   *
   * @throws InvalidInput if there is a table in the other place
   * @throws Conflict if the table was dropped
   * @throws MissingObject if what was to be copied was expired and collected meanwhile: run it
   *     again
   */
  public CloneResult run() {
    if (new Refs(target).exists(RefName.MAIN)) {
      throw new InvalidInput(
          "There is a DreamDB table at " + target.location() + " already; name an empty place");
    }
    List<Head> heads = heads();
    long epoch = heads.stream().mapToLong(Head::epoch).max().orElse(0);
    ObjectReferences references = new ObjectReferences(source, this::copyOnce);
    source
        .history
        .reached(heads.stream().map(Head::stored).toList())
        .forEachRemaining(stored -> {
          references.follow(stored);
          copy(stored);
        });
    Genesis genesis = source.reader.decodeGenesis(Genesis.class, Genesis::decode);
    ObjectId timeline = ObjectWriter.writeGenesis(target, genesis.encode());
    Space made = Space.at(target, timeline, source.options);
    made.epochs.create(RefName.MAIN, epoch);
    RefMoves moves = new RefMoves(made, new Committer(made));
    // Whoever finds main finds a table: the others come first.
    heads.sort((left, right) -> Boolean.compare(isMain(left), isMain(right)));
    heads.forEach(head -> makeRef(made, moves, head, epoch));
    return result();
  }

  private List<Head> heads() {
    List<Head> heads = new ArrayList<>();
    for (RefName name : source.epochs.read().refs()) {
      Optional<Head> head = source.head(name);
      if (head.isPresent() && head.get().state() == Lineage.State.SEALED) {
        throw new Conflict(
            "The table at " + source.store.location() + " was dropped; take it back first");
      }
      head.filter(found -> found.state() == Lineage.State.LIVE).ifPresent(heads::add);
    }
    return heads;
  }

  private static boolean isMain(Head head) {
    return head.value().name().equals(RefName.MAIN);
  }

  private boolean copyOnce(ObjectFamily family, ObjectRef ref) {
    if (!seen.add(family, ref)) {
      return false;
    }
    if (target.head(family.key(source.reader.timeline(), ref)).isPresent()) {
      present++;
    } else {
      copy(family, ref);
      copied++;
      bytes += ref.lengthBytes();
    }
    listener.accept(result());
    return true;
  }

  private void copy(ObjectFamily family, ObjectRef ref) {
    VerifiedObject object = source.reader.open(family, ref);
    ObjectWriter writer = new ObjectWriter(target, source.reader.timeline(), ref.birth());
    try (Spool spool = target.spool()) {
      for (long at = 0; at < ref.lengthBytes(); at += PIECE_BYTES) {
        spool.write(object.read(at, (int) Math.min(PIECE_BYTES, ref.lengthBytes() - at)));
      }
      requireSame(ref.id(), writer.write(family, spool.body()).id());
    }
  }

  private void copy(StoredManifest stored) {
    ObjectWriter writer =
        new ObjectWriter(target, source.reader.timeline(), stored.manifest().retention().epoch());
    requireSame(stored.id(), Manifests.write(writer, stored.manifest()).id());
    copied++;
    listener.accept(result());
  }

  private static void requireSame(ObjectId expected, ObjectId found) {
    if (!found.equals(expected)) {
      throw new CorruptObject(
          "A copy of " + expected + " hashes to " + found + ": its source is damaged; verify it");
    }
  }

  /** The ref goes on from its value in the original, but for where anchors come from. */
  private void makeRef(Space made, RefMoves moves, Head head, long epoch) {
    RefName name = head.value().name();
    made.epochs.register(name);
    Optional<Head> earlier = made.head(name);
    if (earlier.isPresent()) {
      requireSame(head.stored().contentId(), earlier.get().stored().contentId());
    } else {
      Manifest next = moves.repeated(head, epoch, Lineage.State.LIVE, "clone");
      Manifest first =
          new Manifest(
              next.genesis(),
              next.lineage(),
              next.retention(),
              next.state(),
              next.summary(),
              next.writer(),
              next.nonce(),
              null);
      if (!new Committer(made).create(Manifests.write(made.writer(epoch), first))) {
        throw new Conflict(
            "Somebody else makes '"
                + name
                + "' in "
                + target.location()
                + "; choose another place");
      }
    }
    refs++;
  }

  private CloneResult result() {
    return new CloneResult(refs, copied, present, bytes);
  }
}
