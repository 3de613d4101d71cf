package io.github.batchrunner.core.watershed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.core.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundingBoxTest {

  @Test
  void aBoxIsReadFromFourNumbers() {
    assertThat(BoundingBox.parse("-124.6, 41.9,-116.4,46.3"))
        .isEqualTo(new BoundingBox(-124.6, 41.9, -116.4, 46.3));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``         | is not four numbers",
        "1,2,3      | is not four numbers",
        "1,2,3,4,5  | is not four numbers",
        "1,2,x,4    | has \"x\" where a number is expected",
        "1,,3,4     | has \"\" where a number is expected",
        "1,2,3,NaN  | has an edge that is not a finite number",
        "1,2,1e999,3| has an edge that is not a finite number",
        "1,5,3,4    | has its south above its north",
      })
  void anythingElseIsRefused(String text, String reason) {
    assertThatThrownBy(() -> BoundingBox.parse(text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(reason)
        .hasMessageContaining("give west,south,east,north");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0,0,10,10     | 10,10,20,20     | true",
        "0,0,10,10     | 10.1,0,20,10    | false",
        "0,0,10,10     | 0,11,10,12      | false",
        "0,0,10,10     | 2,2,3,3         | true",
        "170,-10,-170,10 | 175,0,176,1   | true",
        "170,-10,-170,10 | -176,0,-175,1 | true",
        "170,-10,-170,10 | 0,0,1,1       | false",
        "170,-10,-170,10 | 175,11,176,12 | false",
        "170,-10,-170,10 | 160,0,-175,1  | true",
        "170,-10,-170,10 | -170,0,170,1  | true",
      })
  void boxesIntersectWhereTheyShareAPoint(String one, String other, boolean intersect) {
    assertThat(BoundingBox.parse(one).intersects(BoundingBox.parse(other))).isEqualTo(intersect);
    assertThat(BoundingBox.parse(other).intersects(BoundingBox.parse(one))).isEqualTo(intersect);
  }

  @Test
  void aBoxContainsWhatLiesWithinEitherOfItsParts() {
    BoundingBox crossing = BoundingBox.parse("170,-10,-170,10");
    assertThat(crossing.contains(BoundingBox.parse("170,-10,180,10"))).isTrue();
    assertThat(crossing.contains(BoundingBox.parse("-180,0,-170,10"))).isTrue();
    assertThat(crossing.contains(BoundingBox.parse("169,0,171,1"))).isFalse();
    assertThat(BoundingBox.parse("-180,-90,180,90").contains(crossing)).isFalse();
  }
}
