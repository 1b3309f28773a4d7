package io.dreamdb.dataset;

import io.dreamdb.manifest.AnchorSource;
import io.dreamdb.manifest.Manifest;
import io.dreamdb.manifest.Summary;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.ObjectWriter;
import io.dreamdb.schema.Schema;
import io.dreamdb.track.Anchor;
import io.dreamdb.track.RowsTrack;
import io.dreamdb.track.StoredTrack;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings what one version changed since a base into another, as a commit's content. For several
 * attempts of one commit, which then write the same records.
 */
final class Combination {

  /**
   * A commit's content.
   *
   * @param draft what it makes of the head
   * @param changes whether it changes anything that a reader sees
   */
  record Result(Draft draft, boolean changes) {}

  private final Space space;
  private final String operation;
  private final byte[] liveNonce;
  private final byte[] deletedNonce;

  /** A combination that is recorded as that operation. */
  Combination(Space space, String operation) {
    this.space = space;
    this.operation = operation;
    this.liveNonce = space.options.entropy().nonce();
    this.deletedNonce = space.options.entropy().nonce();
  }

  /** What a commit would do; stores nothing. */
  Summary count(ThreeWay sides) {
    Schema schema = new SchemaMerge(sides).run();
    RowsMerge.Counts counts = new RowsMerge(space, sides, schema).count();
    new ContentMerge(sides).run(schema, Optional.empty(), counts.complete());
    return summary(counts);
  }

  /**
   * Stores what a commit needs.
   *
   * @param writer of the commit's epoch
   * @param time of the commit
   * @param added what entries of new batches say; null: what they say on the other side
   */
  Result run(ThreeWay sides, ObjectWriter writer, long time, RowsMerge.@Nullable Added added) {
    Schema schema = new SchemaMerge(sides).run();
    RowsMerge rows = new RowsMerge(space, sides, schema).adding(added);
    StoredTrack track = rows.store(writer, time, liveNonce, deletedNonce);
    RowsMerge.Counts counts = rows.counts();
    Manifest head = sides.ours().manifest();
    Manifest.Content before = head.state();
    Manifest.Content content =
        new ContentMerge(sides).run(schema, Optional.ofNullable(track.ref()), counts.complete());
    Optional<ObjectRef> logged = before.track(Manifest.ROWS_TRACK);
    boolean changes =
        counts.changed() || !content.withTrack(Manifest.ROWS_TRACK, logged).equals(before);
    return new Result(
        Draft.of(content, summary(counts), anchors(head.anchors(), track.track())), changes);
  }

  private Summary summary(RowsMerge.Counts counts) {
    return new Summary(
        operation,
        counts.rowsAdded(),
        counts.rowsDeleted(),
        counts.rowsLive(),
        counts.batches(),
        0,
        0);
  }

  /** The head's lane; behind what the other side has in it, should it have drawn the same. */
  private @Nullable AnchorSource anchors(@Nullable AnchorSource present, RowsTrack track) {
    if (present == null) {
      return null;
    }
    long last = Anchor.of(present.lane(), AnchorSource.SEQUENCES - 1);
    long used =
        space
            .rows
            .floor(track, last)
            .filter(batch -> Anchor.lane(batch.firstAnchor()) == present.lane())
            .map(batch -> Anchor.sequence(batch.lastAnchor()) + 1)
            .orElse(0L);
    return new AnchorSource(present.lane(), Math.max(present.next(), used));
  }
}
