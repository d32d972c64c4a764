/** What lies on the ground: results by feature state, an option's edits, the chosen place. */
import { diverging, edit, ground, sequential } from "../palette.js";
import { CITY, widths } from "./basemap.js";

const CLEAR = "rgba(0,0,0,0)";
const INK = "#1b2126";
const EMPTY = { type: "FeatureCollection", features: [] };
const LABEL = ["Source Sans Semibold"];
const from = (layer) => ({ source: CITY, "source-layer": layer });
const NOTHING = ["==", ["id"], -1];

function byClass(colours, other = CLEAR) {
  const shown = colours.map((colour) => (colour === "transparent" ? other : colour));
  const steps = shown.flatMap((colour, index) => [index + 1, colour]);
  return ["match", ["coalesce", ["feature-state", "step"], 0], ...steps, other];
}

export function addLayers(map) {
  const round = { "line-cap": "round", "line-join": "round" };
  map.addLayer({
    id: "result-building", type: "fill", ...from("building"),
    paint: { "fill-color": byClass(sequential), "fill-outline-color": ground.casing },
  }, "street-casing");
  map.addLayer({
    id: "result-street", type: "line", ...from("street"), layout: round,
    paint: { "line-color": byClass(sequential), "line-width": widths(0, 2) },
  }, "tree");
  addEdits(map, round);
  map.addLayer({
    id: "chosen-street", type: "line", ...from("street"), layout: round, filter: NOTHING,
    paint: { "line-color": INK, "line-width": 3, "line-gap-width": widths(2, 2) },
  }, "name-street");
  map.addLayer({
    id: "chosen-building", type: "line", ...from("building"), filter: NOTHING,
    paint: { "line-color": INK, "line-width": 3.5 },
  }, "name-street");
}

function addEdits(map, round) {
  map.addSource("edits", { type: "geojson", data: EMPTY });
  const is = (...kinds) => ["in", ["geometry-type"], ["literal", kinds]];
  map.addLayer({
    id: "edit-area", type: "fill", source: "edits", filter: is("Polygon", "MultiPolygon"),
    paint: { "fill-color": edit, "fill-opacity": 0.25 },
  }, "building-3d");
  map.addLayer({
    id: "edit-casing", type: "line", source: "edits", layout: round,
    filter: ["!", is("Point", "MultiPoint")],
    paint: { "line-color": ground.street, "line-width": ["interpolate", ["linear"], ["zoom"], 12, 4, 18, 11] },
  }, "building-3d");
  map.addLayer({
    id: "edit-line", type: "line", source: "edits", layout: { "line-join": "round" },
    filter: ["!", is("Point", "MultiPoint")],
    paint: {
      "line-color": edit,
      "line-width": ["interpolate", ["linear"], ["zoom"], 12, 2, 18, 6],
      "line-dasharray": [2.2, 0.9],
    },
  }, "building-3d");
  map.addLayer({
    id: "edit-point", type: "circle", source: "edits", filter: is("Point", "MultiPoint"),
    paint: { "circle-color": edit, "circle-radius": 6, "circle-stroke-color": ground.street, "circle-stroke-width": 2 },
  });
  map.addLayer({
    id: "edit-label", type: "symbol", source: "edits",
    layout: {
      "symbol-placement": "point", "text-field": ["get", "label"], "text-font": LABEL,
      "text-size": 15, "text-offset": [0, 1.1], "text-anchor": "top", "text-padding": 24,
    },
    paint: { "text-color": edit, "text-halo-color": "#ffffff", "text-halo-width": 2.4 },
  });
}

/** Paint [fid, class] pairs on streets or buildings; the other kind goes back to the ground. */
export function paint(map, kind, pairs, isChange) {
  for (const layer of ["street", "building"]) map.removeFeatureState({ source: CITY, sourceLayer: layer });
  const colours = isChange ? diverging : sequential;
  map.setPaintProperty("result-street", "line-color", byClass(colours));
  map.setPaintProperty("result-building", "fill-color", byClass(colours));
  const solid = kind === "building" ? byClass(colours, ground.building) : ground.building;
  map.setPaintProperty("building-3d", "fill-extrusion-color", solid);
  for (const [id, step] of pairs) map.setFeatureState({ source: CITY, sourceLayer: kind, id }, { step });
}

export const showEdits = (map, markers) => map.getSource("edits").setData(markers ?? EMPTY);

export function choose(map, at) {
  for (const kind of ["street", "building"]) {
    const filter = at?.kind === kind ? ["==", ["id"], at.fid] : NOTHING;
    map.setFilter(`chosen-${kind}`, filter);
  }
}

/** Flat, or tilted with houses as high as they are. */
export function tilt(map, on, still) {
  const show = (id, shown) => map.setLayoutProperty(id, "visibility", shown ? "visible" : "none");
  show("building-3d", on);
  map.easeTo({ pitch: on ? 55 : 0, duration: still ? 0 : 200 });
}

/** The street or house at a point of the screen, null where there is none. */
export function pick(map, { x, y }, reach = 8) {
  const houses = map.getLayoutProperty("building-3d", "visibility") === "visible" ? "building-3d" : "building";
  const near = [[x - reach, y - reach], [x + reach, y + reach]];
  const tries = [
    () => map.queryRenderedFeatures([x, y], { layers: ["street"] }),
    () => map.queryRenderedFeatures([x, y], { layers: [houses] }),
    () => map.queryRenderedFeatures(near, { layers: ["street", houses] }),
  ];
  for (const look of tries) {
    const [found] = look();
    if (found) return { kind: found.sourceLayer, fid: found.id };
  }
  return null;
}
