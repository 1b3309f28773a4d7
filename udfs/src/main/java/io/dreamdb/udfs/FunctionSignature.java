package io.dreamdb.udfs;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One way to call a function.
 *
 * @param function its name in SQL
 * @param arguments in order
 * @param result the type returned
 */
public record FunctionSignature(String function, List<Argument> arguments, SqlType result) {

  /** Keeps a copy of the list. */
  public FunctionSignature {
    arguments = List.copyOf(arguments);
  }

  /** The signature as Spark users write it: {@code f(a ARRAY<FLOAT>) -> FLOAT}. */
  public String spark() {
    return arguments.stream()
        .map(argument -> argument.name() + " " + argument.type().spark())
        .collect(Collectors.joining(", ", function + "(", ") -> " + result.spark()));
  }

  /** The signature as Trino users write it: {@code f(a array(real)) -> real}. */
  public String trino() {
    return arguments.stream()
        .map(argument -> argument.name() + " " + argument.type().trino())
        .collect(Collectors.joining(", ", function + "(", ") -> " + result.trino()));
  }

  /**
   * An argument, given by position.
   *
   * @param name what the documentation calls it
   * @param type its type
   */
  public record Argument(String name, SqlType type) {}
}
