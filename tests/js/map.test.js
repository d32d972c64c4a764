import assert from "node:assert/strict";
import { test } from "node:test";
import { asked } from "../../static/js/map/asked.js";
import { firstView, uncovered } from "../../static/js/map/frame.js";
import { changeClasses, valueClasses } from "../../static/js/map/results.js";
import { fill } from "../../static/js/map/say.js";
import { readState, writeState } from "../../static/js/map/state.js";

const CONFIG = {
  opens: "change",
  options: [
    { key: "A", baseline: true, values: { noise: "/a" }, differences: {} },
    { key: "B", values: { noise: "/b" }, differences: { noise: "/b-a" } },
  ],
  layers: [{ key: "noise", kind: "street", column: "lden", breaks: [50, 55, 60, 65] }],
};

function at(query) {
  globalThis.location = new URL(`https://city.example/map/${query}`);
  return readState(CONFIG);
}

test("an address without wishes shows today, since the first option changes nothing", () => {
  const { option, view, layer, at: place, camera } = at("");
  assert.deepEqual([option, view, layer, place, camera], ["A", "today", "noise", null, null]);
});

test("what an address asks for is shown", () => {
  const state = at("?option=B&view=option&at=street/12&tilt=1&comments=1&map=15.2/47.21/-1.55");
  assert.deepEqual(state, {
    option: "B",
    view: "option",
    layer: "noise",
    at: { kind: "street", fid: 12 },
    tilt: true,
    comments: true,
    camera: { zoom: 15.2, center: [-1.55, 47.21] },
  });
});

test("a place on open ground keeps its coordinates", () => {
  assert.deepEqual(at("?at=ground/-1.55512,47.21345").at, { kind: "ground", fid: "-1.55512,47.21345" });
});

for (const query of [
  "?option=Z&view=x&layer=y",
  "?at=street/x",
  "?at=../../etc",
  "?map=1/2",
  "?map=99/47/-1",
]) {
  test(`an address that asks for what is not there is taken as silent: ${query}`, () => {
    assert.deepEqual(at(query), at(""));
  });
}

test("what is written to the address is read again", () => {
  const state = { ...at(""), option: "B", view: "option", at: { kind: "street", fid: 12 }, tilt: true };
  let written;
  globalThis.history = { replaceState: (_state, _title, address) => (written = address) };
  const map = { getCenter: () => ({ lng: -1.55, lat: 47.21 }), getZoom: () => 15.2 };
  writeState(state, map);
  assert.deepEqual(at(new URL(written).search), {
    ...state,
    camera: { zoom: 15.2, center: [-1.55, 47.21] },
  });
});

test("an address that says it all already is not written again", () => {
  const state = at("?option=B&view=option&layer=noise&map=15.20/47.21000/-1.55000");
  globalThis.history = { replaceState: () => assert.fail() };
  writeState(state, { getCenter: () => ({ lng: -1.55, lat: 47.21 }), getZoom: () => 15.2 });
});

test("today is read from the baseline, whatever option is chosen", () => {
  assert.equal(asked(CONFIG, { option: "B", view: "today", layer: "noise" }).url, "/a");
  assert.equal(asked(CONFIG, { option: "B", view: "option", layer: "noise" }).url, "/b");
  assert.equal(asked(CONFIG, { option: "B", view: "change", layer: "noise" }).url, "/b-a");
});

test("a layer that is not there has no address", () => {
  assert.equal(asked(CONFIG, { option: "B", view: "option", layer: "air" }).url, undefined);
});

test("a value on a limit is in the upper class, and none is left out", () => {
  const found = { fid: [1, 2, 3, 4], columns: { lden: [49.9, 50, 70, null] } };
  assert.deepEqual(valueClasses(CONFIG.layers[0], found), [
    [1, 1],
    [2, 2],
    [3, 5],
  ]);
});

test("more of what is better is green, more of what is worse is not", () => {
  const found = { fid: [7], strength: [2] };
  assert.deepEqual(changeClasses({ better: "lower" }, found), [[7, 5]]);
  assert.deepEqual(changeClasses({ better: "higher" }, found), [[7, 1]]);
});

test("words keep a name that nobody gave", () => {
  assert.equal(fill("{share} of {all}", { share: 3 }), "3 of {all}");
});

test("the map begins where it was left, else with the whole area", () => {
  const camera = { zoom: 15, center: [0, 0] };
  assert.equal(firstView({ view: [1, 2, 3, 4] }, camera), camera);
  assert.deepEqual(firstView({ view: [1, 2, 3, 4] }, null).bounds, [
    [1, 2],
    [3, 4],
  ]);
});

test("a card beside the map moves a place to the left, one below it upwards", () => {
  const hole = { left: 0, right: 1000, width: 1000, height: 600, bottom: 600 };
  const beside = uncovered(hole, { left: 700, width: 300, top: 0 }, 700);
  assert.deepEqual(beside.offset, [-150, 0]);
  assert.equal(beside.hides({ x: 690, y: 100 }), true);
  assert.equal(beside.hides({ x: 600, y: 100 }), false);
  const below = uncovered(hole, { left: 0, width: 1000, top: 400 }, 700);
  assert.deepEqual(below.offset, [0, -100]);
  assert.equal(below.hides({ x: 500, y: 390 }), true);
  assert.equal(below.hides({ x: 500, y: 300 }), false);
});
