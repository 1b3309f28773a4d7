package io.dreamdb.spark;

import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.VectorFunctionImplUtils;
import org.apache.spark.sql.catalyst.expressions.objects.StaticInvoke;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import scala.Function1;
import scala.Some;
import scala.runtime.AbstractFunction1;
import scala.runtime.AbstractPartialFunction;

/**
 * Lets a scan see Spark's own vector functions. They reach the optimizer as calls of Spark's
 * methods, which data sources are not told of; with a name beside the method they are. What Spark
 * computes stays the same.
 */
final class DistanceRule extends Rule<LogicalPlan> {

  /** The rule for each session. */
  static Function1<SparkSession, Rule<LogicalPlan>> perSession() {
    return new AbstractFunction1<>() {
      @Override
      public Rule<LogicalPlan> apply(SparkSession session) {
        return new DistanceRule();
      }
    };
  }

  @Override
  public LogicalPlan apply(LogicalPlan plan) {
    return plan.exists(new ReadsOurTable()) ? plan.transformAllExpressions(new Naming()) : plan;
  }

  private static final class ReadsOurTable extends AbstractFunction1<LogicalPlan, Object> {
    @Override
    public Object apply(LogicalPlan node) {
      return node instanceof DataSourceV2Relation relation
          && relation.table() instanceof DreamTable;
    }
  }

  private static final class Naming extends AbstractPartialFunction<Expression, Expression> {

    @Override
    public boolean isDefinedAt(Expression expression) {
      return expression instanceof StaticInvoke call
          && call.staticObject() == VectorFunctionImplUtils.class
          && call.scalarFunction().isEmpty()
          && DistanceFunction.ofMethod(call.functionName()).isPresent();
    }

    @Override
    public Expression apply(Expression expression) {
      StaticInvoke call = (StaticInvoke) expression;
      return call.copy(
          call.staticObject(),
          call.dataType(),
          call.functionName(),
          call.arguments(),
          call.inputTypes(),
          call.propagateNull(),
          call.returnNullable(),
          call.isDeterministic(),
          new Some<>(
              DistanceFunction.ofMethod(call.functionName()).orElseThrow().asScalarFunction()));
    }
  }
}
