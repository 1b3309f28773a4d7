package io.dreamdb.dataset;

import io.dreamdb.Conflict;
import io.dreamdb.CorruptObject;
import io.dreamdb.InvalidInput;
import io.dreamdb.MissingObject;
import io.dreamdb.cbor.CborBytes;
import io.dreamdb.manifest.Genesis;
import io.dreamdb.manifest.History;
import io.dreamdb.manifest.Lineage;
import io.dreamdb.manifest.Manifest;
import io.dreamdb.manifest.Manifests;
import io.dreamdb.manifest.Retention;
import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.manifest.Summary;
import io.dreamdb.object.Epochs;
import io.dreamdb.object.ObjectCache;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.ObjectReader;
import io.dreamdb.object.ObjectWriter;
import io.dreamdb.object.RefName;
import io.dreamdb.object.RefUpdate;
import io.dreamdb.object.RefValue;
import io.dreamdb.object.Refs;
import io.dreamdb.object.VerifiedGroups;
import io.dreamdb.store.ObjectStore;
import io.dreamdb.store.StoredObject;
import io.dreamdb.track.RowsTrack;
import io.dreamdb.track.RowsView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One space, open: its store and everything that reads and moves it. Safe for many threads. */
final class Space {

  /** Who this build is, in manifests. */
  static final String WRITER = "dreamdb-jvm " + version();

  final ObjectStore store;
  final DatasetOptions options;
  final ObjectReader reader;
  final Manifests manifests;
  final History history;
  final Refs refs;
  final Epochs epochs;
  final RowsView rows;
  final Turns turns;
  final SearchCache searches = new SearchCache();

  private Space(ObjectStore store, ObjectId genesis, DatasetOptions options, Caches caches) {
    this.store = store;
    this.options = options;
    this.reader = new ObjectReader(store, genesis, caches.objects, caches.groups);
    this.manifests = new Manifests(reader);
    this.history = new History(manifests);
    this.refs = new Refs(store);
    this.epochs = new Epochs(store);
    this.rows = new RowsView(reader);
    this.turns = caches.turns;
  }

  /** What the spaces of one process share. */
  record Caches(ObjectCache objects, VerifiedGroups groups, Turns turns) {

    static Caches of(DatasetOptions options) {
      return new Caches(
          new ObjectCache(options.cacheBytes()),
          new VerifiedGroups(options.verification()),
          new Turns());
    }
  }

  /**
   * Makes a space whose main branch has this content.
   *
   * @throws InvalidInput if the store holds a space already
   */
  static Space create(
      ObjectStore store,
      Genesis genesis,
      Manifest.Content content,
      DatasetOptions options,
      Caches caches) {
    Refs refs = new Refs(store);
    requireNone(store, refs);
    ObjectId timeline = ObjectWriter.writeGenesis(store, genesis.encode());
    Space space = new Space(store, timeline, options, caches);
    StoredManifest stored = space.writeFirst(content, 0);
    long epoch = space.epochs.create(RefName.MAIN).epoch();
    if (epoch > 0) {
      // A gc/root was there before: its epoch holds.
      stored = space.writeFirst(content, epoch);
    }
    RefUpdate made = refs.create(RefName.MAIN, stored.id());
    boolean mine =
        made instanceof RefUpdate.Moved
            || refs.read(RefName.MAIN).map(RefValue::manifest).equals(Optional.of(stored.id()));
    if (!mine) {
      requireNone(store, refs);
      throw new io.dreamdb.StoreUnavailable(
          "The outcome of making refs/main in "
              + store.location()
              + " is unknown; look whether the space is there, and try again");
    }
    return space;
  }

  /**
   * Opens the space in a store.
   *
   * @throws InvalidInput if there is none
   */
  static Space open(ObjectStore store, DatasetOptions options, Caches caches) {
    RefValue main =
        new Refs(store)
            .read(RefName.MAIN)
            .orElseThrow(() ->
                new InvalidInput(
                    store.location() + " is not a DreamDB table: it has no refs/main"));
    return new Space(store, genesisOf(store, main, caches), options, caches);
  }

  /** A space of that genesis in a store in which it is being made. */
  static Space at(ObjectStore store, ObjectId timeline, DatasetOptions options) {
    return new Space(store, timeline, options, Caches.of(options));
  }

  /**
   * Opens the space in a store, also where what {@code refs/main} holds cannot be read: then its
   * timeline is taken from a listing, which serves to look for damage and for nothing else.
   *
   * @throws InvalidInput if there is none
   */
  static Space openDamaged(ObjectStore store, DatasetOptions options, Caches caches) {
    try {
      return open(store, options, caches);
    } catch (MissingObject | CorruptObject damaged) {
      for (StoredObject object : store.listAll("genesis/")) {
        String id = object.key().path().substring("genesis/".length());
        return new Space(store, ObjectId.parse(id), options, caches);
      }
      throw damaged;
    }
  }

