package io.dreamdb.dataset;

import io.dreamdb.object.ObjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a version should be, in plain collections.
 *
 * @param id as the library told
 * @param timeNanos as the library told
 * @param operation of its commit
 * @param added rows of the batches of its commit
 * @param deleted rows that its commit deleted
 * @param batches the ids of each batch' rows, in their order
 * @param live ids of the rows that are not deleted
 * @param properties of the table
 */
record ModelVersion(
    ObjectId id,
    long timeNanos,
    String operation,
    long added,
    long deleted,
    List<List<Long>> batches,
    TreeSet<Long> live,
    Map<String, String> properties) {

  ModelVersion committed(Snapshot snapshot, String how) {
    return new ModelVersion(
        snapshot.version(), snapshot.timeNanos(), how, 0, 0, batches, live, properties);
  }

  ModelVersion append(Snapshot snapshot, List<List<Long>> more) {
    List<List<Long>> all = new ArrayList<>(batches);
    TreeSet<Long> rows = new TreeSet<>(live);
    all.addAll(more);
    more.forEach(rows::addAll);
    long count = more.stream().mapToLong(List::size).sum();
    return new ModelVersion(
        snapshot.version(), snapshot.timeNanos(), "append", count, 0, all, rows, properties);
  }

  ModelVersion delete(Snapshot snapshot, TreeSet<Long> ids) {
    TreeSet<Long> rows = new TreeSet<>(live);
    rows.removeAll(ids);
    return new ModelVersion(
        snapshot.version(),
        snapshot.timeNanos(),
        "delete",
        0,
        live.size() - rows.size(),
        batches,
        rows,
        properties);
  }

  /** Other batches with the same live rows. */
  ModelVersion laidOut(Snapshot snapshot, String how, List<List<Long>> layout) {
    return new ModelVersion(
        snapshot.version(), snapshot.timeNanos(), how, 0, 0, layout, live, properties);
  }

  ModelVersion update(Snapshot snapshot, TreeSet<Long> gone, List<List<Long>> more) {
    ModelVersion appended = append(snapshot, more);
    TreeSet<Long> rows = new TreeSet<>(appended.live);
    rows.removeAll(gone);
    return new ModelVersion(
        snapshot.version(),
        snapshot.timeNanos(),
        "update",
        appended.added,
        gone.size(),
        appended.batches,
        rows,
        properties);
  }

  ModelVersion with(Snapshot snapshot, Map<String, String> changed) {
    return new ModelVersion(
        snapshot.version(),
        snapshot.timeNanos(),
        "properties",
        0,
        0,
        batches,
        live,
        new TreeMap<>(changed));
  }
}
