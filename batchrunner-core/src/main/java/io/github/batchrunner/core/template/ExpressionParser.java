package io.github.batchrunner.core.template;

import io.github.batchrunner.core.text.NearestName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Parses the expressions of one template by recursive descent, one method for each level of
 * precedence, lowest first.
 */
final class ExpressionParser {

  private static final Set<String> WORDS =
      Set.of("and", "or", "not", "in", "if", "else", "is", "True", "False", "None", "lambda");

  private static final Set<Object> SYMBOLS =
      Set.of(
          "+", "-", "*", "/", "//", "%", "==", "!=", "<", "<=", ">", ">=", "(", ")", "[", "]", ",",
          ":", "}");

  private final String source;
  private final Set<String> names;
  private final Tokenizer tokenizer;
  private Token current;
  private int open;
  private int nesting;
  private int nodes;

  ExpressionParser(String source, Set<String> names) {
    this.source = source;
    this.names = names;
    this.tokenizer = new Tokenizer(source);
    this.current = new Token(Token.Kind.END, "", 0, 0);
  }

  /**
   * Parses the expression behind an opening brace; the token that ends it is then {@link
   * #current()}.
   */
  Expression parse(int brace) {
    open = brace;
    skipTo(brace + 1);
    if (current.is("}") || current.is(":") || current.is("!")) {
      throw error(brace, "there is no expression in the braces; write '{{' and '}}' for braces");
    }
    return expression();
  }

  /** Returns the first token that is not part of the expression. */
  Token current() {
    return current;
  }

  /** Goes on reading at a position. */
  Token skipTo(int position) {
    current = tokenizer.tokenAt(position);
    return current;
  }

  // expression: disjunction ['if' disjunction 'else' expression]
  private Expression expression() {
    enter();
    Expression value = disjunction();
    if (current.is("if")) {
      int at = take().at();
      Expression condition = disjunction();
      expect("else", "'if' needs an 'else', as in {'big' if x > 100 else 'small'}");
      value = node(new Expression.Conditional(at, condition, value, expression()));
    }
    nesting--;
    return value;
  }

  // disjunction: conjunction ('or' conjunction)*
  private Expression disjunction() {
    Expression left = conjunction();
    while (current.is("or")) {
      int at = take().at();
      left = node(new Expression.Logical(at, false, left, conjunction()));
    }
    return left;
  }

  // conjunction: inversion ('and' inversion)*
  private Expression conjunction() {
    Expression left = inversion();
    while (current.is("and")) {
      int at = take().at();
      left = node(new Expression.Logical(at, true, left, inversion()));
    }
    return left;
  }

  // inversion: 'not' inversion | comparison
  private Expression inversion() {
    if (!current.is("not")) {
      return comparison();
    }
    enter();
    int at = take().at();
    Expression inverted = node(new Expression.Not(at, inversion()));
    nesting--;
    return inverted;
  }

  // comparison: sum (operator sum)*
  private Expression comparison() {
    Expression first = sum();
    List<Expression.Comparison.Link> links = new ArrayList<>();
    int at = current.at();
    while (true) {
      int linkAt = current.at();
      Optional<ComparisonOperator> operator = comparisonOperator();
      if (operator.isEmpty()) {
        break;
      }
      count();
      links.add(new Expression.Comparison.Link(linkAt, operator.get(), sum()));
    }
    return links.isEmpty() ? first : node(new Expression.Comparison(at, first, List.copyOf(links)));
  }

  private Optional<ComparisonOperator> comparisonOperator() {
    if (current.is("not")) {
      take();
      expect("in", "after 'not' between two values comes 'in'");
      return Optional.of(ComparisonOperator.NOT_IN);
    }
    for (ComparisonOperator operator : ComparisonOperator.values()) {
      if (current.is(operator.symbol())) {
        take();
        return Optional.of(operator);
      }
    }
    return Optional.empty();
  }

  // sum: term (('+' | '-') term)*
  private Expression sum() {
    Expression left = term();
    while (current.is("+") || current.is("-")) {
      Token operator = take();
      left = arithmetic(operator, left, term());
    }
    return left;
  }

  // term: factor (('*' | '/' | '//' | '%') factor)*
  private Expression term() {
    Expression left = factor();
    while (current.is("*") || current.is("/") || current.is("//") || current.is("%")) {
      Token operator = take();
      left = arithmetic(operator, left, factor());
    }
    return left;
  }

