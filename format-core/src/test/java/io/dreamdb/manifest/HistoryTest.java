package io.dreamdb.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.CorruptObject;
import io.dreamdb.InvalidInput;
import io.dreamdb.MissingObject;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.RefName;
import io.dreamdb.store.CountingObjectStore;
import io.dreamdb.store.ObjectKey;
import io.dreamdb.store.StoreOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HistoryTest {

  private static final RefName DEV = new RefName("dev");
  private static final int LONG_LINE = 5_001;

  private final TestSpace space = new TestSpace(1);
  private final History history = new History(space.manifests());
  private final StoredManifest first = space.write(space.first(RefName.MAIN));

  @Test
  void anyContentOfALongLineIsFoundInFewReads() {
    List<StoredManifest> line = longLine(space);
    StoredManifest head = line.get(LONG_LINE - 1);
    long most = 0;
    for (int back = 0; back < LONG_LINE; back += back < 100 || back > 4_900 ? 1 : 37) {
      CountingObjectStore counting = new CountingObjectStore(space.store());
      History fresh = new History(new Manifests(space.reader(counting)));

      assertThat(fresh.back(head, back)).contains(line.get(LONG_LINE - 1 - back));
      most = Math.max(most, reads(counting));
    }
    assertThat(most).isLessThanOrEqualTo(13);
  }

  @Test
  void theFirstOf5000IsOneReadAway() {
    List<StoredManifest> line = longLine(space);
    CountingObjectStore counting = new CountingObjectStore(space.store());
    History fresh = new History(new Manifests(space.reader(counting)));

    assertThat(fresh.back(line.get(LONG_LINE - 1), 5_000)).contains(line.get(0));
    assertThat(reads(counting)).isEqualTo(1);
  }

  @Test
  void theContentAtAnyTimeOfALongLineIsFoundInFewReads() {
    List<StoredManifest> line = longLine(space);
    StoredManifest head = line.get(LONG_LINE - 1);
    long most = 0;
    for (int i = 0; i < LONG_LINE; i += i < 100 || i > 4_900 ? 1 : 37) {
      CountingObjectStore counting = new CountingObjectStore(space.store());
      History fresh = new History(new Manifests(space.reader(counting)));

      assertThat(fresh.at(head, timestamp(line.get(i)))).contains(line.get(i));
      most = Math.max(most, reads(counting));
      assertThat(history.at(head, timestamp(line.get(i)) - 1))
          .isEqualTo(i == 0 ? Optional.empty() : Optional.of(line.get(i - 1)));
    }
    assertThat(most).isLessThanOrEqualTo(14);
    assertThat(history.at(head, Long.MAX_VALUE)).contains(head);
  }

  private static List<StoredManifest> longLine(TestSpace space) {
    List<StoredManifest> line = new ArrayList<>();
    line.add(space.write(space.first(RefName.MAIN)));
    while (line.size() < LONG_LINE) {
      line.add(space.write(space.next(line.get(line.size() - 1))));
    }
    return line;
  }

  private static long reads(CountingObjectStore counting) {
    return counting.counts().of(StoreOperation.READ).requests();
  }

  @Test
  void goingBackByLessThanNothingIsRefused() {
    assertThatThrownBy(() -> history.back(first, -1))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("~-1");
  }

  @Test
  void goingBackTooFarFindsNothing() {
    StoredManifest second = space.write(space.next(first));

    assertThat(history.back(second, 1)).contains(first);
    assertThat(history.back(second, 2)).isEmpty();
    assertThat(history.back(second, Long.MAX_VALUE)).isEmpty();
  }

  @Test
  void aRefDidNotHoldWhatItsSourceHeld() {
    StoredManifest branch = space.write(space.repeat(DEV, null, first).operation("branch"));
    StoredManifest head = space.write(space.next(branch));

    assertThat(history.refHeld(head, branch)).isTrue();
    assertThat(history.refHeld(head, head)).isTrue();
    assertThat(history.refHeld(head, first)).isFalse();
    assertThat(history.refHeld(branch, head)).isFalse();
  }

  @Test
  void aRefThatWasDeletedSinceHeldNothingBefore() {
    StoredManifest second = space.write(space.next(first));
    StoredManifest closed = space.write(space.close(second));
    StoredManifest again = space.write(space.repeat(RefName.MAIN, closed, second));

    assertThat(history.refHeld(again, again)).isTrue();
    assertThat(history.refHeld(again, second)).isFalse();
    assertThat(history.refHeld(again, closed)).isFalse();
    assertThat(history.refHeld(closed, second)).isFalse();
  }

  @Test
  void aValueBehindWhatWasCollectedCountsAsNotHeld() {
    StoredManifest second = space.write(space.next(first));
    StoredManifest third = space.write(space.next(second));
    StoredManifest head = space.write(space.next(third).floor(4));
    assertThat(history.refHeld(head, first)).isTrue();

    collect(second.id());

    assertThat(new History(space.manifests()).refHeld(head, first)).isFalse();
    assertThat(new History(space.manifests()).refHeld(head, third)).isTrue();
  }

  @Test
  void aMissingManifestThatIsNotExpiredIsAFailure() {
    StoredManifest second = space.write(space.next(first));
    StoredManifest third = space.write(space.next(second));
    collect(second.id());
    History fresh = new History(space.manifests());

    assertThatThrownBy(() -> fresh.refHeld(third, first))
        .isInstanceOf(MissingObject.class)
        .hasMessageContaining("manifests/" + second.id());
    assertThatThrownBy(() -> fresh.reaches(third, first.id(), 1)).isInstanceOf(MissingObject.class);
    assertThatThrownBy(() -> fresh.back(third, 1)).isInstanceOf(MissingObject.class);
  }

  private void collect(ObjectId id) {
    space.store().delete(new ObjectKey("manifests/" + id));
  }

  @Test
  void manyMergesOfTwoBranchesAreWalkedOnce() {
    StoredManifest main = first;
    StoredManifest dev = space.write(space.repeat(DEV, null, first));
    for (int i = 0; i < 60; i++) {
      StoredManifest merged = space.write(space.next(main).merging(dev));
      dev = space.write(space.next(dev).merging(main));
      main = merged;
    }
    CountingObjectStore counting = new CountingObjectStore(space.store());
    History fresh = new History(new Manifests(space.reader(counting)));

    assertThat(fresh.reaches(main, first.id(), 1)).isTrue();
    assertThat(fresh.reaches(main, dev.id(), 1)).isFalse();
    assertThat(reads(counting)).isLessThanOrEqualTo(122);
  }

  @Test
  void whatAClosedValueHeldIsReachedOnlyThroughOthers() {
    StoredManifest dev = space.write(space.repeat(DEV, null, first));
    StoredManifest lost = space.write(space.next(dev));
    StoredManifest closed = space.write(space.close(lost));
    StoredManifest again = space.write(space.repeat(DEV, closed, first));

    assertThat(history.reaches(again, closed.id(), generation(closed))).isTrue();
    assertThat(history.reaches(again, lost.id(), generation(lost))).isFalse();
    assertThat(history.reaches(again, first.id(), 1)).isTrue();
  }

  @Test
  void theBestCommonAncestorOfTwoBranchesIsWhereTheyParted() {
    StoredManifest second = space.write(space.next(first));
    StoredManifest dev = space.write(space.next(space.write(space.repeat(DEV, null, second))));
    StoredManifest main = space.write(space.next(second));

    assertThat(best(main, dev)).containsExactly(second.id());
    assertThat(best(main, second)).containsExactly(second.id());
    assertThat(best(main, main)).containsExactly(main.id());
  }

  @Test
  void theSearchForCommonAncestorsEndsBehindThem() {
    List<StoredManifest> line = longLine(space);
    StoredManifest old = line.get(LONG_LINE - 4);
    StoredManifest dev = space.write(space.next(space.write(space.repeat(DEV, null, old))));
    CountingObjectStore counting = new CountingObjectStore(space.store());
    History fresh = new History(new Manifests(space.reader(counting)));

    assertThat(
            fresh
                .commonAncestors(
                    CommonAncestors.Tip.of(line.get(LONG_LINE - 1)), CommonAncestors.Tip.of(dev))
                .best())
        .containsExactly(old);
    assertThat(reads(counting)).isLessThanOrEqualTo(6);
  }

  @Test
  void branchesThatWereMergedIntoEachOtherHaveTwoBestCommonAncestors() {
    StoredManifest dev = space.write(space.next(space.write(space.repeat(DEV, null, first))));
    StoredManifest main = space.write(space.next(first));
    StoredManifest mainMerged = space.write(space.next(main).merging(dev));
    StoredManifest devMerged = space.write(space.next(dev).merging(main));
    StoredManifest ours = space.write(space.next(mainMerged));
    StoredManifest theirs = space.write(space.next(devMerged));

    assertThat(best(ours, theirs)).containsExactlyInAnyOrder(main.id(), dev.id());
    assertThat(best(ours, devMerged)).containsExactlyInAnyOrder(main.id(), dev.id());
    assertThat(best(ours, dev)).containsExactly(dev.id());
  }

  @Test
  void manifestsThatRepeatAContentDoNotHideThatItIsCommon() {
    StoredManifest dev = space.write(space.next(space.write(space.repeat(DEV, null, first))));
    StoredManifest carried = space.write(space.again(first).floor(1));
    StoredManifest second = space.write(space.next(carried));
    // The first content itself is expired on main: only what carried it into the epoch is kept.
    StoredManifest main = space.write(space.next(second).floor(2));

    assertThat(best(main, dev)).containsExactly(first.id());
    assertThat(best(main, second)).containsExactly(second.id());
    assertThat(best(main, dev.manifest().lineage().parents().get(0))).containsExactly(first.id());
  }

  @Test
  void whatIsExpiredIsFoundIfItIsKeptForMerges() {
    StoredManifest second = space.write(space.next(first));
    StoredManifest dev = space.write(space.next(space.write(space.repeat(DEV, null, second))));
    StoredManifest third = space.write(space.next(second));
    ManifestDraft expiring = space.again(third).floor(3);
    StoredManifest main = space.write(space.next(space.write(expiring)));
    assertThat(history.commonAncestors(tip(main), tip(dev)))
        .isEqualTo(new CommonAncestors(List.of(), true));

    expiring.bases = List.of(second.id());
    StoredManifest keeping = space.write(space.next(space.write(expiring)));
    assertThat(best(keeping, dev)).containsExactly(second.id());
    assertThat(best(dev, keeping)).containsExactly(second.id());
    ManifestDraft alsoExpiring = space.again(dev).floor(4);
    alsoExpiring.bases = List.of(first.id(), second.id());
    StoredManifest both = space.write(space.next(space.write(alsoExpiring)));
    assertThat(best(both, keeping)).containsExactly(second.id());
    StoredManifest merged = space.write(space.next(keeping).merging(dev));
    assertThat(best(space.write(space.next(merged)), both)).containsExactly(dev.id());
  }

  private CommonAncestors.Tip tip(StoredManifest value) {
    return CommonAncestors.Tip.of(value);
  }

  private List<ObjectId> best(StoredManifest ours, ObjectId theirs) {
    return best(ours, space.manifests().read(theirs));
  }

  private List<ObjectId> best(StoredManifest ours, StoredManifest theirs) {
    return history.commonAncestors(tip(ours), tip(theirs)).best().stream()
        .map(StoredManifest::contentId)
        .toList();
  }

  @Test
  void aManifestThatMisnamesItsContentIsCorrupt() {
    StoredManifest second = space.write(space.next(first));
    StoredManifest third = space.write(space.next(second));
    Manifest honest = third.manifest();
    Lineage lineage = honest.lineage();
    List<Skip> skips = new ArrayList<>(lineage.skips());
    Skip previous = skips.get(0);
    skips.set(
        0,
        new Skip(
            previous.depth(), previous.content(), previous.timestamp() + 1, previous.generation()));
    StoredManifest liar =
        Manifests.write(
            space.writer(0),
            new Manifest(
                honest.genesis(),
                new Lineage(
                    lineage.ref(),
                    lineage.state(),
                    null,
                    lineage.parents(),
                    lineage.generation(),
                    lineage.timestamp(),
                    lineage.depth(),
                    skips),
                honest.retention(),
                honest.state(),
                honest.summary(),
                honest.writer(),
                honest.nonce(),
                null));

    assertThatThrownBy(() -> history.back(liar, 1))
        .isInstanceOf(CorruptObject.class)
        .hasMessageContaining(liar.id().toString())
        .hasMessageContaining(second.id().toString());
  }

  @Test
  void skipsAreTheLargestMultiplesOfPowersOfTwoBelow() {
    List<StoredManifest> line = longLine(space);
    for (int depth = 0; depth < LONG_LINE; depth++) {
      List<Skip> expected = new ArrayList<>();
      for (int step = 1; depth > 0 && step < 2 * LONG_LINE; step *= 2) {
        StoredManifest at = line.get((depth - 1) / step * step);
        Skip skip = new Skip((depth - 1) / step * step, at.id(), timestamp(at), generation(at));
        if (!expected.contains(skip)) {
          expected.add(skip);
        }
      }
      assertThat(line.get(depth).manifest().lineage().skips()).isEqualTo(expected);
    }
  }

  private static long timestamp(StoredManifest stored) {
    return stored.manifest().lineage().timestamp();
  }

  private static long generation(StoredManifest stored) {
    return stored.manifest().lineage().generation();
  }
}
