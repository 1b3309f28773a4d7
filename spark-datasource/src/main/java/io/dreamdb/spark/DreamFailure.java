package io.dreamdb.spark;

import io.dreamdb.Conflict;
import io.dreamdb.CorruptObject;
import io.dreamdb.DreamException;
import io.dreamdb.InvalidInput;
import io.dreamdb.LimitExceeded;
import io.dreamdb.MissingObject;
import io.dreamdb.StoreUnavailable;
import io.dreamdb.UnsupportedFormat;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.SparkThrowable;

/**
 * A failure in the form that Spark hands to its clients: {@code [CONDITION] text SQLSTATE: state}.
 *
 * <table>
 *   <caption>Conditions</caption>
 *   <tr><th>condition</th><th>SQLSTATE</th></tr>
 *   <tr><td>{@code DREAMDB_INVALID_INPUT}</td><td>22023</td></tr>
 *   <tr><td>{@code DREAMDB_UNSUPPORTED}</td><td>0A000</td></tr>
 *   <tr><td>{@code DREAMDB_LIMIT_EXCEEDED}</td><td>54000</td></tr>
 *   <tr><td>{@code DREAMDB_CONFLICT}</td><td>40001</td></tr>
 *   <tr><td>{@code DREAMDB_MISSING_OBJECT}</td><td>58030</td></tr>
 *   <tr><td>{@code DREAMDB_CORRUPT_OBJECT}</td><td>58030</td></tr>
 *   <tr><td>{@code DREAMDB_UNSUPPORTED_FORMAT}</td><td>0A000</td></tr>
 *   <tr><td>{@code DREAMDB_STORE_UNAVAILABLE}</td><td>58030</td></tr>
 * </table>
 */
public final class DreamFailure extends RuntimeException implements SparkThrowable {

  private static final long serialVersionUID = 1L;

  private final Condition condition;
  private final String text;

  private enum Condition {
    INVALID_INPUT("22023"),
    UNSUPPORTED("0A000"),
    LIMIT_EXCEEDED("54000"),
    CONFLICT("40001"),
    MISSING_OBJECT("58030"),
    CORRUPT_OBJECT("58030"),
    UNSUPPORTED_FORMAT("0A000"),
    STORE_UNAVAILABLE("58030");

    private final String state;

    Condition(String state) {
      this.state = state;
    }
  }

  private DreamFailure(Condition condition, String text) {
    super("[DREAMDB_" + condition + "] " + text + " SQLSTATE: " + condition.state);
    this.condition = condition;
    this.text = text;
  }

  private DreamFailure(Condition condition, DreamException cause) {
    this(condition, String.valueOf(cause.getMessage()));
    initCause(cause);
  }

  /** A statement asks for something that this version cannot do. */
  static DreamFailure unsupported(String text) {
    return new DreamFailure(Condition.UNSUPPORTED, text);
  }

  /** A value in a statement, option or property cannot be used. */
  static DreamFailure invalid(String text) {
    return new DreamFailure(Condition.INVALID_INPUT, text);
  }

  /** The failure that core reported. */
  static DreamFailure of(DreamException cause) {
    return new DreamFailure(condition(cause), cause);
  }

  private static Condition condition(DreamException cause) {
    if (cause instanceof InvalidInput) {
      return Condition.INVALID_INPUT;
    }
    if (cause instanceof LimitExceeded) {
      return Condition.LIMIT_EXCEEDED;
    }
    if (cause instanceof Conflict) {
      return Condition.CONFLICT;
    }
    if (cause instanceof MissingObject) {
      return Condition.MISSING_OBJECT;
    }
    if (cause instanceof CorruptObject) {
      return Condition.CORRUPT_OBJECT;
    }
    if (cause instanceof UnsupportedFormat) {
      return Condition.UNSUPPORTED_FORMAT;
    }
    if (cause instanceof StoreUnavailable) {
      return Condition.STORE_UNAVAILABLE;
    }
    throw new IllegalStateException(cause);
  }

  /** Does something with core, whose failures come out in Spark's form. */
  static <T> T translating(Supplier<T> action) {
    try {
      return action.get();
    } catch (DreamException e) {
      throw of(e);
    }
  }

  /** Does something with core, whose failures come out in Spark's form. */
  static void translating(Runnable action) {
    try {
      action.run();
    } catch (DreamException e) {
      throw of(e);
    }
  }

  @Override
  public String getCondition() {
    return "DREAMDB_" + condition;
  }

  @Override
  public String getSqlState() {
    return condition.state;
  }

  @Override
  public Map<String, String> getMessageParameters() {
    return Map.of("message", text);
  }

  @Override
  public String getDefaultMessageTemplate() {
    return "<message>";
  }
}
