package io.dreamdb.spark;

import io.dreamdb.dataset.SearchResult;
import java.util.Arrays;
import java.util.function.ToLongFunction;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomSumMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/** What a search took, as Spark's user interface shows it beside the scan. */
enum SearchMetric {
  CELLS("searchCells", "index cells", SearchResult.Statistics::cells),
  CODES("searchCodes", "index codes", SearchResult.Statistics::entries),
  CANDIDATES("searchCandidates", "index candidates", SearchResult.Statistics::candidates),
  COMPARED("searchCompared", "vectors compared", SearchResult.Statistics::rowsScored),
  SCANNED("searchScanned", "vectors without index", SearchResult.Statistics::rowsScanned),
  BYTES("searchBytes", "bytes of codes and vectors", SearchResult.Statistics::bytes),
  FETCHED("searchFetched", "bytes fetched", SearchResult.Statistics::fetchedBytes),
  REQUESTS("searchRequests", "requests to the store", SearchResult.Statistics::requests),
  ROUNDS("searchRounds", "rounds of requests", SearchResult.Statistics::rounds),
  NANOS("searchNanos", "nanoseconds of the search", SearchResult.Statistics::nanos);

  private final String id;
  private final String description;
  private final ToLongFunction<SearchResult.Statistics> value;

  SearchMetric(String id, String description, ToLongFunction<SearchResult.Statistics> value) {
    this.id = id;
    this.description = description;
    this.value = value;
  }

  static CustomMetric[] all() {
    return new CustomMetric[] {
      new Cells(),
      new Codes(),
      new Candidates(),
      new Compared(),
      new Scanned(),
      new Bytes(),
      new Fetched(),
      new Requests(),
      new Rounds(),
      new Nanos()
    };
  }

  static CustomTaskMetric[] of(SearchResult.Statistics statistics) {
    return Arrays.stream(values())
        .map(metric -> new TaskValue(metric.id, metric.value.applyAsLong(statistics)))
        .toArray(CustomTaskMetric[]::new);
  }

  private record TaskValue(String name, long value) implements CustomTaskMetric {}

  /** Spark makes them by their classes, without arguments. */
  private abstract static class Sum extends CustomSumMetric {

    private final SearchMetric metric;

    Sum(SearchMetric metric) {
      this.metric = metric;
    }

    @Override
    public String name() {
      return metric.id;
    }

    @Override
    public String description() {
      return metric.description;
    }
  }

  /** {@link SearchMetric#CELLS}. */
  public static final class Cells extends Sum {
    /** For Spark. */
    public Cells() {
      super(CELLS);
    }
  }

  /** {@link SearchMetric#CODES}. */
  public static final class Codes extends Sum {
    /** For Spark. */
    public Codes() {
      super(CODES);
    }
  }

  /** {@link SearchMetric#CANDIDATES}. */
  public static final class Candidates extends Sum {
    /** For Spark. */
    public Candidates() {
      super(CANDIDATES);
    }
  }

  /** {@link SearchMetric#COMPARED}. */
  public static final class Compared extends Sum {
    /** For Spark. */
    public Compared() {
      super(COMPARED);
    }
  }

  /** {@link SearchMetric#SCANNED}. */
  public static final class Scanned extends Sum {
    /** For Spark. */
    public Scanned() {
      super(SCANNED);
    }
  }

  /** {@link SearchMetric#BYTES}. */
  public static final class Bytes extends Sum {
    /** For Spark. */
    public Bytes() {
      super(BYTES);
    }
  }

  /** {@link SearchMetric#FETCHED}. */
  public static final class Fetched extends Sum {
    /** For Spark. */
    public Fetched() {
      super(FETCHED);
    }
  }

  /** {@link SearchMetric#REQUESTS}. */
  public static final class Requests extends Sum {
    /** For Spark. */
    public Requests() {
      super(REQUESTS);
    }
  }

  /** {@link SearchMetric#ROUNDS}. */
  public static final class Rounds extends Sum {
    /** For Spark. */
    public Rounds() {
      super(ROUNDS);
    }
  }

  /** {@link SearchMetric#NANOS}. */
  public static final class Nanos extends Sum {
    /** For Spark. */
    public Nanos() {
      super(NANOS);
    }
  }
}
