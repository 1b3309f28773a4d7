package io.dreamdb.dataset;

import io.dreamdb.Conflict;
import io.dreamdb.InvalidInput;
import io.dreamdb.dataset.spi.TableHandle;
import io.dreamdb.manifest.Lineage;
import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.manifest.Summary;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.RefName;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.store.ObjectStores;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * A table: its branches and tags, its versions, and what changes them. Safe for many threads; each
 * change is one commit, visible whole or not at all.
 */
public final class Dataset {

  private final Space space;
  private final Map<String, String> storeOptions;
  private final Committer committer;
  private final RefMoves moves;
  private final Pointers pointers;

  Dataset(Space space, Map<String, String> storeOptions) {
    this.space = space;
    this.storeOptions = Map.copyOf(storeOptions);
    this.committer = new Committer(space);
    this.moves = new RefMoves(space, committer);
    this.pointers = new Pointers(space);
  }

  /** Opens the table at a location with default options, without a catalog. */
  public static Dataset open(String location) {
    return open(location, Map.of(), DatasetOptions.DEFAULT);
  }

  /**
   * Opens the table at a location, without a catalog.
   *
   * @throws InvalidInput if there is none
   */
  public static Dataset open(
      String location, Map<String, String> storeOptions, DatasetOptions options) {
    Space space =
        Space.open(ObjectStores.open(location, storeOptions), options, Space.Caches.of(options));
    return new Dataset(space, storeOptions);
  }

  /** Where it is. */
  public String location() {
    return space.store.location();
  }

  /** The id of its genesis: what it is known by whatever its name. */
  public ObjectId genesis() {
    return space.reader.timeline();
  }

  /** The present version of the main branch. */
  public Snapshot snapshot() {
    return snapshot(RefName.MAIN.text());
  }

  /**
   * The version that a pointer names: a branch, a tag, {@code name~n}, an id, or 8 and more
   * characters of one.
   *
   * @throws InvalidInput if there is none, or several
   */
  public Snapshot snapshot(String pointer) {
    return new Snapshot(this, space, pointers.resolve(pointer).version());
  }

  /**
   * The version that was the last on a branch at a time.
   *
   * @param nanos since 1970-01-01T00:00:00Z
   * @throws InvalidInput if the branch began later
   */
  public Snapshot snapshotAt(RefName ref, long nanos) {
    return new Snapshot(this, space, pointers.at(ref, nanos).version());
  }

  /** Begins to add rows to a branch. */
  public Append append(RefName branch) {
    return new Append(this, space, committer, branchHead(branch));
  }

  /** Begins to delete rows of a branch. */
  public Delete delete(RefName branch) {
    return new Delete(this, space, committer, branchHead(branch));
  }

  /** Begins to replace rows of a branch, and to delete and add others with them. */
  public RowDelta rowDelta(RefName branch) {
    return new RowDelta(this, space, committer, branchHead(branch));
  }

  /**
   * Begins to give the rows of a branch an embedding: a new column, or in the place of one of that
   * name.
   *
   * @throws InvalidInput if a column of that name is no embedding
   */
  public AttachEmbedding attachEmbedding(RefName branch, String name, EmbeddingType type) {
    return new AttachEmbedding(space, committer, branchHead(branch), name, type);
  }

  /**
   * Begins to join small neighbouring batches of a branch into ones of at most {@code targetRows}.
   */
  public Compaction compact(RefName branch, int targetRows) {
    Head head = branchHead(branch);
    Snapshot snapshot = new Snapshot(this, space, head.stored());
    return Compaction.joining(snapshot, space, committer, head, targetRows);
  }

  /**
   * Begins to drop the deleted rows of a branch: each batch is written anew of which at least that
   * part of the rows is deleted, and so are packs of indexes that hold such rows.
   */
  public Compaction materializeTombstones(RefName branch, double minDeletedRatio) {
    Head head = branchHead(branch);
    Snapshot snapshot = new Snapshot(this, space, head.stored());
    return Compaction.dropping(snapshot, space, committer, head, minDeletedRatio);
  }

  /** Begins to change the columns of a branch. */
  public SchemaUpdate schema(RefName branch) {
    return new SchemaUpdate(space, committer, branchHead(branch));
  }

