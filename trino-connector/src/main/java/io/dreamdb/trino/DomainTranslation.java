package io.dreamdb.trino;

import io.airlift.slice.Slice;
import io.airlift.slice.SliceUtf8;
import io.dreamdb.schema.ColumnPath;
import io.dreamdb.schema.Literal;
import io.dreamdb.schema.Operator;
import io.dreamdb.schema.Predicate;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.predicate.Domain;
import io.trino.spi.predicate.Range;
import io.trino.spi.predicate.TupleDomain;
import io.trino.spi.predicate.ValueSet;
import io.trino.spi.type.BigintType;
import io.trino.spi.type.BooleanType;
import io.trino.spi.type.DateType;
import io.trino.spi.type.DecimalType;
import io.trino.spi.type.DoubleType;
import io.trino.spi.type.Int128;
import io.trino.spi.type.IntegerType;
import io.trino.spi.type.LongTimestampWithTimeZone;
import io.trino.spi.type.RealType;
import io.trino.spi.type.TimestampType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarbinaryType;
import io.trino.spi.type.VarcharType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Trino's domains as predicates that are true for exactly the same rows.
 *
 * @param predicates what was translated
 * @param rest what was not
 */
record DomainTranslation(List<Predicate> predicates, TupleDomain<ColumnHandle> rest) {

  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final int NANOS_PER_MICRO = 1_000;
  private static final int PICOS_PER_NANO = 1_000;

  DomainTranslation {
    predicates = List.copyOf(predicates);
  }

  static DomainTranslation of(TupleDomain<ColumnHandle> domain) {
    if (domain.isNone()) {
      return new DomainTranslation(List.of(Predicate.Constant.FALSE), TupleDomain.all());
    }
    List<Predicate> predicates = new ArrayList<>();
    Map<ColumnHandle, Domain> rest = new HashMap<>();
    domain
        .getDomains()
        .orElseThrow()
        .forEach((handle, values) -> {
          DreamColumn column = (DreamColumn) handle;
          Optional<Predicate> predicate =
              column.kind() == DreamColumn.Kind.FIELD
                  ? predicate(ColumnPath.of(column.name()), values)
                  : Optional.empty();
          predicate.ifPresentOrElse(predicates::add, () -> rest.put(handle, values));
        });
    return new DomainTranslation(predicates, TupleDomain.withColumnDomains(rest));
  }

  private static Optional<Predicate> predicate(ColumnPath column, Domain domain) {
    if (domain.isAll()) {
      return Optional.of(Predicate.Constant.TRUE);
    }
    if (domain.isNone()) {
      return Optional.of(Predicate.Constant.FALSE);
    }
    Predicate isNull = new Predicate.IsNull(column);
    ValueSet values = domain.getValues();
    if (values.isNone()) {
      return Optional.of(isNull);
    }
    if (values.isAll()) {
      return Optional.of(new Predicate.Not(isNull));
    }
    return values(column, domain.getType(), values)
        .map(found -> domain.isNullAllowed() ? Predicate.or(List.of(found, isNull)) : found);
  }

  private static Optional<Predicate> values(ColumnPath column, Type type, ValueSet values) {
    if (!type.isOrderable() || !literal(type).isPresent()) {
      return Optional.empty();
    }
    List<Literal> single = new ArrayList<>();
    List<Predicate> any = new ArrayList<>();
    for (Range range : values.getRanges().getOrderedRanges()) {
      if (range.isSingleValue()) {
        Optional<Literal> literal = literal(type, range.getSingleValue());
        if (literal.isEmpty()) {
          return Optional.empty();
        }
        single.add(literal.get());
      } else {
        Optional<Predicate> predicate = range(column, type, range);
        if (predicate.isEmpty()) {
          return Optional.empty();
        }
        any.add(predicate.get());
      }
    }
    if (!single.isEmpty()) {
      any.add(
          single.size() == 1
              ? new Predicate.Comparison(column, Operator.EQUAL, single.get(0))
              : new Predicate.In(column, single));
    }
    return Optional.of(Predicate.or(any));
  }

