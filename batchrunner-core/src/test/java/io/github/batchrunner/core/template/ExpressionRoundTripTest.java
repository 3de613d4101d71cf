package io.github.batchrunner.core.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ExpressionRoundTripTest {

  @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
  void anExpressionPrintedAndParsedAgainIsTheSame(@ForAll("expressions") Expression expression) {
    String printed = Printer.print(expression);

    List<Part> parts = TemplateParser.parse("{ " + printed + " }", TemplateNames.RUN_ID);

    assertThat(parts).hasSize(1);
    Expression parsed = ((Part.Field) parts.get(0)).expression();
    assertThat(withoutPlaces(parsed)).as(printed).isEqualTo(withoutPlaces(expression));
  }

  /** A record's text shows all its parts; where a node stands is no part of what it means. */
  private static String withoutPlaces(Expression expression) {
    return expression.toString().replaceAll("\\bat=\\d+, ", "");
  }

  @Provide
  Arbitrary<Expression> expressions() {
    return Expressions.any();
  }
}
