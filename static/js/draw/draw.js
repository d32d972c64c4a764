/**
 * [data-twindraw]: a point, line or area into the form's hidden field as GeoJSON. By pointer, or
 * by keyboard: move the map by the arrow keys and add its middle. Without WebGL or scripts the
 * street's name is enough.
 */
import { Map as Globe, NavigationControl } from "../../vendor/maplibre/maplibre-gl.mjs";
import { baseStyle } from "../map/basemap.js";
import { crosshair } from "../map/keys.js";
import { pen } from "./pen.js";
import { NEEDS, Shape } from "./shape.js";

const DIGITS = 6;
const STREETS_AT_ONCE = 20;
const canDraw = () => Boolean(document.createElement("canvas").getContext("webgl2"));

/** What stood on the map when the form was sent: pen, corners of what was not finished, view. */
function readDraft(field) {
  try {
    const { pen: kind, corners, centre, zoom } = JSON.parse(field.value);
    const pair = (one) => Array.isArray(one) && one.length === 2 && one.every(Number.isFinite);
    if (!(kind in NEEDS) || !Array.isArray(corners) || !corners.every(pair)) return null;
    return { shape: new Shape(kind, corners), view: pair(centre) && Number.isFinite(zoom) ? { center: centre, zoom } : null };
  } catch {
    return null;
  }
}

function makeMap(hole, config, shape, seen) {
  const container = document.createElement("div");
  container.className = "twinmap__canvas";
  hole.append(container);
  const [west, south, east, north] = config.view;
  const view = seen ? seen : shape.corners.length
    ? { center: shape.corners[0], zoom: 16 }
    : { bounds: [[west, south], [east, north]], fitBoundsOptions: { padding: 24 } };
  const map = new Globe({
    container,
    style: baseStyle(config),
    ...view,
    minZoom: 11,
    maxZoom: 19,
    maxPitch: 0,
    dragRotate: false,
    attributionControl: false,
    fadeDuration: 0,
    locale: {
      "Map.Title": config.words.draw_title,
      "NavigationControl.ZoomIn": config.words.zoom_in,
      "NavigationControl.ZoomOut": config.words.zoom_out,
    },
  });
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  return map;
}

/** What each change may be drawn with, as the server says; the last is taken when it is chosen. */
function pensOf(modes) {
  const told = JSON.parse(document.getElementById("draw-pens")?.textContent ?? "{}");
  const known = modes.map((input) => input.value);
  return (change) => (told[change] ?? []).map((type) => type.toLowerCase()).filter((pen) => known.includes(pen));
}

function begin(root, config) {
  const field = root.querySelector("[data-draw-value]");
  const says = root.querySelector("[data-draw-says]");
  const undo = root.querySelector("[data-draw-undo]");
  const clear = root.querySelector("[data-draw-clear]");
  const modes = [...root.querySelectorAll("[name=draw-mode]")];
  const pens = pensOf(modes);
  const kept = root.querySelector("[data-draw-draft]");
  const draft = readDraft(kept);
  const shape = field.value || !draft ? Shape.read(field.value) : draft.shape;
  root.querySelector("[data-draw-map]").hidden = false;
  const map = makeMap(root.querySelector("[data-map]"), config, shape, draft?.view);
  let hand = null;
  let before = null;

  const tell = (text) => { says.textContent = text; };
  const keep = () => {
    const { lng, lat } = map.getCenter();
    const centre = [Number(lng.toFixed(DIGITS)), Number(lat.toFixed(DIGITS))];
    kept.value = JSON.stringify({ pen: shape.kind, corners: shape.corners, centre, zoom: Number(map.getZoom().toFixed(2)) });
  };
  const write = () => {
    field.value = shape.complete ? JSON.stringify(shape.geojson) : "";
    clear.disabled = !shape.corners.length;
    undo.disabled = false;
    tell(config.words[shape.complete ? `draw_drawn_${shape.kind}` : `draw_${shape.kind}`]);
    root.dataset.corners = String(shape.corners.length);
    keep();
  };
  const update = () => {
    before = null;
    hand.show(shape);
    write();
  };
  /** Corners set by pointer go on from those of an unfinished shape; a finished one they replace. */
  const joined = (corners) => {
    before ??= { corners: shape.corners, base: shape.complete ? [] : shape.corners };
    return [...before.base, ...corners];
  };
  const sketching = (corners) => {
    const all = joined(corners);
    shape.corners = corners.length ? all : before.corners;
    if (!corners.length) before = null;
    write();
  };
  const addMiddle = () => {
    const { lng, lat } = map.getCenter();
    shape.add([Number(lng.toFixed(DIGITS)), Number(lat.toFixed(DIGITS))]);
    update();
  };

  for (const input of modes) {
    input.checked = input.value === shape.kind;
    input.addEventListener("change", () => {
      hand.mode(input.value);
      shape.kind = input.value;
      shape.corners = [];
      update();
    });
  }
  for (const choice of root.closest("form").querySelectorAll("[name=kind]")) {
    choice.addEventListener("change", () => {
      const fits = pens(choice.value);
      // What is drawn already stays: changing the pen would throw it away.
      if (!hand || shape.corners.length || !fits.length || fits.includes(shape.kind)) return;
      modes.find((input) => input.value === fits.at(-1))?.click();
    });
  }
  root.querySelector("[data-draw-middle]").addEventListener("click", addMiddle);
  undo.addEventListener("click", () => {
    if (hand.undo()) return;
    shape.undo();
    update();
  });
  clear.addEventListener("click", () => {
    shape.corners = [];
    update();
  });
  map.once("load", () => {
    hand = pen(map, {
      finished: (corners) => {
        shape.corners = joined(corners);
        // Terra Draw is still inside its own click; the shape is shown once that is over.
        queueMicrotask(update);
      },
      sketching,
    });
    map.on("moveend", keep);
    hand.mode(shape.kind);
    update();
    crosshair(map, { pick: () => true, open: addMiddle, say: () => {}, words: config.words });
    root.twinmap = map;
    root.dataset.state = "ready";
  });
}

/** Names for the street's field while one types. */
function suggest(root, config) {
  const input = root.querySelector("[data-draw-street]");
  const list = root.querySelector("datalist");
  if (!input) return;
  let last = "";
  input.addEventListener("input", async () => {
    const query = input.value.trim();
    last = query;
    if (query.length < 2) return;
    const url = `${config.search}?${config.query}&as=json&q=${encodeURIComponent(query)}`;
    const answer = await fetch(url).catch(() => null);
    if (!answer?.ok || last !== query) return;
    const { found } = await answer.json();
    list.replaceChildren(...found.slice(0, STREETS_AT_ONCE).map((street) => new Option(street.name, street.name)));
  });
}

for (const root of document.querySelectorAll("[data-twindraw]")) {
  const text = document.getElementById("map-config")?.textContent;
  if (!text) continue;
  const config = JSON.parse(text);
  suggest(root, config);
  if (canDraw()) begin(root, config);
  else root.dataset.state = "no-webgl";
}
