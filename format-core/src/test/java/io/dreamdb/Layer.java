package io.dreamdb;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The packages of format-core, bottom to top, and what each builds on. A package that is not listed
 * belongs to the listed one above it: {@code store.s3} to {@code store}.
 */
enum Layer {
  ROOT(""),
  HASH("hash"),
  CBOR("cbor"),
  STORE("store"),
  SCHEMA("schema"),
  KERNEL("kernel"),
  OBJECT("object", HASH, CBOR, STORE),
  MANIFEST("manifest", OBJECT, SCHEMA),
  TRACK("track", MANIFEST, KERNEL),
  INDEX("index", MANIFEST, KERNEL),
  DATASET("dataset", TRACK, INDEX),
  /** One door with two faces: the dataset drives what an engine plugs in, which names its types. */
  DATASET_SPI("dataset.spi", DATASET),
  DATASET_PARQUET("dataset.parquet", DATASET_SPI),
  CLI("cli", DATASET_PARQUET);

  private static final String BASE = "io.dreamdb";

  private final String name;
  private final List<Layer> below;

  Layer(String name, Layer... below) {
    this.name = name;
    this.below = List.of(below);
  }

  /** The layer that owns a package; none if the package is not in the table or is not ours. */
  static Optional<Layer> of(String packageName) {
    List<Layer> owners = new ArrayList<>();
    for (Layer layer : values()) {
      if (layer.owns(packageName)) {
        owners.add(layer);
      }
    }
    return owners.stream().max(Comparator.comparingInt(layer -> layer.name.length()));
  }

  private boolean owns(String packageName) {
    if (this == ROOT) {
      return packageName.equals(BASE);
    }
    String own = BASE + "." + name;
    return packageName.equals(own) || packageName.startsWith(own + ".");
  }

  /** Whether a class of this layer may use a class of the other. */
  boolean mayUse(Layer other) {
    return reach().contains(other);
  }

  private Set<Layer> reach() {
    Set<Layer> reach = EnumSet.of(ROOT, this);
    for (Layer layer : below) {
      reach.addAll(layer.reach());
    }
    if (this == DATASET) {
      reach.add(DATASET_SPI);
    }
    return reach;
  }
}
