package io.dreamdb.trino;

import io.airlift.slice.Slice;
import io.dreamdb.dataset.Dataset;
import io.dreamdb.dataset.RefInfo;
import io.dreamdb.dataset.Snapshot;
import io.dreamdb.object.RefName;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ConnectorTableVersion;
import io.trino.spi.type.DateTimeEncoding;
import io.trino.spi.type.DateType;
import io.trino.spi.type.LongTimestamp;
import io.trino.spi.type.LongTimestampWithTimeZone;
import io.trino.spi.type.TimestampType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarcharType;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What FOR VERSION AS OF, FOR TIMESTAMP AS OF and {@code table @ branch} name. */
final class Versions {

  private static final int NANOS_PER_MICRO = 1_000;
  private static final int PICOS_PER_NANO = 1_000;

  /**
   * A version that was asked for.
   *
   * @param snapshot the version
   * @param branch the branch that writes go to; empty: none
   */
  record Found(Snapshot snapshot, String branch) {}

  private Versions() {}

  /** The version that a statement names; the head of main if it names none. */
  static Found find(Dataset dataset, Optional<ConnectorTableVersion> version) {
    if (version.isEmpty()) {
      return new Found(dataset.snapshot(), RefName.MAIN.text());
    }
    ConnectorTableVersion asked = version.get();
    return switch (asked.getPointerType()) {
      case TARGET_ID -> byPointer(dataset, asked);
      case TEMPORAL ->
          new Found(
              dataset.snapshotAt(RefName.MAIN, nanos(asked.getVersionType(), asked.getVersion())),
              "");
    };
  }

  private static Found byPointer(Dataset dataset, ConnectorTableVersion asked) {
    if (!(asked.getVersionType() instanceof VarcharType)) {
      throw new TrinoException(
          StandardErrorCode.INVALID_ARGUMENTS,
          "A version of type "
              + asked.getVersionType().getDisplayName()
              + ": expected a string, such as 'main', 'main~3' or the id that \"$manifest\" shows");
    }
    String pointer = ((Slice) asked.getVersion()).toStringUtf8();
    boolean isBranch =
        dataset.refs().stream()
            .map(RefInfo::name)
            .anyMatch(name -> !name.isTag() && name.text().equals(pointer));
    return new Found(dataset.snapshot(pointer), isBranch ? pointer : "");
  }

  private static long nanos(Type type, Object value) {
    return switch (type) {
      case DateType _ -> TimeUnit.DAYS.toNanos((Long) value);
      case TimestampType timestamp when timestamp.isShort() ->
          endOfMicro(Math.multiplyExact((Long) value, (long) NANOS_PER_MICRO));
      case TimestampType _ -> {
        LongTimestamp exact = (LongTimestamp) value;
        yield Math.multiplyExact(exact.getEpochMicros(), (long) NANOS_PER_MICRO)
            + exact.getPicosOfMicro() / PICOS_PER_NANO;
      }
      case TimestampWithTimeZoneType timestamp when timestamp.isShort() ->
          TimeUnit.MILLISECONDS.toNanos(DateTimeEncoding.unpackMillisUtc((Long) value));
      case TimestampWithTimeZoneType _ -> {
        LongTimestampWithTimeZone exact = (LongTimestampWithTimeZone) value;
        long nanos =
            TimeUnit.MILLISECONDS.toNanos(exact.getEpochMillis())
                + exact.getPicosOfMilli() / PICOS_PER_NANO;
        yield nanos % NANOS_PER_MICRO == 0 ? endOfMicro(nanos) : nanos;
      }
      default ->
          throw new TrinoException(
              StandardErrorCode.INVALID_ARGUMENTS,
              "A time of type " + type.getDisplayName() + ": expected a date or timestamp");
    };
  }

  /** Metadata tables show times in microseconds: a commit's own must find the commit. */
  private static long endOfMicro(long nanos) {
    return nanos + NANOS_PER_MICRO - 1;
  }
}
