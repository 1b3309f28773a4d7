package io.dreamdb.manifest;

import io.dreamdb.InvalidInput;
import io.dreamdb.LimitExceeded;
import io.dreamdb.cbor.Cbor;
import io.dreamdb.cbor.CborArray;
import io.dreamdb.cbor.CborFields;
import io.dreamdb.cbor.CborInt;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.cbor.CborMap;
import io.dreamdb.cbor.CborValue;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.RefName;
import io.dreamdb.object.References;
import io.dreamdb.object.StructuralObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Bytes of manifests and back ({@code manifest.md}, section 2). */
final class ManifestCodec {

  private ManifestCodec() {}

  static byte[] encode(Manifest manifest) {
    ManifestRules.broken(manifest)
        .ifPresent(fault -> {
          throw new IllegalArgumentException(
              "manifest." + fault.field() + ": expected " + fault.expected());
        });
    CborMap.Builder map =
        StructuralObject.begin("manifest")
            .put("genesis", References.encode(manifest.genesis()))
            .put("summary", manifest.summary().encode())
            .put("writer", manifest.writer())
            .put("nonce", manifest.nonce());
    encodeLineage(manifest.lineage(), map);
    encodeRetention(manifest.retention(), map);
    encodeContent(manifest.state(), map);
    AnchorSource anchors = manifest.anchors();
    if (anchors != null) {
      map.put("lane", anchors.lane()).put("next", anchors.next());
    }
    byte[] bytes = Cbor.encode(map.build());
    if (bytes.length > Manifest.MAX_LENGTH_BYTES) {
      throw new LimitExceeded(
          String.format(
              Locale.ROOT,
              "The manifest would have %d bytes; the limit is %d. It grows with columns, properties and registry",
              bytes.length,
              Manifest.MAX_LENGTH_BYTES));
    }
    return bytes;
  }

  static Manifest decode(CborItem root) {
    if (Cbor.encodedLength(root.value()) > Manifest.MAX_LENGTH_BYTES) {
      throw root.expected("a manifest of at most " + Manifest.MAX_LENGTH_BYTES + " bytes");
    }
    CborFields fields = StructuralObject.open(root, "manifest");
    // First: a feature may bring fields that would be found corrupt.
    Features features = Features.decode(fields.fields("features"));
    features.requireReadable(root.path());
    Manifest manifest =
        new Manifest(
            References.decodeId(fields.required("genesis")),
            decodeLineage(fields),
            decodeRetention(fields),
            decodeContent(fields, features),
            Summary.decode(fields.fields("summary")),
            fields.text("writer"),
            fields.bytes("nonce", 16),
            decodeAnchors(fields, root));
    fields.done();
    ManifestRules.broken(manifest)
        .ifPresent(fault -> {
          throw fields.required(fault.field()).expected(fault.expected());
        });
    return manifest;
  }

  private static void encodeLineage(Lineage lineage, CborMap.Builder map) {
    map.put("ref", lineage.ref().text())
        .put("state", lineage.state().name().toLowerCase(Locale.ROOT))
        .put("parents", array(lineage.parents(), References::encode))
        .put("generation", lineage.generation())
        .put("timestamp", lineage.timestamp())
        .put("depth", lineage.depth())
        .put("skips", array(lineage.skips(), ManifestCodec::encodeSkip));
    Lineage.Repeat repeats = lineage.repeats();
    if (repeats != null) {
      map.put(
          "content",
          CborArray.of(
              References.encode(repeats.content()),
              new CborInt(repeats.timestamp()),
              new CborInt(repeats.generation())));
    }
  }

  private static CborValue encodeSkip(Skip skip) {
    return CborArray.of(
        new CborInt(skip.depth()),
        References.encode(skip.content()),
        new CborInt(skip.timestamp()),
        new CborInt(skip.generation()));
  }

  private static Lineage decodeLineage(CborFields fields) {
    return new Lineage(
        decodeRefName(fields.required("ref")),
        decodeState(fields.required("state")),
        fields.optional("content").map(ManifestCodec::decodeRepeat).orElse(null),
        list(fields.required("parents"), References::decodeId),
        fields.integer("generation", 1, Long.MAX_VALUE),
        fields.nonNegative("timestamp"),
        fields.nonNegative("depth"),
        list(fields.required("skips"), ManifestCodec::decodeSkip));
  }

