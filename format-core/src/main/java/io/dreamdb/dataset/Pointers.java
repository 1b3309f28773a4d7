package io.dreamdb.dataset;

import io.dreamdb.InvalidInput;
import io.dreamdb.manifest.Lineage;
import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.RefName;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the version that a user means: a branch, a tag, {@code name~n}, an id, or 8 and more
 * characters of one. A name wins over a prefix; an id counts only if a live ref reaches it.
 */
final class Pointers {

  private static final int MIN_PREFIX = 8;
  private static final Pattern ID_PREFIX = Pattern.compile("d[yz23][a-z2-7]{6,51}");
  private static final Pattern BACK = Pattern.compile("(.+)~(\\d{1,18})");

  private final Space space;

  Pointers(Space space) {
    this.space = space;
  }

  /**
   * A version and the ref through which it was found.
   *
   * @param version the manifest; its content is the version
   * @param ref a live ref that reaches it
   * @param moves whether it is the ref's own value, which may move on
   */
  record Found(StoredManifest version, RefName ref, boolean moves) {}

  Found resolve(String pointer) {
    Matcher back = BACK.matcher(pointer);
    if (back.matches()) {
      return back(resolve(back.group(1)), Long.parseLong(back.group(2)), pointer);
    }
    return named(pointer).or(() -> byId(pointer)).orElseThrow(() -> unknown(pointer));
  }

  /** The last content on a ref's line that was committed by then. */
  Found at(RefName ref, long nanos) {
    Head head = space.liveHead(ref);
    return space
        .history
        .at(head.stored(), nanos)
        .map(version -> new Found(version, ref, false))
        .orElseThrow(() ->
            new InvalidInput(
                String.format(
                    Locale.ROOT,
                    "'%s' has no version from %s or before, or it is expired",
                    ref,
                    java.time.Instant.ofEpochSecond(
                        nanos / 1_000_000_000L, nanos % 1_000_000_000L))));
  }

  private Found back(Found from, long count, String pointer) {
    // What lies before an old version may be expired since: its ref's present value says so.
    StoredManifest start = from.version();
    StoredManifest head = from.moves() ? start : space.liveHead(from.ref()).stored();
    boolean onLine = space.isOnLine(head, start);
    long passed = head.manifest().lineage().depth() - start.manifest().lineage().depth();
    return (onLine ? space.history.back(head, passed + count) : space.history.back(start, count))
        .map(version -> new Found(version, from.ref(), false))
        .orElseThrow(() ->
            new InvalidInput(
                "There is no version '"
                    + pointer
                    + "': the history before it has "
                    + from.version().manifest().lineage().depth()
                    + " versions, of which some may be expired"));
  }

  private Optional<Found> named(String pointer) {
    for (String name : List.of(pointer, RefName.tag("x").text().replace("x", pointer))) {
      Optional<RefName> ref = refName(name);
      if (ref.isPresent()) {
        Optional<Head> head = space.head(ref.get()).filter(Pointers::inUse);
        if (head.isPresent()) {
          return Optional.of(new Found(head.get().stored(), ref.get(), true));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<RefName> refName(String text) {
    try {
      return Optional.of(new RefName(text));
    } catch (InvalidInput notAName) {
      return Optional.empty();
    }
  }

  private static boolean inUse(Head head) {
    return head.state() != Lineage.State.CLOSED;
  }

  private Optional<Found> byId(String pointer) {
    if (!ID_PREFIX.matcher(pointer).matches()) {
      return Optional.empty();
    }
    if (pointer.length() == ObjectId.TEXT_LENGTH) {
      return reached(ObjectId.parse(pointer));
    }
    Map<ObjectId, Found> found = new TreeMap<>();
    for (ObjectId id : space.reader.manifestsWithPrefix(pointer)) {
      reached(id).ifPresent(match -> found.put(match.version().contentId(), match));
    }
    if (found.size() > 1) {
      throw new InvalidInput(
          "'" + pointer + "' is the beginning of several versions: " + found.keySet());
    }
    return found.values().stream().findFirst();
  }

  /** The content of the manifest with that id, if a live ref reaches it. */
  private Optional<Found> reached(ObjectId id) {
    if (!space.reader.manifestExists(id)) {
      return Optional.empty();
    }
    StoredManifest stored = space.manifests.read(id);
    if (stored.manifest().lineage().state() == Lineage.State.CLOSED) {
      return Optional.empty();
    }
    List<Head> heads =
        space.epochs.read().refs().stream()
            .flatMap(name -> space.head(name).filter(Pointers::inUse).stream())
            .sorted(Comparator.comparingLong(Pointers::floor))
            .toList();
    // The ref that keeps most of the history is the best to go on from.
    // Most versions are on some ref's line, where looking takes few reads.
    return through(heads, head -> space.isOnLine(head.stored(), stored))
        .or(() -> through(heads, head -> space.reaches(head.stored(), stored)))
        .map(head ->
            new Found(space.manifests.read(stored.contentId()), head.value().name(), false));
  }

  private static long floor(Head head) {
    return head.stored().manifest().retention().floor();
  }

  private static Optional<Head> through(List<Head> heads, Predicate<Head> reaches) {
    return heads.stream().filter(reaches).findFirst();
  }

  private InvalidInput unknown(String pointer) {
    return new InvalidInput(
        String.format(
            Locale.ROOT,
            "There is no version '%s' in %s. Name a branch or tag (there are %s), one with ~n for the"
                + " n-th version before it, or a version's id or its first %d or more characters",
            pointer,
            space.store.location(),
            space.liveRefs(),
            MIN_PREFIX));
  }
}
