package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.index.AnchorRun;
import io.dreamdb.index.Calibration;
import io.dreamdb.index.IndexChange;
import io.dreamdb.index.IndexTrack;
import io.dreamdb.index.IndexView;
import io.dreamdb.index.Pack;
import io.dreamdb.index.PackCell;
import io.dreamdb.index.PackEntry;
import io.dreamdb.index.Probes;
import io.dreamdb.index.StoredIndex;
import io.dreamdb.manifest.Manifest;
import io.dreamdb.manifest.Summary;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.ObjectWriter;
import io.dreamdb.object.RefName;
import io.dreamdb.store.ObjectStores;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each damage to an index is found and names the object; an index that is right has no finding. */
class VerifyIndexTest {

  private static final String NAME = IndexTrack.name(IndexedTable.FIELD);

  @TempDir Path folder;
  private Dataset table;
  private Space space;
  private IndexView view;

  @BeforeEach
  void makeTable() {
    table = IndexedTable.make(folder);
    DatasetOptions options = SmallWarehouse.options(99);
    space = Space.open(ObjectStores.open(table.location()), options, Space.Caches.of(options));
    view = new IndexView(space.reader, IndexedTable.FIELD);
  }

  @Test
  void whateverWasDoneToAnIndexItIsClean() {
    assertThat(TableFindings.of(table)).isEmpty();
    IndexedTable.index(table).refresh();
    assertThat(TableFindings.of(table)).isEmpty();
    table.createBranch("dev", "main~1");
    IndexedTable.append(table, new RefName("dev"), 5_000, 5_000 + IndexedTable.PACKED);
    IndexedTable.index(table).publish(8);
    IndexedTable.append(table, RefName.MAIN, 7_000, 7_000 + IndexedTable.PACKED);
    table.rollback(RefName.MAIN, "main~2");
    assertThat(TableFindings.of(table)).isEmpty();
    IndexedTable.index(table).compact();
    IndexedTable.index(table)
        .rebuild(IndexedTable.options(7).withSpill(true).withRefine(0).withSeed(9));
    IndexedTable.append(table, RefName.MAIN, 9_000, 9_000 + IndexedTable.PACKED);
    IndexedTable.delete(table, "id > 1000");
    assertThat(TableFindings.of(table)).isEmpty();
  }