  private Expression arithmetic(Token token, Expression left, Expression right) {
    ArithmeticOperator operator =
        Arrays.stream(ArithmeticOperator.values())
            .filter(candidate -> token.is(candidate.symbol()))
            .findFirst()
            .orElseThrow();
    return node(new Expression.Arithmetic(token.at(), operator, left, right));
  }

  // factor: ('+' | '-') factor | primary
  private Expression factor() {
    if (!current.is("+") && !current.is("-")) {
      return primary();
    }
    enter();
    Token sign = take();
    Expression signed = node(new Expression.Sign(sign.at(), sign.is("-"), factor()));
    nesting--;
    return signed;
  }

  // primary: atom ('[' subscript ']')*
  private Expression primary() {
    Expression value = atom();
    while (current.is("[")) {
      take();
      value = subscript(value);
      expect("]", "this ']' is missing: '[' opens an element or a slice");
    }
    return value;
  }

  // subscript: expression | [expression] ':' [expression] [':' [expression]]
  private Expression subscript(Expression container) {
    if (current.is("]")) {
      throw error(current.at(), "a key or an index is missing in the brackets");
    }
    Expression first = current.is(":") ? absent() : key();
    if (!current.is(":")) {
      return node(new Expression.Subscript(container.at(), container, first));
    }
    take();
    Expression to = current.is(":") || current.is("]") ? absent() : expression();
    Expression step = absent();
    if (current.is(":")) {
      take();
      step = current.is("]") ? absent() : expression();
    }
    return node(new Expression.Slice(container.at(), container, first, to, step));
  }

  /** Parses the expression in brackets; a bare word there is a key that lacks its quotes. */
  private Expression key() {
    if (current.kind() == Token.Kind.NAME
        && !isKnown(String.valueOf(current.value()))
        && tokenizer.tokenAt(current.end()).is("]")) {
      throw error(current.at(), "a key is text in quotes: ['" + current.value() + "']");
    }
    return expression();
  }

  private boolean isKnown(String word) {
    return WORDS.contains(word) || names.contains(word) || function(word).isPresent();
  }

  private Expression absent() {
    return node(new Expression.Literal(current.at(), null));
  }

  // atom: literal+ | 'True' | 'False' | 'None' | name | call | '(' expression ')' | list
  private Expression atom() {
    return switch (current.kind()) {
      case LITERAL -> literal();
      case NAME -> word();
      case SYMBOL -> bracket();
      case END -> throw error(open, "this '{' is never closed");
    };
  }

  private Expression literal() {
    Token token = take();
    if (!(token.value() instanceof String)) {
      return node(new Expression.Literal(token.at(), token.value()));
    }
    // Texts side by side are one text.
    StringBuilder text = new StringBuilder().append(token.value());
    while (current.kind() == Token.Kind.LITERAL && current.value() instanceof String) {
      text.append(take().value());
    }
    return node(new Expression.Literal(token.at(), text.toString()));
  }

  private Expression word() {
    Token token = take();
    String word = String.valueOf(token.value());
    if (word.equals("True") || word.equals("False")) {
      return node(new Expression.Literal(token.at(), word.equals("True")));
    }
    if (word.equals("None")) {
      return node(new Expression.Literal(token.at(), null));
    }
    if (WORDS.contains(word)) {
      throw unexpected(token);
    }
    if (current.is("(")) {
      return call(token, word);
    }
    if (names.contains(word)) {
      return node(new Expression.Name(token.at(), word));
    }
    if (function(word).isPresent()) {
      throw error(token.at(), "\"" + word + "\" is a function; write " + word + "(…)");
    }
    if (current.kind() == Token.Kind.LITERAL && current.at() == token.end()) {
      throw error(
          token.at(), "a letter before a quote has no meaning here; write the text plainly");
    }
    throw error(token.at(), unknown("name", word, names));
  }

  private Expression bracket() {
    Token token = current;
    if (token.is("(")) {
      take();
      if (current.is(")")) {
        throw error(token.at(), "there is nothing in the parentheses");
      }
      Expression inner = expression();
      if (current.is(",")) {
        throw error(
            current.at(), "tuples are not part of the template language; write a list [ , ]");
      }
      expect(")", "a ')' is missing here");
      return inner;
    }
    if (token.is("[")) {
      take();
      List<Expression> elements = new ArrayList<>();
      while (!current.is("]")) {
        elements.add(expression());
        if (!current.is("]")) {
          expect(",", "a ',' or the ']' of the list is missing here");
        }
      }
      take();
      return node(new Expression.ListOf(token.at(), List.copyOf(elements)));
    }
    throw unexpected(token);
  }

