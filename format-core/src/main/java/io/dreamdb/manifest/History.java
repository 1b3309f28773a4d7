package io.dreamdb.manifest;

import io.dreamdb.CorruptObject;
import io.dreamdb.InvalidInput;
import io.dreamdb.MissingObject;
import io.dreamdb.object.ObjectId;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the history of one space: along a manifest's line of contents ({@code manifest.md},
 * section 5), along the values of its ref, and through all ancestors. What was expired is not
 * found.
 *
 * <p>Failures: {@link CorruptObject} where a manifest is damaged or is not what another says of it,
 * {@link MissingObject} where one that is not expired is gone. Safe for many threads; an iterator
 * is for one.
 */
public final class History {

  private final Manifests manifests;

  /** Walks over these manifests. */
  public History(Manifests manifests) {
    this.manifests = manifests;
  }

  /**
   * The content that lies {@code back} contents before that of {@code from}, in O(log n) reads.
   *
   * @return empty if the line is shorter or that part of it is expired
   * @throws InvalidInput if {@code back} is negative
   */
  public Optional<StoredManifest> back(StoredManifest from, long back) {
    if (back < 0) {
      throw new InvalidInput("~" + back + ": expected 0 or more contents back");
    }
    long target = from.manifest().lineage().depth() - back;
    if (target < 0) {
      return Optional.empty();
    }
    StoredManifest at = from;
    while (at.manifest().lineage().depth() > target) {
      List<Skip> skips = at.manifest().lineage().skips();
      Skip step = skips.get(0);
      for (Skip skip : skips) {
        step = skip.depth() >= target ? skip : step;
      }
      if (expired(from, step)) {
        return Optional.empty();
      }
      at = read(at, step);
    }
    return Optional.of(at.id().equals(from.id()) ? content(from) : at);
  }

  /**
   * The content on the line that was the last at that time, in O(log n) reads.
   *
   * @param nanos since 1970-01-01T00:00:00Z
   * @return empty if the line begins later or that part of it is expired
   */
  public Optional<StoredManifest> at(StoredManifest from, long nanos) {
    if (from.content().timestamp() <= nanos) {
      return Optional.of(content(from));
    }
    StoredManifest later = from;
    while (true) {
      Skip nearestLater = null;
      Skip firstBefore = null;
      for (Skip skip : later.manifest().lineage().skips()) {
        if (skip.timestamp() > nanos) {
          nearestLater = skip;
        } else {
          firstBefore = skip;
          break;
        }
      }
      if (nearestLater == null) {
        return firstBefore == null || expired(from, firstBefore)
            ? Optional.empty()
            : Optional.of(read(later, firstBefore));
      }
      if (expired(from, nearestLater)) {
        return Optional.empty();
      }
      later = read(later, nearestLater);
    }
  }

  /** The contents of a line, the latest first, up to where it is expired. */
  public Iterator<StoredManifest> line(StoredManifest from) {
    return new Iterator<>() {
      private @Nullable StoredManifest next = content(from);

      @Override
      public boolean hasNext() {
        return next != null;
      }

      @Override
      public StoredManifest next() {
        StoredManifest result = next;
        if (result == null) {
          throw new NoSuchElementException();
        }
        var skips = result.manifest().lineage().skips();
        next = skips.isEmpty() || expired(from, skips.get(0)) ? null : read(result, skips.get(0));
        return result;
      }
    };
  }

  /**
   * Whether {@code base} was a value of the ref of {@code head} at or before {@code head}, with the
   * ref not deleted since. Reads one manifest for each move of the ref since; where one of those
   * was expired and collected, the answer is no.
   */
  public boolean refHeld(StoredManifest head, StoredManifest base) {
    Lineage sought = base.manifest().lineage();
    Optional<StoredManifest> at = Optional.of(head);
    while (at.isPresent()) {
      StoredManifest value = at.get();
      Lineage lineage = value.manifest().lineage();
      // The first value of a branch has another ref's value as its first parent.
      if (lineage.state() == Lineage.State.CLOSED || !lineage.ref().equals(sought.ref())) {
        return false;
      }
      if (value.id().equals(base.id())) {
        return true;
      }
      at =
          lineage.generation() <= sought.generation() || lineage.parents().isEmpty()
              ? Optional.empty()
              : parent(value, lineage.parents().get(0), head.manifest().retention().floor());
    }
    return false;
  }

