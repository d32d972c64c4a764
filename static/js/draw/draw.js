/**
 * [data-twindraw]: a point, line or area into the form's hidden field as GeoJSON. By pointer, or
 * by keyboard: move the map by the arrow keys and add its middle. Without WebGL or scripts the
 * street's name is enough.
 */
import { Map as Globe, NavigationControl } from "../../vendor/maplibre/maplibre-gl.mjs";
import { baseStyle } from "../map/basemap.js";
import { container, firstView } from "../map/frame.js";
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
    return {
      shape: new Shape(kind, corners),
      view: pair(centre) && Number.isFinite(zoom) ? { center: centre, zoom } : null,
    };
  } catch {
    return null;
  }
}

function makeMap(hole, config, shape, seen) {
  const near = shape.corners.length ? { center: shape.corners[0], zoom: 16 } : null;
  const map = new Globe({
    container: container(hole),
    style: baseStyle(config),
    ...firstView(config, seen ?? near),
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
  return (change) =>
    (told[change] ?? []).map((type) => type.toLowerCase()).filter((pen) => known.includes(pen));
}

/** One drawing: the shape on the map, in the form's fields and in words. */
class Drawing {
  constructor(root, config) {
    this.root = root;
    this.config = config;
    this.field = root.querySelector("[data-draw-value]");
    this.kept = root.querySelector("[data-draw-draft]");
    this.says = root.querySelector("[data-draw-says]");
    this.undoButton = root.querySelector("[data-draw-undo]");
    this.clearButton = root.querySelector("[data-draw-clear]");
    this.modes = [...root.querySelectorAll("[name=draw-mode]")];
    const draft = readDraft(this.kept);
    this.shape = this.field.value || !draft ? Shape.read(this.field.value) : draft.shape;
    root.querySelector("[data-draw-map]").hidden = false;
    this.map = makeMap(root.querySelector("[data-map]"), config, this.shape, draft?.view);
    this.hand = null;
    this.before = null;
  }

  get middle() {
    const { lng, lat } = this.map.getCenter();
    return [Number(lng.toFixed(DIGITS)), Number(lat.toFixed(DIGITS))];
  }

  /** What is not finished goes with the form too, so that a refused one brings it back. */
  keep() {
    const { kind, corners } = this.shape;
    const zoom = Number(this.map.getZoom().toFixed(2));
    this.kept.value = JSON.stringify({ pen: kind, corners, centre: this.middle, zoom });
  }

  write() {
    const { shape } = this;
    this.field.value = shape.complete ? JSON.stringify(shape.geojson) : "";
    this.clearButton.disabled = !shape.corners.length;
    this.undoButton.disabled = false;
    this.says.textContent = this.config.words[`draw_${shape.complete ? "drawn_" : ""}${shape.kind}`];
    this.root.dataset.corners = String(shape.corners.length);
    this.keep();
  }

  update() {
    this.before = null;
    this.hand.show(this.shape);
    this.write();
  }

  /** Corners set by pointer go on from those of an unfinished shape; a finished one they replace. */
  joined(corners) {
    const { shape } = this;
    this.before ??= { corners: shape.corners, base: shape.complete ? [] : shape.corners };
    return [...this.before.base, ...corners];
  }

  sketching(corners) {
    const all = this.joined(corners);
    this.shape.corners = corners.length ? all : this.before.corners;
    if (!corners.length) this.before = null;
    this.write();
  }

  finished(corners) {
    this.shape.corners = this.joined(corners);
    // Terra Draw is still inside its own click; the shape is shown once that is over.
    queueMicrotask(() => this.update());
  }

  addMiddle() {
    this.shape.add(this.middle);
    this.update();
  }

  undo() {
    if (this.hand.undo()) return;
    this.shape.undo();
    this.update();
  }

  take(kind) {
    this.hand.mode(kind);
    this.shape.kind = kind;
    this.clear();
  }

  clear() {
    this.shape.corners = [];
    this.update();
  }

  /** The pen that fits a change. What is drawn already stays: another pen would throw it away. */
  suit(fits) {
    if (!this.hand || this.shape.corners.length || !fits.length || fits.includes(this.shape.kind)) return;
    this.modes.find((input) => input.value === fits.at(-1))?.click();
  }

  listen() {
    const pens = pensOf(this.modes);
    for (const input of this.modes) {
      input.checked = input.value === this.shape.kind;
      input.addEventListener("change", () => this.take(input.value));
    }
    for (const choice of this.root.closest("form").querySelectorAll("[name=kind]")) {
      choice.addEventListener("change", () => this.suit(pens(choice.value)));
    }
    this.root.querySelector("[data-draw-middle]").addEventListener("click", () => this.addMiddle());
    this.undoButton.addEventListener("click", () => this.undo());
    this.clearButton.addEventListener("click", () => this.clear());
    this.map.once("load", () => this.ready());
  }

  ready() {
    const { map, root } = this;
    this.hand = pen(map, {
      finished: (corners) => this.finished(corners),
      sketching: (corners) => this.sketching(corners),
    });
    map.on("moveend", () => this.keep());
    this.hand.mode(this.shape.kind);
    this.update();
    const open = () => this.addMiddle();
    crosshair(map, { pick: () => true, open, say: () => {}, words: this.config.words });
    root.twinmap = map;
    root.dataset.state = "ready";
  }
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
    list.replaceChildren(
      ...found.slice(0, STREETS_AT_ONCE).map((street) => new Option(street.name, street.name)),
    );
  });
}

for (const root of document.querySelectorAll("[data-twindraw]")) {
  const text = document.getElementById("map-config")?.textContent;
  if (!text) continue;
  const config = JSON.parse(text);
  suggest(root, config);
  if (canDraw()) new Drawing(root, config).listen();
  else root.dataset.state = "no-webgl";
}
