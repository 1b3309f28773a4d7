package io.dreamdb.manifest;

import io.dreamdb.object.ObjectId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A manifest with its id.
 *
 * @param id the hash of its bytes
 * @param manifest what they say
 */
public record StoredManifest(ObjectId id, Manifest manifest) {

  /** The manifest that brought the content that this one has: what users know a version by. */
  public ObjectId contentId() {
    return content().content();
  }

  /** The content as something to repeat. */
  public Lineage.Repeat content() {
    Lineage lineage = manifest.lineage();
    Lineage.Repeat repeats = lineage.repeats();
    return repeats != null
        ? repeats
        : new Lineage.Repeat(id, lineage.timestamp(), lineage.generation());
  }

  /** The skips of a manifest that brings new content on top of this one. */
  public List<Skip> skipsOfNext() {
    Lineage.Repeat content = content();
    Skip previous =
        new Skip(
            manifest.lineage().depth(),
            content.content(),
            content.timestamp(),
            content.generation());
    return Skip.after(previous, manifest.lineage().skips());
  }

  /** The first manifest of this one's epoch on its ref. */
  public ObjectId epochFirst() {
    @Nullable ObjectId first = manifest.retention().epochFirst();
    return first == null ? id : first;
  }
}
