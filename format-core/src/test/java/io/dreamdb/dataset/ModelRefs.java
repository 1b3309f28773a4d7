package io.dreamdb.dataset;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** The refs of a random history as plain collections: each is the line of versions it shows. */
final class ModelRefs {

  private final Random random;
  private final TreeMap<String, List<ModelVersion>> branches = new TreeMap<>();
  private final TreeMap<String, List<ModelVersion>> tags = new TreeMap<>();

  /** How many versions at the beginning of a ref's line are expired there: those before a tag's. */
  private final Map<String, Integer> expired = new HashMap<>();

  ModelRefs(Random random, ModelVersion created) {
    this.random = random;
    branches.put("main", List.of(created));
  }

  /** A text that names a version, the line that ends with it, and how much of that is expired. */
  record Pointed(String text, List<ModelVersion> line, int expired) {}

  /** Full names of all refs. */
  List<String> names() {
    List<String> names = new ArrayList<>(branches.keySet());
    tags.keySet().forEach(tag -> names.add("tag." + tag));
    return names;
  }

  boolean hasBranch(String branch) {
    return branches.containsKey(branch);
  }

  boolean hasTag(String tag) {
    return tags.containsKey(tag);
  }

  boolean hasTags() {
    return !tags.isEmpty();
  }

  String firstTag() {
    return tags.firstKey();
  }

  /** Makes or moves a branch. */
  void put(String branch, List<ModelVersion> line, int cut) {
    branches.put(branch, List.copyOf(line));
    expired.put(branch, cut);
  }

  void putTag(String tag, List<ModelVersion> line) {
    tags.put(tag, List.copyOf(line));
    expired.put("tag." + tag, line.size() - 1);
  }

  void remove(String branch) {
    branches.remove(branch);
  }

  void removeTag(String tag) {
    tags.remove(tag);
  }

  void expire(String branch, int cut) {
    expired.put(branch, cut);
  }

  /** Adds a version to a branch. */
  void add(String branch, ModelVersion version) {
    List<ModelVersion> line = new ArrayList<>(line(branch));
    line.add(version);
    branches.put(branch, line);
  }

  List<ModelVersion> line(String branch) {
    return branches.get(branch);
  }

  ModelVersion head(String branch) {
    List<ModelVersion> line = line(branch);
    return line.get(line.size() - 1);
  }

  int expired(String ref) {
    return expired.getOrDefault(ref, 0);
  }

  /** Any branch, main more often. */
  String branch() {
    List<String> all = new ArrayList<>(branches.keySet());
    return random.nextInt(3) == 0 ? "main" : all.get(random.nextInt(all.size()));
  }

  /** The place in a branch's line of any version that is not expired. */
  int visible(String branch) {
    int first = expired(branch);
    return first + random.nextInt(line(branch).size() - first);
  }

  Pointed pointer() {
    if (hasTags() && random.nextInt(4) == 0) {
      String tag = new ArrayList<>(tags.keySet()).get(random.nextInt(tags.size()));
      String text = (random.nextBoolean() ? "tag." : "") + tag;
      return new Pointed(text, tags.get(tag), expired("tag." + tag));
    }
    String branch = branch();
    List<ModelVersion> line = branches.get(branch);
    int end = line.size() - 1;
    int at = visible(branch);
    List<ModelVersion> until = List.copyOf(line.subList(0, at + 1));
    String id = line.get(at).id().toString();
    return switch (random.nextInt(5)) {
      case 0 -> new Pointed(branch, line, expired(branch));
      case 1 -> new Pointed(id, until, leastExpired(line.get(at)));
      case 2 ->
          new Pointed(id.substring(0, 8 + random.nextInt(45)), until, leastExpired(line.get(at)));
      case 3 -> new Pointed(branch + "~" + (end - at), until, expired(branch));
      default ->
          new Pointed(line.get(end).id() + "~" + (end - at), until, leastExpired(line.get(end)));
    };
  }

  /** Of the refs whose lines show a version, how much the one that shows most has lost. */
  private int leastExpired(ModelVersion version) {
    TreeMap<String, List<ModelVersion>> lines = new TreeMap<>(branches);
    tags.forEach((tag, line) -> lines.put("tag." + tag, line));
    return lines.entrySet().stream()
        .filter(line -> line.getValue().indexOf(version) >= expired(line.getKey()))
        .mapToInt(line -> expired(line.getKey()))
        .min()
        .orElseThrow();
  }
}