  private Expression call(Token name, String word) {
    TemplateFunction function =
        function(word)
            .orElseThrow(() -> error(name.at(), unknown("function", word, functionNames())));
    take();
    List<Expression> arguments = new ArrayList<>();
    boolean named = false;
    while (!current.is(")")) {
      int at = current.at();
      String parameter = parameterName();
      if (named && parameter.isEmpty()) {
        throw error(at, "an argument without a name cannot follow one with a name");
      }
      if (!parameter.isEmpty()) {
        checkNamed(function, parameter, arguments.size(), at);
        named = true;
      }
      arguments.add(expression());
      if (!current.is(")")) {
        expect(",", "a ',' or the ')' of " + word + "() is missing here");
      }
    }
    take();
    int given = arguments.size();
    if (given < function.required() || given > function.parameters().size()) {
      throw error(name.at(), given + " arguments do not fit: write " + function.usage());
    }
    return node(new Expression.Call(name.at(), function, List.copyOf(arguments)));
  }

  /** Reads {@code name=} before an argument; empty when there is none. */
  private String parameterName() {
    if (current.kind() == Token.Kind.NAME && tokenizer.tokenAt(current.end()).is("=")) {
      String name = String.valueOf(take().value());
      take();
      return name;
    }
    return "";
  }

  /** Only the optional argument, the last one, may be given by name. */
  private void checkNamed(TemplateFunction function, String parameter, int position, int at) {
    int expected = function.parameters().indexOf(parameter);
    if (expected < function.required() || expected != position) {
      throw error(
          at, "\"" + parameter + "\" cannot be given by name here: write " + function.usage());
    }
  }

  private static Optional<TemplateFunction> function(String word) {
    return Arrays.stream(TemplateFunction.values())
        .filter(function -> function.symbol().equals(word))
        .findFirst();
  }

  private static Set<String> functionNames() {
    return Arrays.stream(TemplateFunction.values())
        .map(TemplateFunction::symbol)
        .collect(Collectors.toSet());
  }

  private static String unknown(String noun, String word, Set<String> known) {
    return "unknown "
        + noun
        + " \""
        + PythonText.abbreviate(word)
        + "\""
        + NearestName.closest(word, known)
            .map(nearest -> "; the nearest is \"" + nearest + "\"")
            .orElse("");
  }

  private void expect(String symbol, String otherwise) {
    if (current.kind() == Token.Kind.END) {
      throw error(open, "this '{' is never closed");
    }
    if (!current.is(symbol)) {
      throw isForeign(current) ? unexpected(current) : error(current.at(), otherwise);
    }
    take();
  }

  /** The error for a token that cannot stand where it stands. */
  TemplateException unexpected(Token token) {
    if (token.kind() == Token.Kind.END) {
      return error(open, "this '{' is never closed");
    }
    String written = PythonText.abbreviate(source.substring(token.at(), token.end()));
    return error(
        token.at(),
        switch (written) {
          case "." -> "attributes are not part of the template language; write ['name']";
          case "(" -> "only the functions of the template language can be called";
          case "{" -> "objects and sets are not part of the template language";
          case "," -> "tuples are not part of the template language; write a list [ , ]";
          case "=" -> "'=' alone has no meaning here; '==' compares";
          case "is" -> "'is' is not part of the template language; write == None or != None";
          default ->
              isForeign(token)
                  ? "'" + written + "' is not part of the template language"
                  : "'" + written + "' cannot stand here";
        });
  }

  /** Whether a token has no meaning in any expression of the language. */
  private static boolean isForeign(Token token) {
    return token.kind() == Token.Kind.SYMBOL
        ? !SYMBOLS.contains(token.value())
        : token.is("is") || token.is("lambda");
  }

  private Token take() {
    Token taken = current;
    current = tokenizer.tokenAt(taken.end());
    return taken;
  }

  private void enter() {
    if (++nesting > Limits.NESTING) {
      throw error(
          current.at(), "the expression is nested deeper than the limit of " + Limits.NESTING);
    }
  }

  private <T extends Expression> T node(T node) {
    count();
    return node;
  }

  private void count() {
    if (++nodes > Limits.NODES) {
      throw error(
          current.at(), "the template has more than the limit of " + Limits.NODES + " operations");
    }
  }

  private TemplateException error(int at, String problem) {
    return new TemplateException(source, at, problem);
  }
}
