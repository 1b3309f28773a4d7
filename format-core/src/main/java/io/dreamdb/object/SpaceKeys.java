package io.dreamdb.object;

import io.dreamdb.InvalidInput;
import io.dreamdb.store.ObjectKey;
import io.dreamdb.store.RegisterKey;
import io.dreamdb.store.StoreKey;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The keys of a space that belong to no track, and what any key stands for. */
final class SpaceKeys {

  static final String MANIFESTS = "manifests/";

  private static final String GENESIS = "genesis/";
  private static final String OUTBOARDS = "outboards/";
  private static final String BUNDLES = "bundle/";
  private static final Pattern OBJECT =
      Pattern.compile("([a-z0-9.]+)/([a-z]+)/([a-z2-7]{53})(?:\\.([1-9][0-9]{0,18}))?");

  private SpaceKeys() {}

  static ObjectKey genesis(ObjectId id) {
    return new ObjectKey(GENESIS + id);
  }

  static ObjectKey manifest(ObjectId id) {
    return new ObjectKey(MANIFESTS + id);
  }

  static ObjectKey outboard(ObjectKey object) {
    return new ObjectKey(OUTBOARDS + object.path());
  }

  /** The name of what a bundle says of itself; it stands in no space. */
  static ObjectKey bundle(ObjectId id) {
    return new ObjectKey(BUNDLES + id);
  }

  static @Nullable ObjectId bundleOf(ObjectKey key) {
    return idBehind(BUNDLES, key);
  }

  static @Nullable ObjectId genesisOf(ObjectKey key) {
    return idBehind(GENESIS, key);
  }

  private static @Nullable ObjectId idBehind(String folder, ObjectKey key) {
    try {
      return key.path().startsWith(folder)
          ? ObjectId.parse(key.path().substring(folder.length()))
          : null;
    } catch (InvalidInput notAnId) {
      return null;
    }
  }

  static SpaceKey parse(ObjectId timeline, StoreKey key) {
    String path = key.path();
    if (key instanceof RegisterKey || path.startsWith(GENESIS)) {
      return new SpaceKey.Lasting();
    }
    try {
      if (path.startsWith(MANIFESTS)) {
        return new SpaceKey.OfManifest(ObjectId.parse(path.substring(MANIFESTS.length())));
      }
      boolean outboard = path.startsWith(OUTBOARDS);
      String object = outboard ? path.substring(OUTBOARDS.length()) : path;
      String own = timeline + "/";
      return object.startsWith(own)
          ? parseObject(object.substring(own.length()), outboard)
          : new SpaceKey.Unknown();
    } catch (InvalidInput | NumberFormatException notAnId) {
      return new SpaceKey.Unknown();
    }
  }

  private static SpaceKey parseObject(String path, boolean outboard) {
    Matcher parts = OBJECT.matcher(path);
    if (!parts.matches()) {
      return new SpaceKey.Unknown();
    }
    ObjectFamily family = new ObjectFamily(parts.group(1), parts.group(2));
    String birth = parts.group(4);
    return family.isKnown()
        ? new SpaceKey.OfObject(
            family,
            ObjectId.parse(parts.group(3)),
            birth == null ? 0 : Long.parseLong(birth),
            outboard)
        : new SpaceKey.Unknown();
  }
}
