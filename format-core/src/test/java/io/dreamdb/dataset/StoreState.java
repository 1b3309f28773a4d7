package io.dreamdb.dataset;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** What a simulated store holds, with a hash of it. The same values have the same versions. */
final class StoreState {

  private final TreeMap<String, byte[]> objects;
  private final Map<String, byte[]> registers;
  private long hash;

  StoreState() {
    this.objects = new TreeMap<>();
    this.registers = new HashMap<>();
  }

  /** A copy. */
  StoreState(StoreState other) {
    this.objects = new TreeMap<>(other.objects);
    this.registers = new HashMap<>(other.registers);
    this.hash = other.hash;
  }

  long hash() {
    return hash;
  }

  TreeMap<String, byte[]> objects() {
    return objects;
  }

  Map<String, byte[]> registers() {
    return registers;
  }

  void put(String key, byte[] bytes) {
    if (objects.put(key, bytes) == null) {
      // A key stands for its bytes.
      hash ^= hashOf(key);
    }
  }

  void remove(String key) {
    if (objects.remove(key) != null) {
      hash ^= hashOf(key);
    }
  }

  void set(String register, byte[] value) {
    unset(register);
    registers.put(register, value);
    hash ^= mixed(hashOf(register), hashOf(value));
  }

  void unset(String register) {
    byte[] before = registers.remove(register);
    if (before != null) {
      hash ^= mixed(hashOf(register), hashOf(before));
    }
  }

  static long hashOf(String text) {
    long hash = 0;
    for (int i = 0; i < text.length(); i++) {
      hash = mixed(hash, text.charAt(i));
    }
    return hash;
  }

  static long hashOf(byte[] bytes) {
    long hash = 1;
    for (byte b : bytes) {
      hash = mixed(hash, b);
    }
    return hash;
  }

  static long mixed(long a, long b) {
    long mixed = (a ^ 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L + b;
    mixed = (mixed ^ mixed >>> 30) * 0x94D049BB133111EBL;
    return mixed ^ mixed >>> 31;
  }
}
