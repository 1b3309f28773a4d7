package io.dreamdb.manifest;

import io.dreamdb.CorruptObject;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.ObjectReader;
import io.dreamdb.object.ObjectWriter;
import io.dreamdb.object.RefValue;
import java.util.Locale;

/** The manifests of one space. Safe for many threads. */
public final class Manifests {

  private final ObjectReader reader;

  /** Reads manifests of a space. */
  public Manifests(ObjectReader reader) {
    this.reader = reader;
  }

  /**
   * Reads a manifest.
   *
   * @throws io.dreamdb.MissingObject if it is not there
   * @throws CorruptObject if it is not a manifest of this space
   * @throws io.dreamdb.UnsupportedFormat if it needs a reader feature that this build lacks
   */
  public StoredManifest read(ObjectId id) {
    Manifest manifest = reader.decodeManifest(id, Manifest.class, ManifestCodec::decode);
    if (!manifest.genesis().equals(reader.timeline())) {
      throw new CorruptObject(
          String.format(
              Locale.ROOT,
              "Manifest %s is of timeline %s, not of %s",
              id,
              manifest.genesis(),
              reader.timeline()));
    }
    return new StoredManifest(id, manifest);
  }

  /**
   * Reads the manifest that a ref holds.
   *
   * @throws CorruptObject if it is the body of another ref, and as {@link #read(ObjectId)}
   */
  public StoredManifest read(RefValue ref) {
    StoredManifest stored = read(ref.manifest());
    if (!stored.manifest().lineage().ref().equals(ref.name())) {
      throw new CorruptObject(
          String.format(
              Locale.ROOT,
              "Ref '%s' holds manifest %s, which is the body of ref '%s': a ref was moved by hand",
              ref.name(),
              ref.manifest(),
              stored.manifest().lineage().ref()));
    }
    return stored;
  }

  /**
   * Stores a manifest; it is in force when its ref is moved to it.
   *
   * @throws io.dreamdb.LimitExceeded if it has more than 1 MiB
   * @throws IllegalArgumentException if its fields contradict one another, so that nobody could
   *     read it
   */
  public static StoredManifest write(ObjectWriter writer, Manifest manifest) {
    return new StoredManifest(writer.writeManifest(ManifestCodec.encode(manifest)), manifest);
  }

  /** The same, and keeps it for reading: the next commit begins with it. */
  public StoredManifest writeAndKeep(ObjectWriter writer, Manifest manifest) {
    byte[] bytes = ManifestCodec.encode(manifest);
    StoredManifest stored = new StoredManifest(writer.writeManifest(bytes), manifest);
    reader.rememberManifest(stored.id(), manifest, bytes.length);
    return stored;
  }

  /** The timeline that a manifest is of: how a space is opened, whose genesis is not known yet. */
  public static ObjectId genesisOf(ObjectReader reader, ObjectId manifest) {
    return reader.decodeManifest(manifest, Manifest.class, ManifestCodec::decode).genesis();
  }
}
