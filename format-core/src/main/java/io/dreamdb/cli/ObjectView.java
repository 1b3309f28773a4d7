package io.dreamdb.cli;

import io.dreamdb.InvalidInput;
import io.dreamdb.MissingObject;
import io.dreamdb.cbor.Cbor;
import io.dreamdb.cbor.CborArray;
import io.dreamdb.cbor.CborBytes;
import io.dreamdb.cbor.CborInt;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.cbor.CborMap;
import io.dreamdb.cbor.CborText;
import io.dreamdb.cbor.CborValue;
import io.dreamdb.dataset.parquet.RowBatchFile;
import io.dreamdb.hash.Blake3;
import io.dreamdb.index.PackSummary;
import io.dreamdb.object.ObjectCache;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.ObjectReader;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.Verification;
import io.dreamdb.object.VerifiedGroups;
import io.dreamdb.object.VerifiedObject;
import io.dreamdb.store.ObjectKey;
import io.dreamdb.store.ObjectStore;
import io.dreamdb.store.Register;
import io.dreamdb.store.RegisterKey;
import io.dreamdb.store.StoreKey;
import io.dreamdb.track.DeletionBitmap;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the objects of a space by their keys, each compared with its id, for people to look at. */
final class ObjectView {

  private static final Pattern NAME = Pattern.compile("(d[a-z2-7]{52})(?:\\.([1-9][0-9]{0,17}))?");
  private static final Pattern KEY =
      Pattern.compile("(genesis|manifests|refs|gc|outboards|d[a-z2-7]{52})/.*");
  private static final Set<String> STRUCTURAL =
      Set.of("track", "index", "statistics", "tombstone", "anchors", "spatial", "compressor");

  private final ObjectStore store;

  ObjectView(ObjectStore store) {
    this.store = store;
  }

  /**
   * An object as it is shown.
   *
   * @param key where it stands
   * @param lengthBytes its length
   * @param value its content, or of one that is no structural object, what there is to say of it
   */
  record Shown(String key, long lengthBytes, CborValue value) {}

  /** Whether the text has the form of a key rather than of a version. */
  static boolean isKey(String text) {
    return KEY.matcher(text).matches();
  }

  /**
   * Reads what stands at a key.
   *
   * @throws InvalidInput if it is not the key of anything in a space
   * @throws io.dreamdb.CorruptObject if the bytes are not those of the id
   */
  Shown read(String text) {
    StoreKey key = StoreKey.parse(text);
    if (key instanceof RegisterKey register) {
      return register(register);
    }
    String[] parts = text.split("/");
    if (parts[0].equals("outboards")) {
      return outboard((ObjectKey) key);
    }
    Matcher name = NAME.matcher(parts[parts.length - 1]);
    if (!name.matches()) {
      throw noKey(text);
    }
    ObjectId id = ObjectId.parse(name.group(1));
    long birth = name.group(2) == null ? 0 : Long.parseLong(name.group(2));
    long length = length((ObjectKey) key);
    if (parts.length == 2 && parts[0].equals("manifests")) {
      CborValue manifest = reader(id).decodeManifest(id, CborValue.class, CborItem::value);
      return new Shown(text, length, manifest);
    }
    if (parts.length == 2 && parts[0].equals("genesis")) {
      CborValue genesis = reader(id).decodeGenesis(CborValue.class, CborItem::value);
      return new Shown(text, length, genesis);
    }
    if (parts.length != 4) {
      throw noKey(text);
    }
    return object(
        ObjectId.parse(parts[0]),
        new ObjectFamily(parts[1], parts[2]),
        new ObjectRef(id, birth, length));
  }

  /** Reads what a reference names. */
  Shown object(ObjectId timeline, ObjectFamily family, ObjectRef ref) {
    String key = family.key(timeline, ref).path();
    length(family.key(timeline, ref));
    ObjectReader reader = reader(timeline);
    CborValue value;
    if (STRUCTURAL.contains(family.leaf())) {
      value = Cbor.decode(reader.read(family, ref), key);
    } else if (family.leaf().equals("batch")) {
      value = rowBatch(reader.open(family, ref));
    } else if (family.leaf().equals("pack")) {
      value = pack(reader.open(family, ref));
    } else if (family.leaf().equals("vector") || family.leaf().equals("centroid")) {
      value = Cbor.decodePrefix(headOf(reader.open(family, ref)), key).value();
    } else if (family.leaf().equals("bitmap")) {
      value = bitmap(DeletionBitmap.decode(reader.read(family, ref), key));
    } else {
      throw noKey(key);
    }
    return new Shown(key, ref.lengthBytes(), value);
  }

  private static ByteBuffer headOf(VerifiedObject object) {
    return object.read(0, (int) Math.min(64, object.lengthBytes()));
  }

  private static CborValue rowBatch(VerifiedObject object) {
    RowBatchFile file = RowBatchFile.read(object);
    List<CborText> columns = file.columns().stream().map(CborText::new).toList();
    return CborMap.builder()
        .put("format", "parquet")
        .put("rows", file.rows())
        .put("row_groups", file.rowGroups())
        .put("columns", columns)
        .build();
  }

  /** The header, and what the directory says of the cells. */
  private static CborValue pack(VerifiedObject object) {
    PackSummary pack = PackSummary.read(object.name(), object::read, object.lengthBytes());
    return CborMap.builder()
        .put("header", pack.header())
        .put(
            "directory",
            CborMap.builder()
                .put("first_cell", pack.firstCell())
                .put("last_cell", pack.lastCell())
                .put("spilled", pack.spilled())
                .put("largest_cell", pack.largestCell())
                .put("sections_offset", pack.sectionsOffset())
                .build())
        .build();
  }

  private static CborValue bitmap(DeletionBitmap bitmap) {
    return CborMap.builder()
        .put("format", "roaring")
        .put("deleted", bitmap.cardinality())
        .put("last", bitmap.last())
        .build();
  }

  private Shown register(RegisterKey key) {
    Register register = store.readRegister(key);
    if (register.isAbsent()) {
      throw new MissingObject("There is no " + key + " in " + store.location());
    }
    CborValue value =
        key.equals(RegisterKey.GC_ROOT)
            ? Cbor.decode(register.value(), key.path())
            : CborBytes.copyOf(register.value());
    return new Shown(key.path(), register.lengthBytes(), value);
  }

  /** The levels are not told apart: an outboard has no header. */
  private Shown outboard(ObjectKey key) {
    long length = length(key);
    return new Shown(
        key.path(),
        length,
        CborMap.builder()
            .put("format", "outboard")
            .put("values", new CborInt(length / Blake3.HASH_BYTES))
            .build());
  }

  private long length(ObjectKey key) {
    return store
        .head(key)
        .orElseThrow(() -> new MissingObject("There is no " + key + " in " + store.location()))
        .lengthBytes();
  }

  private ObjectReader reader(ObjectId timeline) {
    return new ObjectReader(
        store, timeline, new ObjectCache(0), new VerifiedGroups(Verification.ALWAYS));
  }

  private static InvalidInput noKey(String text) {
    return new InvalidInput(
        "'"
            + text
            + "' is not the key of an object: expected genesis/<id>, manifests/<id>,"
            + " <genesis>/<track>/<kind>/<id>, outboards/<key>, refs/<name> or gc/root");
  }

  /** Whether an array has the form of a reference. */
  static boolean isReference(CborValue value) {
    return value instanceof CborArray array
        && array.size() == 3
        && Notation.isId(array.values().get(0))
        && array.values().get(1) instanceof CborInt
        && array.values().get(2) instanceof CborInt;
  }
}
