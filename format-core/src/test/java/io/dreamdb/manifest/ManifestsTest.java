package io.dreamdb.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.CorruptObject;
import io.dreamdb.LimitExceeded;
import io.dreamdb.UnsupportedFormat;
import io.dreamdb.cbor.Cbor;
import io.dreamdb.cbor.CborBytes;
import io.dreamdb.cbor.CborInt;
import io.dreamdb.cbor.CborValue;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.RefName;
import io.dreamdb.object.RefValue;
import io.dreamdb.object.Refs;
import io.dreamdb.store.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ManifestsTest {

  private final TestSpace space = new TestSpace(9);
  private final StoredManifest first = space.write(space.first(RefName.MAIN));

  @Test
  void aManifestReadsBack() {
    StoredManifest second =
        space.write(space.repeat(new RefName("dev"), null, first).operation("branch"));

    assertThat(space.manifests().read(first.id())).isEqualTo(first);
    assertThat(space.manifests().read(second.id())).isEqualTo(second);
    assertThat(second.contentId()).isEqualTo(first.id());
    assertThat(space.reader().decodeGenesis(Genesis.class, Genesis::decode))
        .isEqualTo(space.genesis());
  }

  @Test
  void aRefThatHoldsTheManifestOfAnotherIsCorrupt() {
    Refs refs = new Refs(space.store());
    refs.create(RefName.MAIN, first.id());
    RefName dev = new RefName("dev");
    refs.create(dev, first.id());

    assertThat(space.manifests().read(refs.read(RefName.MAIN).orElseThrow())).isEqualTo(first);
    assertThatThrownBy(() -> space.manifests().read(refs.read(dev).orElseThrow()))
        .isExactlyInstanceOf(CorruptObject.class)
        .hasMessageContaining("Ref 'dev'")
        .hasMessageContaining("ref 'main'");
  }

  @Test
  void aManifestOfAnotherTimelineIsCorrupt() {
    TestSpace other = new TestSpace(10);
    StoredManifest foreign = Manifests.write(space.writer(0), other.first(RefName.MAIN).build());

    assertThatThrownBy(
            () -> space.manifests().read(new RefValue(RefName.MAIN, foreign.id(), Version.ABSENT)))
        .isExactlyInstanceOf(CorruptObject.class)
        .hasMessageContaining(other.timeline().toString())
        .hasMessageContaining(space.timeline().toString());
  }

  @Test
  void aReaderFeatureIsRefusedByNameAndAWriterFeatureIsRead() {
    StoredManifest reader = space.write(withFeatures(new Features(set("later"), set())));
    StoredManifest writer = space.write(withFeatures(new Features(set(), set("later"))));

    assertThatThrownBy(() -> space.manifests().read(reader.id()))
        .isExactlyInstanceOf(UnsupportedFormat.class)
        .hasMessageContaining("later")
        .hasMessageContaining(reader.id().toString());
    assertThat(space.manifests().read(writer.id())).isEqualTo(writer);
  }

  private ManifestDraft withFeatures(Features features) {
    Manifest.Content state = first.manifest().state();
    return space
        .next(first)
        .content(
            new Manifest.Content(
                state.schema(), state.tracks(), state.properties(), state.registry(), features));
  }

  private static TreeSet<String> set(String... texts) {
    return new TreeSet<>(List.of(texts));
  }

  @Test
  void whatNobodyCouldReadIsNotWritten() {
    ManifestDraft floor = space.next(first).floor(3);
    assertThatThrownBy(() -> space.write(floor))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("manifest.floor");
    ManifestDraft parents = space.next(first);
    for (int i = 0; i < 16; i++) {
      parents.merging(space.write(space.next(first)));
    }
    assertThatThrownBy(() -> space.write(parents)).hasMessageContaining("manifest.parents");
  }

  @Test
  void aManifestAboveOneMebibyteIsRefusedBothWays() {
    Manifest.Content large =
        first.manifest().state().withProperties(Map.of("a", "b".repeat(1 << 20)));

    assertThatThrownBy(() -> space.write(space.next(first).content(large)))
        .isInstanceOf(LimitExceeded.class)
        .hasMessageContaining("1048576");
    CborValue value = Cbor.decode(ManifestCodec.encode(GoldenObjects.minimal()), "it");
    CborValue padded = Altered.put(value, "registry/a", CborBytes.copyOf(new byte[1 << 20]));
    ObjectId id = space.writer(0).writeManifest(Cbor.encode(padded));
    assertThatThrownBy(() -> space.manifests().read(id))
        .isExactlyInstanceOf(CorruptObject.class)
        .hasMessageContaining("1048576");
  }

  @Test
  void treesLiveInTheStoreAndDisagreementsNameThePage() {
    TreeChange change =
        new TreeChange(space.reader(), space.writer(1), ObjectFamily.ROWS_INDEX, value -> 2);
    TreeView view = new TreeView(space.reader(), ObjectFamily.ROWS_INDEX);
    SortedMap<TreeKey, Optional<CborValue>> entries = new TreeMap<>();
    for (int i = 0; i < 3_000; i++) {
      entries.put(TreeKey.ofLong(i), Optional.of(new CborInt(i)));
    }
    Tree.Paged tree = (Tree.Paged) change.edit(Tree.EMPTY, entries);
    assertThat(tree.count()).isEqualTo(3_000);
    assertThat(tree.weight()).isEqualTo(6_000);
    assertThat(view.get(tree, TreeKey.ofLong(77))).contains(new CborInt(77));
    List<Tree> wrong = new ArrayList<>();
    wrong.add(new Tree.Paged(tree.root(), tree.level(), tree.count() + 1, tree.weight()));
    wrong.add(new Tree.Paged(tree.root(), tree.level(), tree.count(), tree.weight() + 1));
    wrong.add(new Tree.Paged(tree.root(), tree.level() + 1, tree.count(), tree.weight()));
    for (Tree one : wrong) {
      assertThatThrownBy(() -> view.get(one, TreeKey.ofLong(77)))
          .isExactlyInstanceOf(CorruptObject.class)
          .hasMessageContaining(tree.root().name());
    }
  }

  @Test
  void aPagedTreeThatNeedsNoSuchPageIsCorrupt() {
    TreeView view = new TreeView(space.reader(), ObjectFamily.ROWS_INDEX);
    Page small = GoldenObjects.leaf();
    ObjectRef leaf = space.writer(0).write(ObjectFamily.ROWS_INDEX, small.encode());
    Page onlyOne = new Page(1, List.of(TreeItem.Child.of(small.firstKey(), leaf, 3, 3)));
    ObjectRef above = space.writer(0).write(ObjectFamily.ROWS_INDEX, onlyOne.encode());

    for (Tree tree : List.of(new Tree.Paged(leaf, 0, 3, 3), new Tree.Paged(above, 1, 3, 3))) {
      assertThatThrownBy(() -> view.get(tree, small.firstKey()))
          .isExactlyInstanceOf(CorruptObject.class)
          .hasMessageContaining("smaller form");
    }
  }
}
