import assert from "node:assert/strict";
import { test } from "node:test";
import { Shape } from "../../static/js/draw/shape.js";

const CORNERS = [
  [0, 0],
  [1, 0],
  [1, 1],
];

function drawn(kind, corners) {
  const shape = new Shape(kind);
  for (const corner of corners) shape.add(corner);
  return shape;
}

for (const [kind, corners] of [
  ["point", CORNERS.slice(0, 1)],
  ["linestring", CORNERS],
  ["polygon", CORNERS],
]) {
  test(`a ${kind} is read again as it was drawn`, () => {
    const shape = drawn(kind, corners);
    assert.deepEqual(Shape.read(JSON.stringify(shape.geojson)), shape);
  });
}

test("an area is closed by its first corner", () => {
  const [ring] = drawn("polygon", CORNERS).geojson.coordinates;
  assert.deepEqual(ring, [...CORNERS, CORNERS[0]]);
});

test("an unfinished shape is no shape yet, and shown as its corners", () => {
  const line = drawn("linestring", CORNERS.slice(0, 1));
  assert.equal(line.geojson, null);
  assert.deepEqual(line.sketch, [{ type: "Point", coordinates: [0, 0] }]);
});

test("a point has one place, the last", () => {
  assert.deepEqual(drawn("point", CORNERS).corners, [[1, 1]]);
});

test("the last corner can be taken back", () => {
  const line = drawn("linestring", CORNERS);
  line.undo();
  assert.deepEqual(line.corners, CORNERS.slice(0, 2));
});

for (const text of ["", "null", "{", '{"type":"Circle"}', '{"type":"Polygon","coordinates":[]}']) {
  test(`what is no shape is an empty one: ${text || "nothing"}`, () => {
    assert.deepEqual(Shape.read(text), new Shape());
  });
}
