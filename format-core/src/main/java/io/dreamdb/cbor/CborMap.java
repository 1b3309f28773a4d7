package io.dreamdb.cbor;

import io.dreamdb.InvalidInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A map from text to values, in the order of its keys' encodings. */
public final class CborMap implements CborValue {

  /** The map without entries. */
  public static final CborMap EMPTY = new CborMap(new String[0], new CborValue[0]);

  private static final int MAX_SCANNED = 16;

  private final String[] keys;
  private final CborValue[] values;
  private final int depth;

  private CborMap(String[] keys, CborValue[] values) {
    this.keys = keys;
    this.values = values;
    this.depth = Depth.around(values);
  }

  /** Collects entries in any order. */
  public static Builder builder() {
    return new Builder();
  }

  /** The caller gives both arrays away; the keys are in order, each once, and can be encoded. */
  static CborMap owning(String[] keys, CborValue[] values) {
    return keys.length == 0 ? EMPTY : new CborMap(keys, values);
  }

  /** How many entries there are. */
  public int size() {
    return keys.length;
  }

  /** The keys in their order; the list cannot be changed. */
  public List<String> keys() {
    return Collections.unmodifiableList(Arrays.asList(keys));
  }

  /** The value of the key, found in logarithmic time. */
  public Optional<CborValue> get(String key) {
    int index = indexOf(key);
    return index < 0 ? Optional.empty() : Optional.of(values[index]);
  }

  /** Gives every entry to the consumer, in the order of the keys. */
  public void forEach(BiConsumer<? super String, ? super CborValue> consumer) {
    for (int i = 0; i < keys.length; i++) {
      consumer.accept(keys[i], values[i]);
    }
  }

  int depth() {
    return depth;
  }

  /** The entry's place, or -1 if the key is absent. */
  int indexOf(String key) {
    return keys.length <= MAX_SCANNED ? scan(key) : search(key);
  }

  /** For few keys: comparing for equality is several times cheaper than for order. */
  int scan(String key) {
    for (int i = 0; i < keys.length; i++) {
      if (keys[i].equals(key)) {
        return i;
      }
    }
    return -1;
  }

  int search(String key) {
    return Math.max(-1, Arrays.binarySearch(keys, key, Utf8.ORDER));
  }

  String key(int index) {
    return keys[index];
  }

  CborValue value(int index) {
    return values[index];
  }

  @Override
  public String describe() {
    return "map of " + keys.length + " fields";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CborMap that
        && Arrays.equals(keys, that.keys)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(keys) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    StringBuilder notation = new StringBuilder("{");
    for (int i = 0; i < keys.length; i++) {
      notation.append(i == 0 ? "" : ", ").append(CborText.quote(keys[i])).append(": ");
      notation.append(values[i]);
    }
    return notation.append('}').toString();
  }

  /** Collects entries and sorts them at the end. Not for use by several threads. */
  public static final class Builder {

    private static final Comparator<Map.Entry<String, CborValue>> BY_KEY =
        Map.Entry.comparingByKey(Utf8.ORDER);

    private final List<Map.Entry<String, CborValue>> entries = new ArrayList<>();

    private Builder() {}

    /**
     * Adds an entry.
     *
     * @throws InvalidInput if the key has a surrogate without its pair
     */
    public Builder put(String key, CborValue value) {
      CborText.requireEncodable(key);
      entries.add(Map.entry(key, value));
      return this;
    }

    /** Adds an integer. */
    public Builder put(String key, long value) {
      return put(key, new CborInt(value));
    }

    /** Adds a text. */
    public Builder put(String key, String value) {
      return put(key, new CborText(value));
    }

    /** Adds a truth value. */
    public Builder put(String key, boolean value) {
      return put(key, new CborBool(value));
    }

    /** Adds an array. */
    public Builder put(String key, List<? extends CborValue> values) {
      return put(key, CborArray.of(values));
    }

    /** Adds an entry if the condition holds. */
    public Builder putIf(boolean condition, String key, CborValue value) {
      return condition ? put(key, value) : this;
    }

    /** Adds an entry if there is a value; an absent one leaves the field out. */
    public Builder putIfPresent(String key, @Nullable CborValue value) {
      return value == null ? this : put(key, value);
    }

    /** Adds all entries of the map. */
    public Builder putAll(CborMap map) {
      map.forEach(this::put);
      return this;
    }

    /**
     * The map of all entries.
     *
     * @throws InvalidInput if a key was added twice
     * @throws io.dreamdb.LimitExceeded if the map would be deeper than {@link Cbor#MAX_DEPTH}
     */
    public CborMap build() {
      List<Map.Entry<String, CborValue>> sorted = new ArrayList<>(entries);
      sorted.sort(BY_KEY);
      String[] keys = new String[sorted.size()];
      CborValue[] values = new CborValue[sorted.size()];
      for (int i = 0; i < keys.length; i++) {
        keys[i] = sorted.get(i).getKey();
        values[i] = sorted.get(i).getValue();
        if (i > 0 && keys[i].equals(keys[i - 1])) {
          throw new InvalidInput("a map has each key once: " + CborText.quote(keys[i]) + " twice");
        }
      }
      return owning(keys, values);
    }
  }
}
