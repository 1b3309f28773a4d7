package io.dreamdb.dataset;

import io.dreamdb.index.Calibration;
import io.dreamdb.index.IndexTrack;
import io.dreamdb.index.IndexView;
import io.dreamdb.index.Pack;
import io.dreamdb.index.PackEntry;
import io.dreamdb.index.PackLayout;
import io.dreamdb.index.PackReader;
import io.dreamdb.index.SpatialIndex;
import io.dreamdb.index.VectorCompressor;
import io.dreamdb.manifest.TreeCheck;
import io.dreamdb.manifest.TreeEntry;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.VerifiedObject;
import io.dreamdb.schema.EmbeddingType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks the objects of the indexes of one field, each once, against what refers to them. */
final class IndexObjectsCheck {

  /** A pack as it was found; what an index says of it is another matter. */
  private record Made(ObjectId spatial, ObjectId compressor, PackLayout layout) {}

  /** A spatial index and those from which it came. */
  private record Spatial(SpatialIndex index, Set<ObjectId> line) {}

  private final Findings found;
  private final int fieldId;
  private final IndexView view;
  private final TreeCheck packs;
  private final TreeCheck coverage;
  private final Map<ObjectRef, Optional<IndexTrack>> tracks = new HashMap<>();
  private final Map<ObjectRef, Optional<Spatial>> spatials = new HashMap<>();
  private final Map<ObjectRef, Optional<VectorCompressor>> compressors = new HashMap<>();
  private final Map<ObjectRef, Optional<Made>> made = new HashMap<>();

  IndexObjectsCheck(Space space, Findings found, int fieldId) {
    this.found = found;
    this.fieldId = fieldId;
    this.view = new IndexView(space.reader, fieldId);
    ObjectFamily pages = ObjectFamily.indexPages(fieldId);
    this.packs = new TreeCheck(space.reader, pages, found, this::packEntry);
    this.coverage = new TreeCheck(space.reader, pages, found, this::coverageEntry);
  }

  IndexView view() {
    return view;
  }

  /** A track of which all can be read; what is wrong was reported. */
  Optional<IndexTrack> track(ObjectRef ref, EmbeddingType type) {
    Optional<IndexTrack> known = tracks.get(ref);
    if (known == null) {
      known = read(ref, type);
      tracks.put(ref, known);
    }
    return known;
  }

  private Optional<IndexTrack> read(ObjectRef ref, EmbeddingType type) {
    ObjectFamily family = ObjectFamily.indexTrack(fieldId);
    if (!found.intact(family, ref)) {
      return Optional.empty();
    }
    String key = found.key(family, ref);
    Optional<IndexTrack> read = found.attempt(key, "an index track", () -> view.track(ref));
    if (read.isEmpty()) {
      return Optional.empty();
    }
    IndexTrack track = read.get();
    Optional<Spatial> spatial = spatial(track.spatial());
    Optional<VectorCompressor> compressor = compressor(track.compressor());
    boolean readable = packs.check(track.packs(), key).isPresent();
    readable &= coverage.check(track.coverage(), key).isPresent();
    spatial.ifPresent(s -> {
      requireType(key, type, s.index());
      for (Calibration measured : track.calibration()) {
        found.require(
            measured.probes().most() <= s.index().cells(),
            key,
            "recalls of at most " + s.index().cells() + " probes, all cells",
            measured.probes().most() + " probes");
      }
    });
    compressor.ifPresent(
        c -> found.requireEqual(key, "a compressor of dimension", type.dimension(), c.dimension()));
    return readable && spatial.isPresent() && compressor.isPresent()
        ? Optional.of(track)
        : Optional.empty();
  }

  private void requireType(String key, EmbeddingType type, SpatialIndex spatial) {
    found.requireEqual(
        key,
        "a spatial index of",
        new EmbeddingType(type.dimension(), type.metric()),
        new EmbeddingType(spatial.dimension(), spatial.metric()));
  }

  private Optional<Spatial> spatial(ObjectRef ref) {
    Optional<Spatial> known = spatials.get(ref);
    if (known == null) {
      known = readSpatial(ref);
      spatials.put(ref, known);
    }
    return known;
  }

  private Optional<Spatial> readSpatial(ObjectRef ref) {
    ObjectFamily family = ObjectFamily.spatialIndexes(fieldId);
    if (!found.intact(family, ref)) {
      return Optional.empty();
    }
    String key = found.key(family, ref);
    Optional<SpatialIndex> read = found.attempt(key, "a spatial index", () -> view.spatial(ref));
    if (read.isEmpty()) {
      return Optional.empty();
    }
    SpatialIndex index = read.get();
    boolean readable = true;
    for (int block = 0; block < index.blocks().size(); block++) {
      readable &= centroids(index, block);
    }
    Set<ObjectId> line = new HashSet<>(Set.of(ref.id()));
    for (ObjectRef parent : index.parents()) {
      Optional<Spatial> before = spatial(parent);
      before.ifPresent(spatial -> line.addAll(spatial.line()));
      readable &= before.isPresent();
    }
    return readable ? Optional.of(new Spatial(index, line)) : Optional.empty();
  }

