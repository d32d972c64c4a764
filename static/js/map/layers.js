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

const round = { "line-cap": "round", "line-join": "round" };
const is = (...kinds) => ["in", ["geometry-type"], ["literal", kinds]];

const RESULTS = [
  [
    "street-casing",
    {
      id: "result-building",
      type: "fill",
      ...from("building"),
      paint: { "fill-color": byClass(sequential), "fill-outline-color": ground.casing },
    },
  ],
  [
    "tree",
    {
      id: "result-street",
      type: "line",
      ...from("street"),
      layout: round,
      paint: { "line-color": byClass(sequential), "line-width": widths(0, 2) },
    },
  ],
  [
    "name-street",
    {
      id: "chosen-street",
      type: "line",
      ...from("street"),
      layout: round,
      filter: NOTHING,
      paint: { "line-color": INK, "line-width": 3, "line-gap-width": widths(2, 2) },
    },
  ],
  [
    "name-street",
    {
      id: "chosen-building",
      type: "line",
      ...from("building"),
      filter: NOTHING,
      paint: { "line-color": INK, "line-width": 3.5 },
    },
  ],
  [
    "",
    {
      id: "chosen-ground",
      type: "circle",
      source: "spot",
      paint: {
        "circle-radius": 9,
        "circle-color": CLEAR,
        "circle-stroke-width": 3,
        "circle-stroke-color": INK,
      },
    },
  ],
];

const EDITS = [
  [
    "building-3d",
    {
      id: "edit-area",
      type: "fill",
      source: "edits",
      filter: is("Polygon", "MultiPolygon"),
      paint: { "fill-color": edit, "fill-opacity": 0.25 },
    },
  ],
  [
    "street-casing",
    {
      id: "edit-line",
      type: "line",
      source: "edits",
      layout: round,
      filter: is("LineString", "MultiLineString"),
      paint: {
        "line-color": edit,
        "line-width": ["interpolate", ["exponential", 1.6], ["zoom"], 12, 7, 15, 18, 18, 56],
      },
    },
  ],
  [
    "building-3d",
    {
      id: "edit-outline",
      type: "line",
      source: "edits",
      filter: is("Polygon", "MultiPolygon"),
      paint: { "line-color": edit, "line-width": 3, "line-dasharray": [3, 0.8] },
    },
  ],
  [
    "",
    {
      id: "edit-point",
      type: "circle",
      source: "edits",
      filter: is("Point", "MultiPoint"),
      paint: {
        "circle-color": edit,
        "circle-radius": ["interpolate", ["exponential", 1.6], ["zoom"], 12, 1.5, 15, 4, 18, 11],
        "circle-stroke-color": ground.street,
        "circle-stroke-width": ["interpolate", ["linear"], ["zoom"], 13, 0.5, 17, 2],
      },
    },
  ],
  [
    "",
    {
      id: "edit-label",
      type: "symbol",
      source: "edits",
      layout: {
        "symbol-placement": "point",
        "text-field": ["get", "label"],
        "text-font": LABEL,
        "text-size": 15,
        "text-offset": [0, 1.1],
        "text-anchor": "top",
        "text-padding": 60,
      },
      paint: { "text-color": edit, "text-halo-color": "#ffffff", "text-halo-width": 2.4 },
    },
  ],
];

/** The ground's style with results, edits and the chosen place in it, so that tiles are read once. */
export function withOverlays(style) {
  for (const [before, layer] of [...RESULTS, ...EDITS]) {
    const at = style.layers.findIndex((other) => other.id === before);
    style.layers.splice(at < 0 ? style.layers.length : at, 0, layer);
  }
  style.sources.edits = { type: "geojson", data: EMPTY };
  style.sources.spot = { type: "geojson", data: EMPTY };
  return style;
}

/** A picture {image, corners} under houses, streets and names, cell by cell; none takes it away. */
export function showGround(map, found) {
  if (map.getLayer("result-ground")) {
    map.removeLayer("result-ground");
    map.removeSource("ground");
  }
  // What is on the ground is loudest on the streets: they are drawn narrow over it.
  map.setPaintProperty("street", "line-width", found ? widths(0, 0, 0.2) : widths());
  map.setPaintProperty("street-casing", "line-width", found ? widths(0.8, 0, 0.2) : widths(1.6));
  if (!found) return;
  const url = new URL(found.image, location.href).href;
  map.addSource("ground", { type: "image", url, coordinates: found.corners });
  const paint = { "raster-resampling": "nearest", "raster-fade-duration": 0 };
  map.addLayer({ id: "result-ground", type: "raster", source: "ground", paint }, "building");
}

/** Paint [fid, class] pairs on streets or buildings; all else goes back to the plain map. */
export function paint(map, kind, pairs, isChange) {
  showGround(map, null);
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
  const coordinates = at?.kind === "ground" ? at.fid.split(",").map(Number) : null;
  map.getSource("spot").setData(coordinates ? { type: "Point", coordinates } : EMPTY);
}

/** Flat, or tilted with houses as high as they are. */
export function tilt(map, on, still) {
  const show = (id, shown) => map.setLayoutProperty(id, "visibility", shown ? "visible" : "none");
  show("building-3d", on);
  map.easeTo({ pitch: on ? 55 : 0, duration: still ? 0 : 200 });
}

/** The street or house at a point of the screen, null where there is none. */
export function pick(map, { x, y }, reach = 8) {
  const houses =
    map.getLayoutProperty("building-3d", "visibility") === "visible" ? "building-3d" : "building";
  const near = [
    [x - reach, y - reach],
    [x + reach, y + reach],
  ];
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
