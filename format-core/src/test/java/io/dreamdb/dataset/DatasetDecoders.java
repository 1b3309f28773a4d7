package io.dreamdb.dataset;

import io.dreamdb.GoldenDecoder;
import io.dreamdb.cbor.Cbor;
import io.dreamdb.object.ObjectId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The decoders of this package. */
public final class DatasetDecoders {

  private DatasetDecoders() {}

  /** All of them. */
  public static List<GoldenDecoder> all() {
    var schema = new CatalogEntry.SchemaEntry(new TreeMap<>(Map.of("owner", "ann", "a", "b")));
    var table =
        new CatalogEntry.TableEntry(
            CatalogEntry.TableEntry.State.DROPPED,
            "demo/films-abcd2345",
            ObjectId.ofDigest(new byte[32]),
            1_700_000_000_000_000_000L);
    return List.of(
        GoldenDecoder.cbor(
            "catalog-schema",
            Cbor.encode(schema.encode()),
            item -> Cbor.encode(CatalogEntry.SchemaEntry.decode(item).encode())),
        GoldenDecoder.cbor(
            "catalog-table",
            Cbor.encode(table.encode()),
            item -> Cbor.encode(CatalogEntry.TableEntry.decode(item).encode())));
  }
}
