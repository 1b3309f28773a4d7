package io.dreamdb.dataset;

import io.dreamdb.Conflict;
import io.dreamdb.InvalidInput;
import io.dreamdb.StoreUnavailable;
import io.dreamdb.cbor.Cbor;
import io.dreamdb.cbor.CborBytes;
import io.dreamdb.cbor.CborFields;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.cbor.CborValue;
import io.dreamdb.manifest.Genesis;
import io.dreamdb.manifest.Manifest;
import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.manifest.Summary;
import io.dreamdb.manifest.Tree;
import io.dreamdb.manifest.TreeChange;
import io.dreamdb.manifest.TreeEntry;
import io.dreamdb.manifest.TreeKey;
import io.dreamdb.manifest.TreeView;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.ObjectWriter;
import io.dreamdb.object.RefName;
import io.dreamdb.object.StructuralObject;
import io.dreamdb.schema.Schema;
import io.dreamdb.store.ObjectStore;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The names of a warehouse: a space whose one track maps them to entries. Each change is one
 * commit. Safe for many threads.
 */
final class Catalog {

  private final Space space;
  private final Committer committer;
  private final TreeView view;

  private Catalog(Space space) {
    this.space = space;
    this.committer = new Committer(space);
    this.view = new TreeView(space.reader, ObjectFamily.CATALOG_INDEX);
  }

  /** Opens the catalog in a store, or makes it: two that make it at once make one. */
  static Catalog openOrCreate(ObjectStore store, DatasetOptions options, Space.Caches caches) {
    try {
      return new Catalog(Space.open(store, options, caches));
    } catch (InvalidInput absent) {
      try {
        Genesis genesis =
            new Genesis(
                CborBytes.copyOf(options.entropy().nonce()),
                options.entropy().nowNanos(),
                Genesis.DEFAULT_GRACE);
        Manifest.Content empty = Manifest.Content.empty(Schema.of(), Map.of());
        return new Catalog(Space.create(store, genesis, empty, options, caches));
      } catch (InvalidInput | StoreUnavailable raced) {
        try {
          return new Catalog(Space.open(store, options, caches));
        } catch (InvalidInput stillAbsent) {
          raced.addSuppressed(stillAbsent);
          throw raced;
        }
      }
    }
  }

  /**
   * Opens the catalog in a store.
   *
   * @throws InvalidInput if there is none
   */
  static Catalog open(ObjectStore store, DatasetOptions options, Space.Caches caches) {
    return new Catalog(Space.open(store, options, caches));
  }

  /** What stands at a key now. */
  Optional<CborItem> get(TreeKey key) {
    return view.get(tree(head().stored()), key).map(value -> item(key, value));
  }

  /** The entries with {@code from <= key < to} at one moment. */
  SortedMap<TreeKey, CborItem> range(TreeKey from, TreeKey to) {
    return collect(view.range(tree(head().stored()), from, to));
  }

  /** The entries at this moment, as a change sees them. */
  Lookup now() {
    return lookup(tree(head().stored()));
  }

  /** All entries at one moment. */
  SortedMap<TreeKey, CborItem> all() {
    return collect(view.range(tree(head().stored()), null, null));
  }

  /**
   * Commits one change of entries.
   *
   * @param what names it, for messages
   * @param edits given the present entries, what to put and what to remove; called again on the new
   *     entries where others committed first, so that it checks what it relies on each time
   */
  void change(String what, Function<Lookup, SortedMap<TreeKey, Optional<CborValue>>> edits) {
    committer.commit(
        head(),
        new Change() {
          @Override
          public String name() {
            return what;
          }

          @Override
          public Optional<Draft> apply(Step step) {
            return draft(step, edits);
          }
        });
  }

  /** The entries that a change sees. */
  interface Lookup {
    Optional<CborItem> get(TreeKey key);

    SortedMap<TreeKey, CborItem> range(TreeKey from, TreeKey to);
  }

  private Optional<Draft> draft(
      Change.Step step, Function<Lookup, SortedMap<TreeKey, Optional<CborValue>>> edits) {
    StoredManifest head = step.head().stored();
    Tree before = tree(head);
    SortedMap<TreeKey, Optional<CborValue>> changes = edits.apply(lookup(before));
    if (changes.isEmpty()) {
      return Optional.empty();
    }
    ObjectWriter writer = step.writer();
    Tree after =
        new TreeChange(space.reader, writer, ObjectFamily.CATALOG_INDEX, entry -> 1)
            .edit(before, changes);
    Optional<ObjectRef> track =
        after.count() == 0 ? Optional.empty() : Optional.of(writeTrack(writer, after));
    return Optional.of(
        Draft.of(
            head.manifest().state().withTrack(Manifest.CATALOG_TRACK, track),
            Summary.empty("catalog"),
            null));
  }

  private Lookup lookup(Tree tree) {
    return new Lookup() {
      @Override
      public Optional<CborItem> get(TreeKey key) {
        return view.get(tree, key).map(value -> item(key, value));
      }

      @Override
      public SortedMap<TreeKey, CborItem> range(TreeKey from, TreeKey to) {
        return collect(view.range(tree, from, to));
      }
    };
  }

  private Head head() {
    Head head = space.liveHead(RefName.MAIN);
    if (head.stored().manifest().state().schema().fields().isEmpty()) {
      return head;
    }
    throw new Conflict(space.store.location() + " is a table, not a catalog");
  }

  private Tree tree(StoredManifest stored) {
    return stored
        .manifest()
        .state()
        .track(Manifest.CATALOG_TRACK)
        .map(ref -> entries(space, ref))
        .orElse(Tree.EMPTY);
  }

  /** The entries of a catalog track. */
  static Tree entries(Space space, ObjectRef track) {
    return space
        .reader
        .decode(ObjectFamily.CATALOG_TRACK, track, Track.class, Track::decode)
        .entries();
  }

  private static ObjectRef writeTrack(ObjectWriter writer, Tree entries) {
    return writer.write(ObjectFamily.CATALOG_TRACK, new Track(entries).encode());
  }

  private static SortedMap<TreeKey, CborItem> collect(Iterator<TreeEntry> entries) {
    SortedMap<TreeKey, CborItem> found = new TreeMap<>();
    entries.forEachRemaining(entry -> found.put(entry.key(), item(entry.key(), entry.value())));
    return found;
  }

  static CborItem item(TreeKey key, CborValue value) {
    return CborItem.root("catalog entry " + String.join(".", CatalogKeys.parts(key)), value);
  }

  /**
   * The catalog's track.
   *
   * @param entries by key
   */
  private record Track(Tree entries) {

    private static final String MODALITY = "catalog";

    byte[] encode() {
      return Cbor.encode(
          StructuralObject.begin("track")
              .put("modality", MODALITY)
              .put("entries", entries.encode())
              .build());
    }

    static Track decode(CborItem root) {
      CborFields fields = StructuralObject.open(root, "track");
      CborItem modality = fields.required("modality");
      if (!modality.text().equals(MODALITY)) {
        throw modality.expected(MODALITY);
      }
      Track track = new Track(Tree.decode(fields.required("entries")));
      fields.done();
      return track;
    }
  }
}
