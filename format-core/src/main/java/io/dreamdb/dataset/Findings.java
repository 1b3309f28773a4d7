package io.dreamdb.dataset;

import io.dreamdb.DreamException;
import io.dreamdb.StoreUnavailable;
import io.dreamdb.manifest.TreeCheck;
import io.dreamdb.object.ObjectCheck;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.ObjectRef;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What one run of {@link Verify} found, and which objects it has compared with their ids. */
final class Findings implements TreeCheck.Objects {

  private record Checked(ObjectFamily family, ObjectRef ref) {}

  private final Space space;
  private final Consumer<Finding> sink;
  private final Consumer<Verify.Counts> progress;
  private final ObjectCheck objects;
  private final Map<Checked, Boolean> checked = new HashMap<>();
  private final Map<ObjectId, Boolean> checkedManifests = new HashMap<>();
  private long refs;
  private long errors;
  private long warnings;
  private long greatestBirth = Long.MAX_VALUE;
  private long leastBirth;

  Findings(Space space, Consumer<Finding> sink, Consumer<Verify.Counts> progress) {
    this.space = space;
    this.sink = sink;
    this.progress = progress;
    this.objects = new ObjectCheck(space.store, space.reader.timeline());
  }

  Verify.Counts counts() {
    return new Verify.Counts(
        refs, checkedManifests.size(), checked.size(), objects.bytesRead(), errors, warnings);
  }

  void countRef() {
    refs++;
  }

  /** The births that objects which are seen first from now on may have. */
  void expectBirths(long least, long greatest) {
    leastBirth = least;
    greatestBirth = greatest;
  }

  @Override
  public void wrong(String key, String expected, String found) {
    errors++;
    sink.accept(new Finding(Finding.Severity.ERROR, key, expected, found));
  }

  /** Reports unless it holds. */
  void require(boolean holds, String key, String expected, String found) {
    if (!holds) {
      wrong(key, expected, found);
    }
  }

  /** Reports unless both are equal. */
  void requireEqual(String key, String what, Object expected, Object found) {
    require(expected.equals(found), key, what + " " + expected, what + " " + found);
  }

  /** What a step gives; empty where it fails by what it read, which is reported. */
  <T> Optional<T> attempt(String key, String expected, Supplier<T> step) {
    try {
      return Optional.of(step.get());
    } catch (StoreUnavailable e) {
      throw e;
    } catch (DreamException e) {
      wrong(key, expected, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  @Override
  public boolean intact(ObjectFamily family, ObjectRef ref) {
    Checked object = new Checked(family, ref);
    Boolean known = checked.get(object);
    if (known != null) {
      return known;
    }
    boolean intact = true;
    for (ObjectCheck.Fault fault : objects.check(family, ref)) {
      intact &= fault.readable();
      report(fault);
    }
    checked.put(object, intact);
    requireBirth(family, ref);
    progress.accept(counts());
    return intact;
  }

  private void requireBirth(ObjectFamily family, ObjectRef ref) {
    require(
        ref.birth() >= leastBirth && ref.birth() <= greatestBirth,
        key(family, ref),
        "birth in the epochs " + leastBirth + " to " + greatestBirth,
        "birth " + ref.birth());
  }

  boolean intactManifest(ObjectId id) {
    return checkedManifests.computeIfAbsent(
        id,
        unchecked -> {
          Optional<ObjectCheck.Fault> fault = objects.checkManifest(unchecked);
          fault.ifPresent(this::report);
          return fault.isEmpty();
        });
  }

  void checkGenesis() {
    objects.checkGenesis().ifPresent(this::report);
  }

  private void report(ObjectCheck.Fault fault) {
    if (fault.readable()) {
      warnings++;
      sink.accept(
          new Finding(Finding.Severity.WARNING, fault.key(), fault.expected(), fault.found()));
    } else {
      wrong(fault.key(), fault.expected(), fault.found());
    }
  }

  String key(ObjectFamily family, ObjectRef ref) {
    return family.key(space.reader.timeline(), ref).path();
  }
}