  private static ObjectId genesisOf(ObjectStore store, RefValue main, Caches caches) {
    // The genesis is named by every manifest; any timeline serves to read one of them by its path.
    ObjectReader any = new ObjectReader(store, main.manifest(), caches.objects, caches.groups);
    return Manifests.genesisOf(any, main.manifest());
  }

  private static void requireNone(ObjectStore store, Refs refs) {
    if (refs.read(RefName.MAIN).isPresent()) {
      throw new InvalidInput("There is a DreamDB table at " + store.location() + " already");
    }
  }

  private StoredManifest writeFirst(Manifest.Content content, long epoch) {
    return Manifests.write(writer(epoch), firstManifest(content, epoch));
  }

  private Manifest firstManifest(Manifest.Content content, long epoch) {
    return new Manifest(
        reader.timeline(),
        new Lineage(
            RefName.MAIN,
            Lineage.State.LIVE,
            null,
            List.of(),
            1,
            Math.max(1, options.entropy().nowNanos()),
            0,
            List.of()),
        new Retention(epoch, null, 0, List.of()),
        content,
        Summary.empty("create"),
        WRITER,
        CborBytes.copyOf(options.entropy().nonce()),
        null);
  }

  /** The writer of a commit in {@code epoch}: what it writes is stored before the manifest. */
  ObjectWriter commitWriter(long epoch) {
    return ObjectWriter.gathering(store, reader.timeline(), epoch);
  }

  /** A writer of objects born in {@code epoch}. */
  ObjectWriter writer(long epoch) {
    return new ObjectWriter(store, reader.timeline(), epoch);
  }

  /** The value of a ref and its manifest. */
  Optional<Head> head(RefName name) {
    return refs.read(name).map(value -> new Head(value, manifests.read(value)));
  }

  /**
   * The head of a branch or tag that is in use.
   *
   * @throws InvalidInput if there is none, naming those that are
   */
  Head liveHead(RefName name) {
    Optional<Head> head = head(name);
    if (head.isEmpty() || head.get().state() == Lineage.State.CLOSED) {
      throw new InvalidInput(
          String.format(
              Locale.ROOT,
              "There is no %s '%s' in %s; there are %s",
              name.isTag() ? "tag" : "branch",
              name.shortName(),
              store.location(),
              liveRefs()));
    }
    return head.get();
  }

  /** The names of refs that exist and are not closed. */
  List<RefName> liveRefs() {
    return epochs.read().refs().stream()
        .filter(name -> head(name).filter(h -> h.state() != Lineage.State.CLOSED).isPresent())
        .toList();
  }

  /**
   * What the branches and tags in use hold, in the order of their names.
   *
   * @throws Conflict if the table was dropped
   */
  List<StoredManifest> liveValues() {
    List<StoredManifest> values = new ArrayList<>();
    for (RefName name : epochs.read().refs()) {
      Optional<Head> head = head(name);
      if (head.isPresent() && head.get().state() == Lineage.State.SEALED) {
        throw new Conflict("The table at " + store.location() + " was dropped; take it back first");
      }
      head.filter(found -> found.state() == Lineage.State.LIVE)
          .ifPresent(found -> values.add(found.stored()));
    }
    return values;
  }

  /** Whether {@code from} reaches the content of another manifest, which is not expired there. */
  boolean reaches(StoredManifest from, StoredManifest sought) {
    return isOnLine(from, sought)
        || history.reaches(from, sought.contentId(), sought.content().generation());
  }

  /** Whether the content of another manifest is on the line of {@code from}: O(log n) reads. */
  boolean isOnLine(StoredManifest from, StoredManifest sought) {
    long back = from.manifest().lineage().depth() - sought.manifest().lineage().depth();
    return back >= 0
        && history
            .back(from, back)
            .filter(found -> found.contentId().equals(sought.contentId()))
            .isPresent();
  }

  /** The track of rows that a manifest has. */
  RowsTrack rowsTrack(StoredManifest stored) {
    return stored
        .manifest()
        .state()
        .track(Manifest.ROWS_TRACK)
        .map(rows::track)
        .orElse(RowsTrack.EMPTY);
  }

  /** How many epochs old an object may be when it is committed. */
  long grace() {
    return reader.decodeGenesis(Genesis.class, Genesis::decode).grace();
  }

  private static String version() {
    String version = Space.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
