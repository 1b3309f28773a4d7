package io.dreamdb.dataset;

import io.dreamdb.cbor.CborFields;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.cbor.CborMap;
import io.dreamdb.cbor.CborValue;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.References;
import java.util.Collections;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the catalog says of a schema or table ({@code catalog.md}). */
sealed interface CatalogEntry {

  CborValue encode();

  /**
   * A schema.
   *
   * @param properties as the user set them
   */
  record SchemaEntry(SortedMap<String, String> properties) implements CatalogEntry {

    public SchemaEntry {
      properties = Collections.unmodifiableSortedMap(new TreeMap<>(properties));
    }

    @Override
    public CborValue encode() {
      CborMap.Builder map = CborMap.builder();
      properties.forEach(map::put);
      return CborMap.builder().put("state", "live").put("properties", map.build()).build();
    }

    static SchemaEntry decode(CborItem item) {
      CborFields fields = item.fields();
      requireLive(fields);
      CborItem map = fields.required("properties");
      CborFields values = map.fields();
      SortedMap<String, String> properties = new TreeMap<>();
      for (String key : map.map().keys()) {
        properties.put(key, values.text(key));
      }
      fields.done();
      return new SchemaEntry(properties);
    }

    private static void requireLive(CborFields fields) {
      CborItem state = fields.required("state");
      if (!state.text().equals("live")) {
        throw state.expected("live");
      }
    }
  }

  /**
   * A table.
   *
   * @param state where it stands in its life
   * @param location relative to the warehouse
   * @param genesis its space's
   * @param timeNanos when it came into that state
   */
  record TableEntry(State state, String location, ObjectId genesis, long timeNanos)
      implements CatalogEntry {

    /** Where a table stands in its life. */
    enum State {
      LIVE,
      PENDING,
      DROPPED,
      PURGING;

      String text() {
        return name().toLowerCase(Locale.ROOT);
      }
    }

    TableEntry in(State other, long when) {
      return new TableEntry(other, location, genesis, when);
    }

    /** The last characters of the location, which make the keys of tables that are not live. */
    String suffix() {
      return location.substring(location.length() - CatalogKeys.SUFFIX_LENGTH);
    }

    @Override
    public CborValue encode() {
      return CborMap.builder()
          .put("state", state.text())
          .put("location", location)
          .put("genesis", References.encode(genesis))
          .put("time", timeNanos)
          .build();
    }

    static TableEntry decode(CborItem item) {
      CborFields fields = item.fields();
      TableEntry entry =
          new TableEntry(
              state(fields.required("state")),
              location(fields.required("location")),
              References.decodeId(fields.required("genesis")),
              fields.nonNegative("time"));
      fields.done();
      return entry;
    }

    private static State state(CborItem item) {
      for (State state : State.values()) {
        if (state.text().equals(item.text())) {
          return state;
        }
      }
      throw item.expected("live, pending, dropped or purging");
    }

    private static String location(CborItem item) {
      if (!CatalogKeys.isLocation(item.text())) {
        throw item.expected("a location <schema>/<table>-<8 characters>");
      }
      return item.text();
    }
  }
}