  /**
   * The index of an embedding of a branch, to make or change it.
   *
   * @param field the embedding's name; empty: the only one
   * @throws InvalidInput if there is none of that name, or several and none was named
   */
  public TableIndex index(RefName branch, Optional<String> field) {
    Head head = branchHead(branch);
    Snapshot snapshot = new Snapshot(this, space, head.stored());
    return new TableIndex(space, committer, head, snapshot, snapshot.embedding(field));
  }

  /**
   * Makes a branch that begins with a version.
   *
   * @throws InvalidInput if the name is in use or there is no such version
   */
  public CommitResult createBranch(String name, String pointer) {
    return create(newBranch(name), pointer);
  }

  private static RefName newBranch(String name) {
    RefName ref = new RefName(name);
    if (ref.isTag()) {
      throw new InvalidInput("'" + name + "' is a tag's name; a branch cannot begin with 'tag.'");
    }
    return ref;
  }

  /**
   * Gives a version a name that stays.
   *
   * @param name without the prefix {@code tag.}
   * @throws InvalidInput if the name is in use or there is no such version
   */
  public CommitResult createTag(String name, String pointer) {
    return create(RefName.tag(name), pointer);
  }

  private CommitResult create(RefName ref, String pointer) {
    Pointers.Found found = pointers.resolve(pointer);
    return moves.create(
        ref, found.ref(), found.moves() ? Optional.empty() : Optional.of(found.version()));
  }

  /**
   * Deletes a branch or tag.
   *
   * @throws InvalidInput if there is none of that name, or it is {@code main}
   */
  public CommitResult deleteRef(RefName name) {
    return moves.close(name);
  }

  /**
   * Gives a branch the content of an earlier version, as a new version on top.
   *
   * @throws InvalidInput if there is no such version
   */
  public CommitResult rollback(RefName branch, String pointer) {
    return committer.commit(
        branchHead(branch), new Rollback(space, pointers.resolve(pointer).version()));
  }

  /** Begins to merge a version into a branch. */
  public Merge merge(RefName branch) {
    return new Merge(space, committer, moves, pointers, branchHead(branch));
  }

  /**
   * Moves a branch on to a version that its own leads to.
   *
   * @throws InvalidInput if the branch has versions that do not lead there
   */
  public CommitResult fastForward(RefName branch, String pointer) {
    return merge(branch).from(pointer).strategy(MergeStrategy.FAST_FORWARD).commit();
  }

  /**
   * Repeats on a branch what one version changed, compared with the one before it.
   *
   * @throws InvalidInput if there is no such version, or what it changed does not go together with
   *     what the branch has
   */
  public CommitResult cherryPick(RefName branch, String pointer) {
    return committer.commit(branchHead(branch), PickChange.cherryPick(space, source(pointer)));
  }

  /**
   * Takes back on a branch what one version in its history changed.
   *
   * @throws InvalidInput as {@link #cherryPick}
   */
  public CommitResult revert(RefName branch, String pointer) {
    return committer.commit(branchHead(branch), PickChange.revert(space, source(pointer)));
  }

  private SourceVersion source(String pointer) {
    return SourceVersion.of(space, moves, pointers, pointer);
  }

  /**
   * Gives a branch another name: makes one of that name with the same version, and deletes the old.
   * If it ends between the two, both are there, and the same call finishes it.
   *
   * @throws InvalidInput if the new name is in use by a branch of another version, or the old one
   *     is {@code main}
   * @throws Conflict if others committed between the two: then both are there
   */
  public CommitResult renameBranch(RefName branch, String newName) {
    if (branch.equals(RefName.MAIN)) {
      throw new InvalidInput("The branch 'main' cannot be renamed");
    }
    StoredManifest head = branchHead(branch).stored();
    CommitResult made =
        isMade(newName, branch, head.contentId())
            ? CommitResult.of(head, 0)
            : createBranch(newName, branch.text());
    moves.close(branch, made.version());
    return made;
  }

