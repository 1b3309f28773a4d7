package io.dreamdb.manifest;

import io.dreamdb.UnsupportedFormat;
import io.dreamdb.cbor.CborArray;
import io.dreamdb.cbor.CborFields;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.cbor.CborMap;
import io.dreamdb.cbor.CborText;
import java.util.Collection;
import java.util.Collections;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a program must know to use a manifest.
 *
 * @param reader what readers must know
 * @param writer what writers must know besides
 */
public record Features(SortedSet<String> reader, SortedSet<String> writer) {

  /** Nothing beyond version 1 of the format. */
  public static final Features NONE = new Features(new TreeSet<>(), new TreeSet<>());

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]*");

  /** Copies the sets; refuses names outside {@code [a-z0-9][a-z0-9._-]*}. */
  public Features {
    reader = Collections.unmodifiableSortedSet(new TreeSet<>(reader));
    writer = Collections.unmodifiableSortedSet(new TreeSet<>(writer));
    requireNames(reader);
    requireNames(writer);
  }

  private static void requireNames(Collection<String> features) {
    for (String feature : features) {
      if (!NAME.matcher(feature).matches()) {
        throw new IllegalArgumentException("'" + feature + "' is not the name of a feature");
      }
    }
  }

  /**
   * Checks that this build can read.
   *
   * @throws UnsupportedFormat naming what it does not know
   */
  public void requireReadable(String what) {
    requireNone(reader, what, "reading");
  }

  /**
   * Checks that this build can read and write.
   *
   * @throws UnsupportedFormat naming what it does not know
   */
  public void requireWritable(String what) {
    requireReadable(what);
    requireNone(writer, what, "writing");
  }

  private static void requireNone(Collection<String> features, String what, String use) {
    if (!features.isEmpty()) {
      throw new UnsupportedFormat(
          String.format(
              Locale.ROOT,
              "%s needs the features %s for %s, which this build does not have; use a newer one",
              what,
              features,
              use));
    }
  }

  CborMap encode() {
    return CborMap.builder().put("reader", texts(reader)).put("writer", texts(writer)).build();
  }

  static Features decode(CborFields fields) {
    Features features = new Features(texts(fields, "reader"), texts(fields, "writer"));
    fields.done();
    return features;
  }

  private static CborArray texts(SortedSet<String> features) {
    return CborArray.of(features.stream().map(CborText::new).toList());
  }

  private static SortedSet<String> texts(CborFields fields, String key) {
    TreeSet<String> features = new TreeSet<>();
    for (CborItem item : fields.array(key)) {
      String feature = item.text();
      if (!NAME.matcher(feature).matches()) {
        throw item.expected("the name of a feature");
      }
      if (!features.isEmpty() && features.last().compareTo(feature) >= 0) {
        throw item.expected("features in ascending order");
      }
      features.add(feature);
    }
    return features;
  }
}
