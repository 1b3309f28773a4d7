package io.dreamdb.schema;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads filters by recursive descent; the grammar is in docs/guide/filter.md. */
final class PredicateParser {

  private static final int MAX_DEPTH = 500;
  private static final String COMPARE = "=, <>, <, <=, >, >=, [NOT] IN, BETWEEN, LIKE or IS";

  private final TokenReader tokens;
  private final LiteralParser literals;
  private int depth;

  PredicateParser(String text) {
    this.tokens = new TokenReader(new SourceText("filter", text));
    this.literals = new LiteralParser(tokens);
  }

  Predicate parse() {
    if (tokens.peek().kind() == Token.Kind.END) {
      throw tokens.expected("a condition; for all rows write TRUE");
    }
    Predicate predicate = or();
    if (tokens.peek().kind() != Token.Kind.END) {
      throw tokens.expected("AND, OR or the end");
    }
    return predicate;
  }

  private Predicate or() {
    List<Predicate> operands = new ArrayList<>();
    do {
      operands.add(and());
    } while (tokens.takeWord("or"));
    return Predicate.or(operands);
  }

  private Predicate and() {
    List<Predicate> operands = new ArrayList<>();
    do {
      operands.add(not());
    } while (tokens.takeWord("and"));
    return Predicate.and(operands);
  }

  private Predicate not() {
    Token start = tokens.peek();
    if (!start.isWord("not") && !start.isSymbol("(")) {
      return primary(start);
    }
    if (++depth > MAX_DEPTH) {
      throw tokens.errorAt(start, "expected at most " + MAX_DEPTH + " nested NOT and (");
    }
    tokens.take();
    Predicate predicate;
    if (start.isWord("not")) {
      predicate = new Predicate.Not(not());
    } else {
      predicate = or();
      if (!tokens.takeSymbol(")")) {
        throw tokens.expected("AND, OR or )");
      }
    }
    depth--;
    return predicate;
  }

  private Predicate primary(Token start) {
    if (literals.isNext()) {
      return literalFirst(start);
    }
    if (!start.isName()) {
      throw tokens.expected("a column, NOT or (");
    }
    ColumnPath column = column();
    Token operator = tokens.peek();
    if (endsCondition(operator)) {
      return new Predicate.Comparison(column, Operator.EQUAL, Literal.of(true));
    }
    if (operator.isSymbol("(")) {
      throw tokens.errorAt(start, "functions such as " + start.shown() + "(…) are not supported");
    }
    @Nullable Operator comparison = comparison(operator);
    if (comparison != null) {
      tokens.take();
      return new Predicate.Comparison(column, comparison, literals.next());
    }
    if (tokens.takeWord("is")) {
      return is(column);
    }
    boolean negated = tokens.takeWord("not");
    Predicate plain = wordOperator(column, negated);
    return negated ? new Predicate.Not(plain) : plain;
  }

  private static boolean endsCondition(Token token) {
    return token.kind() == Token.Kind.END
        || token.isSymbol(")")
        || token.isWord("and")
        || token.isWord("or");
  }

  private Predicate literalFirst(Token start) {
    Literal literal = literals.next();
    @Nullable Operator operator = comparison(tokens.peek());
    if (operator != null) {
      tokens.take();
      if (!tokens.peek().isName() || literals.isNext()) {
        throw tokens.expected("a column; one side of a comparison must be one");
      }
      return new Predicate.Comparison(column(), operator.mirrored(), literal);
    }
    if (literal instanceof Literal.Bool bool) {
      return bool.value() ? Predicate.Constant.TRUE : Predicate.Constant.FALSE;
    }
    if (literal instanceof Literal.Null) {
      return Predicate.Constant.UNKNOWN;
    }
    throw tokens.expected("=, <>, <, <=, > or >= and a column behind " + start.shown());
  }

  private ColumnPath column() {
    int offset = tokens.peek().offset();
    List<String> names = new ArrayList<>();
    do {
      if (!tokens.peek().isName()) {
        throw tokens.expected("a field name");
      }
      names.add(tokens.take().value());
    } while (tokens.takeSymbol("."));
    return new ColumnPath(names, tokens.source(), offset);
  }

  private @Nullable Operator comparison(Token token) {
    if (token.isSymbol("!=")) {
      return Operator.NOT_EQUAL;
    }
    for (Operator operator : Operator.values()) {
      if (token.isSymbol(operator.text())) {
        return operator;
      }
    }
    return null;
  }

  private Predicate is(ColumnPath column) {
    boolean negated = tokens.takeWord("not");
    Predicate plain;
    if (tokens.takeWord("null")) {
      plain = new Predicate.IsNull(column);
    } else if (tokens.takeWord("nan")) {
      plain = new Predicate.IsNan(column);
    } else {
      throw tokens.expected(negated ? "NULL or NAN" : "NULL, NOT NULL, NAN or NOT NAN");
    }
    return negated ? new Predicate.Not(plain) : plain;
  }

  private Predicate wordOperator(ColumnPath column, boolean negated) {
    if (tokens.takeWord("in")) {
      return in(column);
    }
    if (tokens.takeWord("between")) {
      Literal low = literals.next();
      tokens.requireWord("and");
      return new Predicate.Between(column, low, literals.next());
    }
    if (tokens.takeWord("like")) {
      return new LikePattern(tokens).parse(column);
    }
    throw tokens.expected(negated ? "IN, BETWEEN or LIKE" : COMPARE);
  }

  private Predicate in(ColumnPath column) {
    tokens.requireSymbol("(");
    List<Literal> values = new ArrayList<>();
    do {
      values.add(literals.next());
    } while (tokens.takeSymbol(","));
    if (!tokens.takeSymbol(")")) {
      throw tokens.expected("a comma or )");
    }
    return new Predicate.In(column, values);
  }
}