  private boolean centroids(SpatialIndex index, int block) {
    ObjectFamily family = ObjectFamily.centroids(fieldId);
    ObjectRef ref = index.blocks().get(block).ref();
    return found.intact(family, ref)
        && found
            .attempt(found.key(family, ref), "centroids", () -> view.centroids(index, block))
            .isPresent();
  }

  private Optional<VectorCompressor> compressor(ObjectRef ref) {
    Optional<VectorCompressor> known = compressors.get(ref);
    if (known == null) {
      ObjectFamily family = ObjectFamily.compressors(fieldId);
      known =
          found.intact(family, ref)
              ? found.attempt(
                  found.key(family, ref), "a vector compressor", () -> view.compressor(ref))
              : Optional.empty();
      compressors.put(ref, known);
    }
    return known;
  }

  private Optional<TreeCheck.Entry> packEntry(TreeEntry entry) {
    ObjectFamily pages = ObjectFamily.indexPages(fieldId);
    Optional<PackEntry> read =
        found.attempt(
            pages + ", pack " + entry.key(),
            "a pack of an index track",
            () -> PackEntry.decode(entry.key(), entry.value()));
    return read.filter(pack -> pack(pack).isPresent())
        .map(pack -> new TreeCheck.Entry(pack.rows(), entry.key()));
  }

  /** Checks a pack and that it is what its entry says; whole once, however often it is named. */
  private Optional<Pack> pack(PackEntry entry) {
    ObjectFamily family = ObjectFamily.packs(fieldId);
    if (!found.intact(family, entry.pack())) {
      return Optional.empty();
    }
    String key = found.key(family, entry.pack());
    Optional<Pack> opened =
        found.attempt(key, "the pack that its index track describes", () -> open(entry));
    if (opened.isEmpty()) {
      return Optional.empty();
    }
    Optional<Made> known = made.get(entry.pack());
    if (known == null) {
      known =
          found.attempt(
              key,
              "a pack",
              () -> {
                new PackReader(opened.get(), view.open(entry)::read).requireSound();
                return new Made(
                    opened.get().spatial(), opened.get().compressor(), opened.get().layout());
              });
      made.put(entry.pack(), known);
    }
    return known.flatMap(sound -> opened);
  }

  private Pack open(PackEntry entry) {
    VerifiedObject object = view.open(entry);
    return Pack.open(object.name(), object::read, entry);
  }

  private Optional<TreeCheck.Entry> coverageEntry(TreeEntry entry) {
    return found
        .attempt(
            ObjectFamily.indexPages(fieldId) + ", coverage " + entry.key(),
            "a run of anchors",
            () -> IndexView.covered(entry))
        .map(run -> new TreeCheck.Entry(run.count(), IndexView.lastOf(run)));
  }

  /** Checks that a pack, which was found sound, goes with the spatial index and the compressor. */
  boolean fits(IndexTrack track, PackEntry entry) {
    String key = found.key(ObjectFamily.packs(fieldId), entry.pack());
    Made pack = made.getOrDefault(entry.pack(), Optional.empty()).orElseThrow();
    Spatial spatial = spatial(track.spatial()).orElseThrow();
    VectorCompressor compressor = compressor(track.compressor()).orElseThrow();
    boolean line = spatial.line().contains(pack.spatial());
    found.require(
        line,
        key,
        "a pack made under " + track.spatial().id() + ", its index track's, or what it came from",
        "one made under " + pack.spatial());
    boolean cells = entry.lastCell() < spatial.index().cells();
    found.require(cells, key, "cells below " + spatial.index().cells(), "cell " + entry.lastCell());
    boolean codes =
        pack.compressor().equals(track.compressor().id())
            && pack.layout().equals(PackLayout.of(compressor));
    found.require(
        codes,
        key,
        "codes of " + track.compressor().id() + ", its index track's, " + PackLayout.of(compressor),
        "codes of " + pack.compressor() + ", " + pack.layout());
    return line && cells && codes;
  }

  /** Reads the rows of a pack that was found sound. */
  void rows(PackEntry entry, PackReader.Entries rows) {
    new PackReader(open(entry), view.open(entry)::read).rows(rows);
  }
}