  @Test
  void anIndexOfManyPacksIsClean() {
    for (int i = 0; i < 40; i++) {
      // Alternately with and without a pack, so that coverage has as many runs.
      int first = 10_000 + 2_000 * i;
      IndexedTable.append(table, RefName.MAIN, first, first + 1_100);
      IndexedTable.append(table, RefName.MAIN, first + 1_500, first + 1_501);
    }
    IndexTrack track = track();
    assertThat(track.packs()).isInstanceOf(io.dreamdb.manifest.Tree.Paged.class);
    assertThat(TableFindings.of(table)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/track/", "/spatial/", "/centroid/", "/compressor/", "/pack/"})
  void anObjectThatIsGoneIsFound(String kind) throws IOException {
    Path object = anyOf(kind);
    Files.delete(object);

    assertThat(TableFindings.of(table)).anyMatch(finding -> named(finding, object));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/track/", "/spatial/", "/centroid/", "/compressor/", "/pack/"})
  void aByteThatWasFlippedIsFound(String kind) throws IOException {
    Path object = anyOf(kind);
    byte[] bytes = Files.readAllBytes(object);
    bytes[bytes.length / 2] ^= 1;
    Files.delete(object);
    Files.write(object, bytes);

    assertThat(TableFindings.of(table)).anyMatch(finding -> named(finding, object));
  }

  @Test
  void coverageThatIsMissingIsFound() {
    AnchorRun run = view.coverage(track()).next();
    change((change, track) -> change.uncover(new AnchorRun(run.first() + 10, 40)));

    assertFound("/track/", "rows that are not covered to be in no pack", "39 that are not");
  }

  @Test
  void coverageOfWhatNoPackHoldsIsFound() {
    AnchorRun uncovered = uncovered();
    change((change, track) -> change.cover(uncovered));

    assertFound("/track/", "covered rows with a vector to be members", "that are not");
  }

  @Test
  void coverageOfRowsThatAreNotThereIsFound() {
    AnchorRun beyond = new AnchorRun(uncovered().last() + 100, 3);
    change((change, track) -> change.cover(beyond));

    assertFound("/track/", "coverage of rows that batches have", "3 that are not");
  }

  @Test
  void aPackThatIsMissingIsFound() {
    PackEntry pack = packs().get(0);
    change((change, track) -> change.remove(pack));

    assertFound("/track/", "covered rows with a vector to be members", pack.rows() + " that");
  }

  @Test
  void aPackThatStandsTwiceIsFound() {
    PackEntry pack = packs().stream().filter(entry -> entry.level() == 0).findFirst().orElseThrow();
    change((change, track) -> change.put(pack.movedTo(pack.firstAnchor() + 1)));

    assertFound("/track/", "are in no other pack", "that are not");
  }

  @Test
  void aPackOfARunThatIsNotItsOwnIsFound() {
    PackEntry pack = packs().stream().filter(entry -> entry.level() == 0).findFirst().orElseThrow();
    change((change, track) -> {
      change.remove(pack);
      change.put(pack.movedTo(pack.firstAnchor() + 1));
    });

    assertFound("/track/", "members that are covered, have a vector", "that are not");
    assertFound("/track/", "covered rows with a vector to be members", "that are not");
  }

  @Test
  void aWrongCountIsFound() {
    PackEntry pack = packs().get(0);
    PackEntry wrong =
        new PackEntry(
            pack.pack(),
            pack.level(),
            pack.firstCell(),
            pack.lastCell(),
            pack.firstAnchor(),
            pack.rows() - 1,
            pack.entries(),
            pack.run());
    change((change, track) -> change.put(wrong));

    assertFound("/pack/", "the pack that its index track describes", "has rows " + pack.rows());
  }

  @Test
  void recallsOfMoreProbesThanCellsAreFound() {
    commit(writer -> {
      IndexTrack wrong =
          track().withCalibration(List.of(new Calibration(10, 990, Probes.of(25), 50)));
      return new IndexChange(space.reader, writer, wrong).finish().ref();
    });

    assertFound("/track/", "at most 24 probes", "25 probes");
  }

  @Test
  void anotherCompressorThanThatOfThePacksIsFound() {
    commit(writer -> {
      IndexTrack old = track();
      ObjectRef other =
          writer.write(
              ObjectFamily.compressors(IndexedTable.FIELD),
              io.dreamdb.index.VectorCompressor.of(12, 77, 4).encode());
      IndexTrack wrong =
          new IndexTrack(
              old.fieldId(), old.spatial(), other, old.packs(), old.coverage(), List.of());
      return new IndexChange(space.reader, writer, wrong).finish().ref();
    });

    assertFound("/pack/", "its index track's", "codes of");
  }

  @Test
  void numbersOfAPackThatCannotBeAreFoundUnderAValidHash() {
    List<ToLongFunction<Place>> places =
        List.of(
            at -> at.pack.layout().norms(at.cell) + 3,
            at -> at.pack.layout().errors(at.cell) + 3,
            at -> at.pack.layout().errors(at.cell) + 4L * at.cell.entries(),
            at -> at.pack.layout().refinements(at.cell) - 1,
            at -> at.pack.layout().references(at.cell) - 1,
            at -> at.pack.layout().refinementErrors(at.cell) + 3);
    List<String> expected =
        List.of(
            "radius", "as error", "zero bytes", "zero bytes", "nothing beyond", "refined error");
    for (int i = 0; i < places.size(); i++) {
      ToLongFunction<Place> place = places.get(i);
      String what = expected.get(i);
      damagePack(place, what.equals("radius") ? 0x02 : 0x80);
      assertThat(TableFindings.of(table))
          .as(what)
          .anyMatch(finding -> finding.key().contains("/pack/") && finding.found().contains(what));
    }
  }

  @Test
  void aRowThatIsInTheWrongPlaceIsFoundUnderAValidHash() {
    damagePack(at -> at.pack.layout().references(at.cell) + at.cell.refBytes(), 1);

    assertThat(TableFindings.of(table))
        .anyMatch(finding ->
            finding.found().contains("references that ascend")
                || finding.expected().contains("members"));
  }

  /** A cell of a pack, of which the number of entries is no multiple of 8 or 16. */
  private record Place(Pack pack, PackCell cell) {}

  /** Puts a pack with another byte in the place of one that is right. */
  private void damagePack(ToLongFunction<Place> offset, int bits) {
    IndexTrack right = track();
    PackEntry entry =
        packs().stream().filter(candidate -> candidate.level() > 0).findFirst().orElseThrow();
    Pack pack = view.pack(right, entry);
    int index = 0;
    while (pack.cellAt(index).entries() % 16 == 0 || pack.cellAt(index).entries() % 8 == 0) {
      index++;
    }
    int at = (int) offset.applyAsLong(new Place(pack, pack.cellAt(index)));
    ByteBuffer read = space.reader.read(ObjectFamily.packs(IndexedTable.FIELD), entry.pack());
    byte[] bytes = new byte[read.remaining()];
    read.get(bytes);
    bytes[at] ^= (byte) bits;
    commit(writer -> {
      ObjectRef other = writer.write(ObjectFamily.packs(IndexedTable.FIELD), bytes);
      IndexChange change = new IndexChange(space.reader, writer, right);
      change.put(entry.storedAt(other));
      return change.finish().ref();
    });
    table.rollback(RefName.MAIN, "main~1");
  }

  private void assertFound(String kind, String expected, String actual) {
    assertThat(TableFindings.of(table))
        .anyMatch(finding ->
            finding.key().contains("embedding." + IndexedTable.FIELD + kind)
                && finding.expected().contains(expected)
                && finding.found().contains(actual));
  }

  private IndexTrack track() {
    return view.track(trackRef());
  }

  private ObjectRef trackRef() {
    return space.liveHead(RefName.MAIN).stored().manifest().state().track(NAME).orElseThrow();
  }

  private List<PackEntry> packs() {
    List<PackEntry> packs = new ArrayList<>();
    view.packs(track()).forEachRemaining(packs::add);
    return packs;
  }

  private AnchorRun uncovered() {
    UncoveredRows.Range range = UncoveredRows.of(table.snapshot(), view.coverage(track())).get(0);
    return new AnchorRun(range.batch().firstAnchor() + range.from(), range.rows());
  }

  private void change(BiConsumer<IndexChange, IndexTrack> edit) {
    commit(writer -> {
      IndexTrack before = track();
      IndexChange change = new IndexChange(space.reader, writer, before);
      edit.accept(change, before);
      StoredIndex stored = change.finish();
      return stored.ref();
    });
  }

  private interface Stored {
    ObjectRef store(ObjectWriter writer);
  }

  /** Commits another index, right or wrong. */
  private void commit(Stored track) {
    Head head = space.liveHead(RefName.MAIN);
    Manifest old = head.stored().manifest();
    new Committer(space)
        .commit(
            head,
            new Change() {
              @Override
              public String name() {
                return "a wrong index";
              }

              @Override
              public Optional<Draft> apply(Step step) {
                ObjectRef ref = track.store(step.writer());
                return Optional.of(
                    Draft.of(
                        old.state().withTrack(NAME, Optional.of(ref)),
                        Summary.unchanged("refresh_index", old.summary()),
                        old.anchors()));
              }
            });
  }

  private static boolean named(Finding finding, Path object) {
    return finding.key().contains(object.getFileName().toString());
  }

  /** An object of the index; a rebuild leaves a track behind that had not been measured yet. */
  private Path anyOf(String kind) throws IOException {
    String name = kind.equals("/track/") ? trackRef().id().toString() : "";
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.toString().contains("embedding." + IndexedTable.FIELD + kind))
          .filter(file -> !file.toString().contains("outboards"))
          .filter(file -> file.getFileName().toString().contains(name))
          .sorted()
          .findFirst()
          .orElseThrow();
    }
  }
}
