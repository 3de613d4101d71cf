import { equal, ok, test } from "./harness.js";
import { seeded } from "./random.js";
import { Shapes } from "/app/live/shapes.js";

const plain = (x, y) => ({ x, y });
const square = (x, y, side) => [x, y, x + side, y, x + side, y + side, x, y + side];

test("a place is found in the watershed it lies in", () => {
  const shapes = new Shapes([[square(0, 0, 10)], [square(20, 0, 10)]], plain);
  equal(shapes.at(5, 5, 0.1), 0);
  equal(shapes.at(25, 5, 0.1), 1);
  equal(shapes.at(15, 5, 0.1), -1);
  equal(shapes.bounds, [0, 0, 30, 10]);
});

test("a watershed within another one lies on top", () => {
  equal(new Shapes([[square(4, 4, 2)], [square(0, 0, 10)]], plain).at(5, 5, 0.1), 0);
  equal(new Shapes([[square(0, 0, 10)], [square(4, 4, 2)]], plain).at(5, 5, 0.1), 1);
});

test("a hole is not part of a watershed, an island in it is", () => {
  const shapes = new Shapes([[square(0, 0, 10), square(2, 2, 6), square(4, 4, 2)]], plain);
  equal(shapes.at(1, 1, 0.1), 0);
  equal(shapes.at(3, 3, 0.1), -1);
  equal(shapes.at(5, 5, 0.1), 0);
});

test("tiny ones are found near them", () => {
  const shapes = new Shapes([[square(0, 0, 0.01)], [square(90, 90, 10)]], plain);
  equal(shapes.at(0.5, 0.5, 1), 0);
  equal(shapes.at(3, 3, 1), -1);
});

test("a run without a place is nowhere", () => {
  const shapes = new Shapes([[], [square(0, 0, 1)]], plain);
  equal(shapes.boxOf([0]), null);
  equal(shapes.order, [1]);
  equal(new Shapes([], plain).at(0, 0, 1), -1);
});

test("outlines are led into the plane of the map", () => {
  equal(new Shapes([[[1, 2, 3, 4]]], (x, y) => ({ x: 10 * x, y: -y })).boxOf([0]), [10, -4, 30, -2]);
});

test("wherever one points, the index finds what looking at all finds", () => {
  const random = seeded(11);
  const squares = Array.from({ length: 300 }, () => [random() * 100, random() * 100, random() ** 3 * 40 + 0.1]);
  const shapes = new Shapes(squares.map((each) => [square(...each)]), plain);
  for (let round = 0; round < 3000; round++) {
    const [x, y] = [random() * 140 - 5, random() * 140 - 5];
    const hits = [...squares.keys()].filter((i) => {
      const [left, top, side] = squares[i];
      return x > left && x < left + side && y > top && y < top + side;
    });
    const found = shapes.at(x, y, 1e-6);
    ok(hits.length === 0 ? found === -1 : squares[found][2] === Math.min(...hits.map((i) => squares[i][2])), `${x} ${y} ${found} ${hits}`);
  }
});