  /** Whether there is another branch of that name and version. */
  private boolean isMade(String name, RefName other, ObjectId version) {
    RefName ref = new RefName(name);
    return !ref.isTag()
        && !ref.equals(other)
        && space
            .head(ref)
            .filter(head -> head.state() == Lineage.State.LIVE)
            .filter(head -> head.stored().contentId().equals(version))
            .isPresent();
  }

  /** Sets properties of a branch's table; null removes one. */
  public CommitResult setProperties(RefName branch, Map<String, Optional<String>> changes) {
    return committer.commit(branchHead(branch), new PropertiesChange(space, changes));
  }

  /** Begins to remove what no version that is kept reaches any more. */
  public Collect collect() {
    return new Collect(space, committer, moves);
  }

  /** Begins to cut the history of branches. */
  public Expire expire() {
    return new Expire(space, committer, moves);
  }

  /**
   * Where rows still stand in versions that are kept, deleted or not.
   *
   * @param anchors of the rows
   */
  public ErasureReport erasureReport(LongStream anchors) {
    return Erasure.report(space, anchors);
  }

  /**
   * Begins to copy the table with its history to another place, where it is a table of its own.
   *
   * @param location the folder or URI of the copy
   */
  public Clone cloneTo(String location, Map<String, String> options) {
    return new Clone(space, ObjectStores.open(location, options));
  }

  /**
   * Begins to write the table into one file, from which it, or one version of it, can be made again
   * elsewhere.
   *
   * @param file a local file that is to be made
   */
  public BundleExport exportBundle(Path file) {
    return new BundleExport(space, pointers, file);
  }

  /**
   * Begins to bring a version out of a bundle, of this table or another one, into a new branch.
   *
   * @param file a local file
   * @throws InvalidInput if it is the name of a tag, or cannot be that of a branch
   */
  public BranchImport importBundle(Path file, String branch) {
    return new BranchImport(space, committer, file, newBranch(branch));
  }

  /**
   * Begins to make a table out of a bundle, without a catalog.
   *
   * @param file a local file
   * @param location the folder or URI of the table, without one
   */
  public static TableImport importBundle(
      Path file, String location, Map<String, String> storeOptions, DatasetOptions options) {
    return new TableImport(file, options, new PlainPlace(location, storeOptions));
  }

  /** Its branches and tags, by name. */
  public List<RefInfo> refs() {
    List<RefInfo> infos = new ArrayList<>();
    for (RefName name : space.epochs.read().refs()) {
      space
          .head(name)
          .filter(head -> head.state() != Lineage.State.CLOSED)
          .map(RefInfo::of)
          .ifPresent(infos::add);
    }
    return infos;
  }

  /** The versions that led to a ref's present one, that one first; read as the iterator goes. */
  public Iterator<Snapshot> history(RefName ref) {
    return new Snapshot(this, space, space.liveHead(ref).stored()).line();
  }

  /** What a task needs to read and write this table's objects. */
  TableHandle handle() {
    return new TableHandle(
        space.store.location(), storeOptions, genesis(), space.options.verification());
  }

  RefMoves moves() {
    return moves;
  }

  private Head branchHead(RefName branch) {
    if (branch.isTag()) {
      throw new InvalidInput("'" + branch.shortName() + "' is a tag; tags do not change");
    }
    Head head = space.liveHead(branch);
    if (head.state() == Lineage.State.SEALED) {
      throw new Conflict("The table at " + location() + " was dropped");
    }
    return head;
  }

  /** A change of properties alone. */
  private record PropertiesChange(Space space, Map<String, Optional<String>> changes)
      implements Change {

    @Override
    public String name() {
      return "changing properties";
    }

    @Override
    public Optional<Draft> apply(Step step) {
      Movements.refuse(space, step, Movements.REPLACING, name());
      var before = step.head().stored().manifest();
      Map<String, String> properties = new java.util.TreeMap<>(before.state().properties());
      changes.forEach((key, value) ->
          value.ifPresentOrElse(
              present -> properties.put(key, present), () -> properties.remove(key)));
      if (properties.equals(before.state().properties())) {
        return Optional.empty();
      }
      return Optional.of(
          Draft.of(
              before.state().withProperties(properties),
              Summary.unchanged("properties", before.summary()),
              before.anchors()));
    }
  }
}
