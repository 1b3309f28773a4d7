package io.dreamdb.trino;

import io.airlift.slice.Slice;
import io.dreamdb.Conflict;
import io.dreamdb.dataset.Append;
import io.dreamdb.dataset.CommitResult;
import io.dreamdb.dataset.Delete;
import io.dreamdb.dataset.PendingTable;
import io.dreamdb.dataset.spi.WrittenBatch;
import io.dreamdb.object.RefName;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.Schema;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.RetryMode;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The writes that one transaction began: each is one commit when it ends, and nothing before. */
final class Writes {

  private final Tables tables;
  private final Map<UUID, Append> appends = new HashMap<>();
  private final Map<UUID, PendingTable> pending = new HashMap<>();
  private final Map<UUID, Delete> deletes = new HashMap<>();

  Writes(Tables tables) {
    this.tables = tables;
  }

  static void requireNoRetries(RetryMode mode) {
    if (mode != RetryMode.NO_RETRIES) {
      throw new TrinoException(
          StandardErrorCode.NOT_SUPPORTED,
          "Writing with retries of failed tasks is not supported: set retry-policy to NONE");
    }
  }

  static void requireNoUpdates(Map<Integer, Collection<ColumnHandle>> updatedColumns) {
    if (!updatedColumns.isEmpty()) {
      throw new TrinoException(
          StandardErrorCode.NOT_SUPPORTED,
          "UPDATE and MERGE with updates are not supported yet: use DELETE and INSERT");
    }
  }

  static RefName branch(DreamTable table) {
    if (table.branch().isEmpty()) {
      throw new TrinoException(
          StandardErrorCode.NOT_SUPPORTED,
          "'" + table.name() + "' is read as of an old version: only branches can be written");
    }
    return new RefName(table.branch());
  }

  WriteHandle append(DreamTable table, List<ColumnHandle> columns) {
    Append append = tables.dataset(table).append(branch(table));
    requireColumns(table, append.plan().schema());
    return begin(append, columns.stream().map(column -> ((DreamColumn) column).fieldId()).toList());
  }

  /** What was analyzed names columns as they were then. */
  private void requireColumns(DreamTable table, Schema present) {
    if (!present.equals(tables.snapshot(table).schema())) {
      throw new Conflict(
          "Others changed the columns of '"
              + table.name()
              + "' while the statement was planned; run it again");
    }
  }

  WriteHandle create(PendingTable table, Schema schema) {
    List<Integer> fieldIds = schema.fields().stream().map(Field::id).toList();
    WriteHandle handle = begin(table.dataset().append(RefName.MAIN), fieldIds);
    pending.put(handle.id(), table);
    return handle;
  }

  private WriteHandle begin(Append append, List<Integer> fieldIds) {
    UUID id = UUID.randomUUID();
    appends.put(id, append);
    return new WriteHandle(id, append.plan().encode(), fieldIds);
  }

  /** Commits what tasks wrote, and publishes the table if it is a new one. */
  void finish(WriteHandle handle, Collection<Slice> messages) {
    Append append = Objects.requireNonNull(appends.remove(handle.id()), "write of another process");
    append.commit(
        messages.stream().map(message -> WrittenBatch.decode(message.getBytes())).toList());
    @Nullable PendingTable table = pending.get(handle.id());
    if (table != null) {
      table.publish();
      pending.remove(handle.id());
    }
  }

  MergeHandle delete(DreamTable table, ConnectorSession session) {
    Delete delete = begin(table, session);
    if (!delete.snapshot().version().toString().equals(table.version())) {
      throw new Conflict(
          "Others committed to '" + table.name() + "' while the delete was planned; run it again");
    }
    UUID id = UUID.randomUUID();
    deletes.put(id, delete);
    return new MergeHandle(id, table);
  }

  void finish(MergeHandle handle, Collection<Slice> messages) {
    Delete delete =
        Objects.requireNonNull(deletes.remove(handle.id()), "delete of another process");
    delete.anchors(DreamMergeSink.anchors(messages), Optional.of(handle.table().predicate()));
  }

  /** Deletes the rows that match the table's conditions; returns how many. */
  long deleteMatching(DreamTable table, ConnectorSession session) {
    CommitResult result = begin(table, session).where(table.predicate());
    return result.attempts() == 0 ? 0 : result.summary().rowsDeleted();
  }

  private Delete begin(DreamTable table, ConnectorSession session) {
    Delete delete = tables.dataset(table).delete(branch(table));
    requireColumns(table, delete.snapshot().schema());
    return delete
        .by(SessionProperties.deleteActor(session))
        .because(SessionProperties.deleteReason(session))
        .readingWith(tables.codec());
  }

  /** Removes what was begun and will not be finished. */
  void abandon() {
    pending.values().forEach(PendingTable::abandon);
    pending.clear();
    appends.clear();
    deletes.clear();
  }
}
