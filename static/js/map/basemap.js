/** The ground: the twin's own tiles in the stylesheet's colours. Nothing from another server. */
import { ground } from "../palette.js";

export const CITY = "city";
const NAMES = ["Source Sans"];
const ITALIC = ["Source Sans Italic"];
const INK = "#3d454b";

/** Width by zoom for streets of rank 1 (main road) to 6 (path), in pixels. */
export function widths(add = 0, least = 0, times = 1) {
  const at = (...byRank) => [
    "match",
    ["get", "rank"],
    ...byRank.slice(0, -1).flatMap((width, index) => [index + 1, Math.max(times * width, least) + add]),
    Math.max(times * byRank.at(-1), least) + add,
  ];
  return [
    "interpolate",
    ["exponential", 1.6],
    ["zoom"],
    12,
    at(2.2, 2.2, 1.8, 1.3, 0.8, 0.3),
    15,
    at(9, 9, 8, 6, 4.5, 1.2),
    18,
    at(42, 42, 36, 30, 24, 6),
  ];
}

const line = { "line-cap": "round", "line-join": "round" };
const from = (layer, more) => ({ source: CITY, "source-layer": layer, ...more });

const haloed = (halo) => ({ "text-color": INK, "text-halo-color": halo, "text-halo-width": 1.6 });

const surfaces = () => [
  { id: "land", type: "background", paint: { "background-color": ground.land } },
  { id: "green", type: "fill", ...from("green"), paint: { "fill-color": ground.green } },
  { id: "water", type: "fill", ...from("water"), paint: { "fill-color": ground.water } },
  {
    id: "building",
    type: "fill",
    ...from("building"),
    paint: { "fill-color": ground.building, "fill-outline-color": ground.casing },
  },
];

const things = () => [
  {
    id: "street-casing",
    type: "line",
    ...from("street"),
    layout: line,
    paint: { "line-color": ground.casing, "line-width": widths(1.6) },
  },
  {
    id: "street",
    type: "line",
    ...from("street"),
    layout: line,
    paint: { "line-color": ground.street, "line-width": widths() },
  },
  {
    id: "tree",
    type: "circle",
    ...from("tree"),
    minzoom: 15,
    paint: {
      "circle-color": ground.green,
      "circle-radius": ["interpolate", ["exponential", 2], ["zoom"], 15, 1.5, 18, 9],
      "circle-stroke-color": "#a9b99a",
      "circle-stroke-width": 0.6,
    },
  },
  {
    id: "building-3d",
    type: "fill-extrusion",
    ...from("building"),
    layout: { visibility: "none" },
    paint: {
      "fill-extrusion-color": ground.building,
      "fill-extrusion-height": ["coalesce", ["get", "height_m"], 6],
      "fill-extrusion-opacity": 0.92,
    },
  },
];

const names = () => [
  {
    id: "name-street",
    type: "symbol",
    ...from("street_name"),
    minzoom: 13.5,
    layout: {
      "symbol-placement": "line",
      "symbol-spacing": 320,
      "symbol-sort-key": ["get", "rank"],
      "text-field": ["get", "name"],
      "text-font": NAMES,
      "text-size": ["interpolate", ["linear"], ["zoom"], 14, 12, 18, 17],
      "text-padding": 6,
      "text-max-angle": 35,
    },
    paint: haloed(ground.street),
  },
  {
    id: "name-place",
    type: "symbol",
    ...from("place"),
    minzoom: 15,
    filter: ["all", ["in", ["get", "category"], ["literal", ["park", "square"]]], ["has", "name"]],
    layout: {
      "text-field": ["get", "name"],
      "text-font": ITALIC,
      "text-size": 14,
      "text-max-width": 7,
      "text-padding": 12,
    },
    paint: haloed(ground.land),
  },
];

export function baseStyle(config) {
  const city = {
    type: "vector",
    tiles: [new URL(config.tiles, location.href).href.replaceAll("%7B", "{").replaceAll("%7D", "}")],
    bounds: config.bounds,
    minzoom: 11,
    maxzoom: 16,
  };
  return { version: 8, sources: { [CITY]: city }, layers: [...surfaces(), ...things(), ...names()] };
}