  private static RefName decodeRefName(CborItem item) {
    try {
      return new RefName(item.text());
    } catch (InvalidInput e) {
      throw item.expected("the name of a ref");
    }
  }

  private static Lineage.State decodeState(CborItem item) {
    for (Lineage.State state : Lineage.State.values()) {
      if (state.name().toLowerCase(Locale.ROOT).equals(item.text())) {
        return state;
      }
    }
    throw item.expected("live, sealed or closed");
  }

  private static Lineage.Repeat decodeRepeat(CborItem item) {
    List<CborItem> parts = parts(item, 3, "a repeated content of 3 parts");
    return new Lineage.Repeat(
        References.decodeId(parts.get(0)),
        parts.get(1).nonNegative(),
        parts.get(2).integer(1, Long.MAX_VALUE));
  }

  private static Skip decodeSkip(CborItem item) {
    List<CborItem> parts = parts(item, 4, "a skip of 4 parts");
    return new Skip(
        parts.get(0).nonNegative(),
        References.decodeId(parts.get(1)),
        parts.get(2).nonNegative(),
        parts.get(3).integer(1, Long.MAX_VALUE));
  }

  private static void encodeRetention(Retention retention, CborMap.Builder map) {
    map.put("epoch", retention.epoch())
        .put("floor", retention.floor())
        .put("bases", array(retention.bases(), References::encode));
    ObjectId first = retention.epochFirst();
    if (first != null) {
      map.put("epoch_first", References.encode(first));
    }
  }

  private static Retention decodeRetention(CborFields fields) {
    CborItem basesItem = fields.required("bases");
    List<ObjectId> bases = list(basesItem, References::decodeId);
    Retention retention =
        new Retention(
            fields.nonNegative("epoch"),
            fields.optional("epoch_first").map(References::decodeId).orElse(null),
            fields.nonNegative("floor"),
            bases);
    if (!retention.bases().equals(bases)) {
      throw basesItem.expected("different ids in ascending order");
    }
    return retention;
  }

  private static void encodeContent(Manifest.Content content, CborMap.Builder map) {
    CborMap.Builder tracks = CborMap.builder();
    content.tracks().forEach((name, ref) -> tracks.put(name, References.encode(ref)));
    CborMap.Builder properties = CborMap.builder();
    content.properties().forEach(properties::put);
    map.put("schema", SchemaCodec.encode(content.schema()))
        .put("tracks", tracks.build())
        .put("properties", properties.build())
        .put("registry", content.registry())
        .put("features", content.features().encode());
  }

  private static Manifest.Content decodeContent(CborFields fields, Features features) {
    SortedMap<String, ObjectRef> tracks = new TreeMap<>();
    CborItem tracksItem = fields.required("tracks");
    CborFields trackFields = tracksItem.fields();
    for (String name : tracksItem.map().keys()) {
      tracks.put(name, References.decode(trackFields.required(name)));
    }
    SortedMap<String, String> properties = new TreeMap<>();
    CborItem propertiesItem = fields.required("properties");
    CborFields propertyFields = propertiesItem.fields();
    for (String name : propertiesItem.map().keys()) {
      properties.put(name, propertyFields.text(name));
    }
    return new Manifest.Content(
        SchemaCodec.decode(fields.required("schema")),
        tracks,
        properties,
        fields.map("registry"),
        features);
  }

  private static @Nullable AnchorSource decodeAnchors(CborFields fields, CborItem root) {
    Optional<CborItem> lane = fields.optional("lane");
    Optional<CborItem> next = fields.optional("next");
    if (lane.isPresent() != next.isPresent()) {
      throw root.expected("both lane and next, or neither");
    }
    if (lane.isEmpty()) {
      return null;
    }
    return new AnchorSource(
        lane.get().int32(0, AnchorSource.LANES - 1),
        next.orElseThrow().integer(0, AnchorSource.SEQUENCES));
  }

  private static <T> CborArray array(List<T> values, Function<T, CborValue> encode) {
    return CborArray.of(values.stream().map(encode).toList());
  }

  private static <T> List<T> list(CborItem item, Function<CborItem, T> decode) {
    return item.array().stream().map(decode).toList();
  }

  private static List<CborItem> parts(CborItem item, int count, String expected) {
    List<CborItem> parts = item.array();
    if (parts.size() != count) {
      throw item.expected(expected);
    }
    return parts;
  }
}
