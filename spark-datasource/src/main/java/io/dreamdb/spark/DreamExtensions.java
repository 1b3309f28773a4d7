package io.dreamdb.spark;

import org.apache.spark.sql.SparkSessionExtensions;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/** What a session needs beside the catalog: {@code spark.sql.extensions=<this class>}. */
public final class DreamExtensions extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {

  /** Called by Spark. */
  public DreamExtensions() {}

  @Override
  public BoxedUnit apply(SparkSessionExtensions extensions) {
    extensions.injectTableFunction(VectorSearch.registration());
    extensions.injectOptimizerRule(DistanceRule.perSession());
    return BoxedUnit.UNIT;
  }
}