  /**
   * Whether the manifest {@code sought} is {@code from} or one of its ancestors that are not
   * expired. Reads each ancestor of at least that generation once.
   *
   * @param generation that of {@code sought}: older ancestors are not looked at
   */
  public boolean reaches(StoredManifest from, ObjectId sought, long generation) {
    Ancestors ancestors = new Ancestors(List.of(from), generation, this::parentsKept);
    while (ancestors.hasNext()) {
      if (ancestors.next().id().equals(sought)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The best common ancestors of two versions: reads about as many manifests as were committed on
   * both sides since.
   */
  public CommonAncestors commonAncestors(CommonAncestors.Tip ours, CommonAncestors.Tip theirs) {
    return new AncestorSearch(this, manifests, ours, theirs).run();
  }

  /**
   * All manifests that some values of refs reach ({@code refs.md}, section 4): they, their bases,
   * and their ancestors that are not expired; each once, the latest generation first.
   */
  public Iterator<StoredManifest> reached(Collection<StoredManifest> values) {
    Ancestors reached = new Ancestors(values, 0, this::parentsKept);
    for (StoredManifest value : values) {
      value.manifest().retention().bases().forEach(base -> reached.addAlone(manifests.read(base)));
    }
    return reached;
  }

  private List<StoredManifest> parentsKept(StoredManifest child, long floor) {
    if (child.manifest().lineage().generation() - 1 < floor) {
      return List.of();
    }
    return child.manifest().lineage().parents().stream()
        .flatMap(id -> parent(child, id, floor).stream())
        .filter(parent -> parent.manifest().lineage().generation() >= floor)
        .toList();
  }

  /**
   * A parent, unless it was expired and collected.
   *
   * @param floor the largest on the path to {@code child}
   */
  Optional<StoredManifest> parent(StoredManifest child, ObjectId id, long floor) {
    Lineage lineage = child.manifest().lineage();
    try {
      return Optional.of(manifests.read(id));
    } catch (MissingObject collected) {
      // Of several parents all but one may be of any smaller generation.
      boolean mayBeExpired = lineage.parents().size() > 1 || lineage.generation() - 1 < floor;
      if (mayBeExpired) {
        return Optional.empty();
      }
      throw collected;
    }
  }

  private StoredManifest content(StoredManifest manifest) {
    Lineage.Repeat repeats = manifest.manifest().lineage().repeats();
    // A deleted ref no longer keeps the content that it repeats.
    if (repeats == null || repeats.generation() < manifest.manifest().retention().floor()) {
      return manifest;
    }
    Lineage lineage = manifest.manifest().lineage();
    return read(
        manifest,
        new Skip(lineage.depth(), repeats.content(), repeats.timestamp(), repeats.generation()));
  }

  /** Reads an earlier content and checks what {@code by} says of it. */
  private StoredManifest read(StoredManifest by, Skip skip) {
    StoredManifest found = manifests.read(skip.content());
    Lineage lineage = found.manifest().lineage();
    Skip actual =
        new Skip(lineage.depth(), found.contentId(), lineage.timestamp(), lineage.generation());
    if (!actual.equals(skip)) {
      throw new CorruptObject(
          String.format(
              Locale.ROOT,
              "Manifest %s names the content %s, but that manifest is %s",
              by.id(),
              skip,
              actual));
    }
    return found;
  }

  private static boolean expired(StoredManifest from, Skip skip) {
    return skip.generation() < from.manifest().retention().floor();
  }
}
