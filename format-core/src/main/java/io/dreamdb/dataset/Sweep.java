package io.dreamdb.dataset;

import io.dreamdb.CorruptObject;
import io.dreamdb.MissingObject;
import io.dreamdb.UnsupportedFormat;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.SpaceKey;
import io.dreamdb.store.ListPage;
import io.dreamdb.store.ListRequest;
import io.dreamdb.store.StoreKey;
import io.dreamdb.store.StoredObject;
import java.util.ArrayList;
import java.util.List;

/** Lists all of a space and removes what was not marked and is old enough. One thread. */
final class Sweep {

  /** What S3 removes by one request. */
  private static final int BATCH_KEYS = 1_000;

  /** Where a garbage object stands: it may be removed, it is too young yet, or it is none. */
  private enum Verdict {
    REMOVE,
    YOUNG,
    KEEP,
    UNKNOWN
  }

  private final Space space;
  private final MarkedObjects marked;
  private final long lastBirth;
  private final boolean removing;
  private final Runnable progress;
  private final List<StoreKey> condemned = new ArrayList<>();
  private long listed;
  private long deleted;
  private long bytes;
  private long young;
  private long unknown;

  /**
   * A sweep that was not run yet.
   *
   * @param marked what stays
   * @param lastBirth what was born later stays, too
   * @param removing whether to remove anything, or only to count it
   * @param progress is told after each page of the listing
   */
  Sweep(Space space, MarkedObjects marked, long lastBirth, boolean removing, Runnable progress) {
    this.space = space;
    this.marked = marked;
    this.lastBirth = lastBirth;
    this.removing = removing;
    this.progress = progress;
  }

  /** Keys that were listed so far. */
  long listed() {
    return listed;
  }

  /** Keys that were removed, or would have been. */
  long deleted() {
    return deleted;
  }

  /** The bytes of what was removed. */
  long bytes() {
    return bytes;
  }

  /** Keys of garbage that was born too late. */
  long young() {
    return young;
  }

  /** Keys of which is not known what they stand for, and which stay. */
  long unknown() {
    return unknown;
  }

  void run() {
    // The largest page: a listing of a folder reads the folder once for each page.
    ListRequest request = new ListRequest("", "", ListRequest.MAX_LIMIT);
    boolean last = false;
    while (!last) {
      ListPage page = space.store.list(request);
      for (StoredObject object : page.entries()) {
        request = request.after(object.key());
        look(object);
      }
      last = page.last();
      progress.run();
    }
    remove();
  }

  private void look(StoredObject object) {
    listed++;
    switch (verdict(SpaceKey.parse(space.reader.timeline(), object.key()))) {
      case REMOVE -> {
        deleted++;
        bytes += object.lengthBytes();
        condemned.add(object.key());
        if (condemned.size() == BATCH_KEYS) {
          remove();
        }
      }
      case YOUNG -> young++;
      case UNKNOWN -> unknown++;
      case KEEP -> {}
    }
  }

  private Verdict verdict(SpaceKey key) {
    if (key instanceof SpaceKey.OfObject object) {
      return marked.has(object.family(), object.id(), object.birth())
          ? Verdict.KEEP
          : verdict(object.birth());
    }
    if (key instanceof SpaceKey.OfManifest manifest) {
      return marked.hasManifest(manifest.id()) ? Verdict.KEEP : verdict(manifest.id());
    }
    return key instanceof SpaceKey.Lasting ? Verdict.KEEP : Verdict.UNKNOWN;
  }

  private Verdict verdict(long birth) {
    return birth <= lastBirth ? Verdict.REMOVE : Verdict.YOUNG;
  }

  private Verdict verdict(ObjectId manifest) {
    try {
      return verdict(space.manifests.read(manifest).manifest().retention().epoch());
    } catch (MissingObject removedByAnother) {
      return Verdict.KEEP;
    } catch (CorruptObject | UnsupportedFormat unread) {
      // Its epoch is not known.
      return Verdict.UNKNOWN;
    }
  }

  private void remove() {
    if (removing && !condemned.isEmpty()) {
      space.store.delete(condemned);
    }
    condemned.clear();
  }
}
