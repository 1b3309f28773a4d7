package io.dreamdb.dataset;

import java.util.List;

/**
 * The library without one of its protections.
 *
 * @param name what the model calls it
 * @param missing what it does not do
 * @param schedule an order of requests under which that loses something, of {@link MutantSchedules}
 * @param patches how it differs from the library
 */
record Mutant(String name, String missing, String schedule, List<Patch> patches) {

  /**
   * A text in a source file that is replaced.
   *
   * @param type the class whose file it is
   * @param find what stands there exactly once
   * @param replace what stands there instead
   */
  record Patch(String type, String find, String replace) {}

  private static Mutant of(String name, String missing, String schedule, String... patches) {
    List<Patch> all = new java.util.ArrayList<>();
    for (int i = 0; i < patches.length; i += 3) {
      all.add(new Patch("io.dreamdb." + patches[i], patches[i + 1], patches[i + 2]));
    }
    return new Mutant(name, missing, schedule, all);
  }

  /** All. */
  static List<Mutant> all() {
    return List.of(
        of(
            "nobump",
            "refs are read and not carried into the new epoch",
            "a writer sleeps over two collections",
            "dataset.EpochFence",
            "if (now == epoch) {",
            "if (now >= 0) {"),
        of(
            "norecheck-birth",
            "what was written before a lost race is not looked at again",
            "a writer sleeps over two collections",
            "dataset.Restamp",
            "return ref.birth() >= writer.epoch() - space.grace()",
            "return ref.birth() >= 0"),
        of(
            "norecheck-inherit",
            "a repeated commit keeps the content that it was planned on",
            "a writer sleeps over a rollback",
            "dataset.Append",
            "StoredManifest head = step.head().stored();",
            "StoredManifest head = step.base().stored();"),
        of(
            "delete-early",
            "the grace is an epoch too short",
            "a writer sleeps over one collection",
            "dataset.Collect",
            "long lastBirth = epoch - space.grace() - 1;",
            "long lastBirth = epoch - space.grace();"),
        of(
            "delete-same",
            "what was born in the same epoch is removed",
            "a writer commits during a collection",
            "dataset.Collect",
            "long lastBirth = epoch - space.grace() - 1;",
            "long lastBirth = epoch;"),
        of(
            "create-remembered",
            "a branch begins with a version that no ref need reach any more",
            "a version expires before it gets a branch",
            "dataset.RefMoves",
            "requireReached(from, content);",
            "",
            // A floor above the content would be noticed by itself.
            "dataset.RefMoves",
            ": from.stored().manifest().retention().floor();",
            ": 0;"),
        of(
            "create-norecheck",
            "a branch is of the present epoch, its source of any",
            "a branch is made while its source goes",
            "dataset.RefMoves",
            "Head from = carried(source, root.epoch());",
            "Head from = space.liveHead(source);",
            "dataset.RefMoves",
            "long epoch = from.epoch();",
            "long epoch = space.epochs.read().epoch();"),
        of(
            "create-oldepoch",
            "a branch is of the epoch of its source",
            "a branch is made while its source goes",
            "dataset.RefMoves",
            "Head from = carried(source, root.epoch());",
            "Head from = space.liveHead(source);"),
        of(
            "create-noregister",
            "the name of a branch is not registered",
            "a branch is made and its source goes",
            "dataset.RefMoves",
            "GcRoot root = space.epochs.register(name);",
            "GcRoot root = space.epochs.read();"),
        of(
            "listrefs",
            "the refs are those that a listing shows",
            "a branch is made and its source goes",
            "dataset.EpochFence",
            "for (RefName name : root.refs()) {",
            "for (var key : space.store.listAll(\"refs/\")) {"
                + " RefName name = new RefName(key.key().path().substring(5));"),
        of(
            "markcurrent",
            "the present values of refs are marked, not the first of the epoch",
            "a branch is made while its source goes",
            "dataset.EpochFence",
            "return space.manifests.read(head.orElseThrow().stored().epochFirst());",
            "return head.orElseThrow().stored();"),
        of(
            "rawrollback",
            "a rollback moves the ref back to the very value that it had",
            "a writer sleeps over there and back",
            "dataset.Dataset",
            "branchHead(branch), new Rollback(space, pointers.resolve(pointer).version()));",
            "branchHead(branch), new Rollback(space, back(branch, pointer)));",
            "dataset.Dataset",
            "  public CommitResult rollback(RefName branch, String pointer) {",
            "  private io.dreamdb.manifest.StoredManifest back(RefName branch, String pointer) {"
                + " var value = pointers.resolve(pointer).version();"
                + " space.refs.move(branchHead(branch).value(), value.id());"
                + " return value; }\n"
                + "  public CommitResult rollback(RefName branch, String pointer) {"),
        of(
            "rawdelete",
            "a deleted branch's ref is removed from the store",
            "a branch goes while it is made",
            "dataset.RefMoves",
            "    return committer.commit(\n        space.liveHead(name),",
            "    if (true) { Head head = space.liveHead(name);"
                + " space.store.delete(io.dreamdb.store.RegisterKey.ref(name.text()));"
                + " return CommitResult.of(head.stored(), 1); }\n"
                + "    return committer.commit(\n        space.liveHead(name),"),
        of(
            "import-nocheck",
            "a merge takes from a ref of any epoch",
            "a version is merged that is not carried yet",
            "dataset.SourceVersion",
            "StoredManifest value = moves.carried(found.ref(), epoch).stored();",
            "StoredManifest value = space.liveHead(found.ref()).stored();"),
        of(
            "saltless",
            "the key of an object does not have its birth",
            "rows are written again while they are removed",
            "object.ObjectRef",
            "return birth == 0 ? id.toString() : id + \".\" + birth;",
            "return id.toString();"),
        of(
            "rawfastforward",
            "a fast-forward moves the ref to the very value of another",
            "a branch moves on from what was taken",
            "dataset.Dataset",
            "return merge(branch).from(pointer).strategy(MergeStrategy.FAST_FORWARD).commit();",
            "var value = pointers.resolve(pointer).version();"
                + " space.refs.move(branchHead(branch).value(), value.id());"
                + " return CommitResult.of(value, 1);",
            // That a manifest names its ref would show it by itself.
            "manifest.Manifests",
            "if (!stored.manifest().lineage().ref().equals(ref.name())) {",
            "if (false) {"),
        of(
            "recreate-first",
            "a ref that is made again forgets the first value of the epoch",
            "a source goes and is made again",
            "dataset.RefMoves",
            "            .map(head -> head.stored().epochFirst())\n            .orElse(null);",
            "            .map(head -> head.stored().epochFirst())\n"
                + "            .filter(unused -> false).orElse(null);"),
        of(
            "ff-nocheck",
            "a fast-forward takes from a ref of any epoch",
            "a branch moves on to what is not carried yet",
            "dataset.SourceVersion",
            "StoredManifest value = moves.carried(found.ref(), epoch).stored();",
            "StoredManifest value = space.liveHead(found.ref()).stored();"),
        of(
            "ff-first",
            "a fast-forward forgets the first value of the epoch",
            "a branch moves on from what was taken",
            "dataset.Committer",
            "ObjectId first = before.manifest().retention().epoch() == epoch ?",
            "ObjectId first = before.manifest().retention().epoch() == epoch"
                + " && !draft.summary().operation().equals(\"fast_forward\") ?"),
        of(
            "rollback-first",
            "a deletion or rollback forgets the first value of the epoch",
            "a branch is made while its source goes",
            "dataset.Committer",
            "ObjectId first = before.manifest().retention().epoch() == epoch ?",
            "ObjectId first = before.manifest().retention().epoch() == epoch"
                + " && !draft.summary().operation().equals(\"close\") ?"),
        of(
            "overtaken",
            "a collection does not look whether another overtook it while it marked",
            "a collection is overtaken while it marks",
            "dataset.Collect",
            "if (space.epochs.read().epoch() > epoch) {",
            "if (epoch < 0) {"));
  }
}