  private static Optional<Predicate> range(ColumnPath column, Type type, Range range) {
    List<Predicate> both = new ArrayList<>();
    if (!range.isLowUnbounded()) {
      Optional<Literal> low = literal(type, range.getLowBoundedValue());
      if (low.isEmpty()) {
        return Optional.empty();
      }
      Operator operator = range.isLowInclusive() ? Operator.AT_LEAST : Operator.GREATER;
      both.add(new Predicate.Comparison(column, operator, low.get()));
    }
    if (!range.isHighUnbounded()) {
      Optional<Literal> high = literal(type, range.getHighBoundedValue());
      if (high.isEmpty()) {
        return Optional.empty();
      }
      Operator operator = range.isHighInclusive() ? Operator.AT_MOST : Operator.LESS;
      both.add(new Predicate.Comparison(column, operator, high.get()));
    } else if (type == RealType.REAL || type == DoubleType.DOUBLE) {
      // A table's NaN is above all numbers; Trino's is in no range.
      both.add(new Predicate.Not(new Predicate.IsNan(column)));
    }
    return Optional.of(Predicate.and(both));
  }

  /** Whether values of the type can be literals. */
  private static Optional<Type> literal(Type type) {
    boolean known =
        switch (type) {
          case BooleanType _, IntegerType _, BigintType _, RealType _, DoubleType _ -> true;
          case DecimalType _, VarcharType _, VarbinaryType _, DateType _ -> true;
          case TimestampType timestamp -> timestamp.equals(TimestampType.TIMESTAMP_MICROS);
          case TimestampWithTimeZoneType timestamp ->
              timestamp.equals(TimestampWithTimeZoneType.TIMESTAMP_TZ_MICROS);
          default -> false;
        };
    return known ? Optional.of(type) : Optional.empty();
  }

  /** The literal of a value as Trino's stack holds it; empty if there is none. */
  static Optional<Literal> literal(Type type, Object value) {
    if (literal(type).isEmpty()) {
      return Optional.empty();
    }
    return Optional.ofNullable(
        switch (type) {
          case BooleanType _ -> Literal.of((boolean) (Boolean) value);
          case IntegerType _, BigintType _ -> Literal.of((long) (Long) value);
          case RealType _ -> number(Float.intBitsToFloat(((Long) value).intValue()));
          case DoubleType _ -> number((Double) value);
          case DecimalType decimal -> Literal.of(decimal(decimal, value));
          case VarcharType _ -> text((Slice) value);
          case VarbinaryType _ -> Literal.of(((Slice) value).getBytes());
          case DateType _ -> Literal.of(LocalDate.ofEpochDay((Long) value));
          case TimestampType _ ->
              Literal.of(LocalDateTime.ofInstant(instant((Long) value), ZoneOffset.UTC));
          default -> Literal.of(instant((LongTimestampWithTimeZone) value));
        });
  }

  private static @Nullable Literal number(double value) {
    return Double.isNaN(value) ? null : Literal.of(value);
  }

  private static BigDecimal decimal(DecimalType type, Object value) {
    BigInteger unscaled =
        value instanceof Int128 wide ? wide.toBigInteger() : BigInteger.valueOf((Long) value);
    return new BigDecimal(unscaled, type.getScale());
  }

  private static @Nullable Literal text(Slice slice) {
    return isUtf8(slice) ? Literal.of(slice.toStringUtf8()) : null;
  }

  private static boolean isUtf8(Slice slice) {
    int at = 0;
    while (at < slice.length()) {
      int codePoint = SliceUtf8.tryGetCodePointAt(slice, at);
      if (codePoint < 0) {
        return false;
      }
      at += SliceUtf8.lengthOfCodePoint(codePoint);
    }
    return true;
  }

  private static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, MICROS_PER_SECOND),
        Math.floorMod(micros, MICROS_PER_SECOND) * NANOS_PER_MICRO);
  }

  private static Instant instant(LongTimestampWithTimeZone value) {
    return Instant.ofEpochMilli(value.getEpochMillis())
        .plusNanos(value.getPicosOfMilli() / PICOS_PER_NANO);
  }
}
