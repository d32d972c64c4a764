/** The map itself: one state, drawn by map and controls alike. See state.js for what it holds. */
import { Map as Globe, NavigationControl, ScaleControl } from "../../vendor/maplibre/maplibre-gl.mjs";
import { baseStyle } from "./basemap.js";
import { cardPanel } from "./card.js";
import { showComments } from "./comments.js";
import { controls } from "./controls.js";
import { crosshair } from "./keys.js";
import { choose, paint, pick, showEdits, showGround, tilt, withOverlays } from "./layers.js";
import { changeClasses, figures, Stopped, valueClasses, waitingText } from "./results.js";
import { streetSearch } from "./search.js";
import { readState, writeState } from "./state.js";

const STILL = matchMedia("(prefers-reduced-motion: reduce)");
const FONTS = ['16px "Source Sans"', '600 16px "Source Sans"', 'italic 16px "Source Sans"'];

function makeMap(root, config, state) {
  const hole = root.querySelector("[data-map]");
  const container = document.createElement("div");
  container.className = "twinmap__canvas";
  hole.append(container);
  const [west, south, east, north] = config.view;
  const view = state.camera ?? { bounds: [[west, south], [east, north]], fitBoundsOptions: { padding: 24 } };
  const map = new Globe({
    container,
    style: withOverlays(baseStyle(config)),
    ...view,
    pitch: state.tilt ? 55 : 0,
    minZoom: 11,
    maxZoom: 19,
    maxPitch: 65,
    attributionControl: false,
    cooperativeGestures: false,
    fadeDuration: STILL.matches ? 0 : 150,
    locale: {
      "Map.Title": config.words.title,
      "NavigationControl.ZoomIn": config.words.zoom_in,
      "NavigationControl.ZoomOut": config.words.zoom_out,
      "NavigationControl.ResetBearing": config.words.north,
    },
  });
  map.addControl(new NavigationControl({ visualizePitch: true }), "top-right");
  map.addControl(new ScaleControl({ maxWidth: 100 }), "bottom-left");
  return map;
}

/** Paint the layer of the state; `isNow` tells whether it is still the one asked for. */
async function drawFigures(map, config, state, say, isNow) {
  const layer = config.layers.find((one) => one.key === state.layer);
  const isChange = state.view === "change";
  const baseline = config.options.find((option) => option.baseline);
  const chosen = config.options.find((option) => option.key === state.option);
  const option = state.view === "today" ? baseline ?? chosen : chosen;
  say("figures");
  if (!layer || !option) return;
  if (isChange && option.baseline) {
    paint(map, layer.kind, [], true);
    return;
  }
  const url = (isChange ? option.differences : option.values)[layer.key];
  if (!url) {
    paint(map, layer.kind, [], isChange);
    say("figures", config.words.absent);
    return;
  }
  const slow = setTimeout(() => isNow() && say("figures", config.words.loading), 400);
  try {
    const told = (progress) => {
      clearTimeout(slow);
      if (!isNow()) return;
      paint(map, layer.kind, [], isChange);
      say("figures", waitingText(config, progress));
    };
    const found = await figures(url, told, isNow);
    if (!found || !isNow()) return;
    const onGround = layer.kind === "grid";
    const pairs = onGround ? [] : isChange ? changeClasses(layer, found) : valueClasses(layer, found);
    paint(map, layer.kind, pairs, isChange);
    if (onGround) showGround(map, found);
    say("figures", isChange && !pairs.length && !found.clear ? config.words.no_change : "");
  } catch (error) {
    if (!isNow()) return;
    paint(map, layer.kind, [], isChange);
    const again = () => drawFigures(map, config, state, say, isNow);
    if (error instanceof Stopped) say("figures", config.words.stopped);
    else say("figures", config.words.results_failed, again);
  } finally {
    clearTimeout(slow);
  }
}

/** Move so that a place is not under its card; `fly` also goes near. */
function bringIntoView(map, middle, panel, fly) {
  const hole = map.getContainer().getBoundingClientRect();
  const over = panel.getBoundingClientRect();
  const wide = over.width < hole.width;
  const covered = wide ? hole.right - over.left : Math.max(0, Math.min(hole.bottom, innerHeight) - over.top);
  const offset = wide ? [-covered / 2, 0] : [0, -covered / 2];
  const { x, y } = map.project(middle);
  const hidden = x < 0 || y < 0 || x > hole.width || y > hole.height
    || (wide ? x > hole.width - covered - 20 : y > hole.height - covered - 20);
  if (!fly && !hidden) return;
  const zoom = fly ? Math.max(map.getZoom(), 16) : map.getZoom();
  map.easeTo({ center: middle, zoom, offset, duration: STILL.matches ? 0 : 200 });
}

export async function open(root, config, say) {
  const state = readState(config);
  const fonts = Promise.allSettled(FONTS.map((font) => document.fonts.load(font)));
  await Promise.race([fonts, new Promise((wake) => setTimeout(wake, 300))]);
  const map = makeMap(root, config, state);
  root.twinmap = map;
  let round = 0;
  let styled = false;

  const refresh = (...what) => {
    const mine = ++round;
    show(state);
    if (!styled) return;
    const markers = config.options.find((option) => option.key === state.option)?.markers;
    showEdits(map, state.view === "today" ? null : markers);
    root.dataset.painted = "";
    drawFigures(map, config, { ...state }, say, () => mine === round).then(() => {
      if (mine === round) root.dataset.painted = `${state.option} ${state.view} ${state.layer}`;
    });
    if (what.includes("tilt")) tilt(map, state.tilt, STILL.matches);
    if (what.includes("comments") && config.cells) showComments(map, config, state.comments, say);
    writeState(state, map);
  };
  const show = controls(root, config, (change) => {
    const changed = change(state);
    Object.assign(state, changed);
    refresh(...Object.keys(changed));
  });
  show(state);

  const card = cardPanel(root, config, {
    say,
    option: () => state.option,
    closed: () => {
      state.at = null;
      choose(map, null);
      writeState(state, map);
    },
  });
  /** What is at a point of the screen; open ground counts while a layer of the ground is shown. */
  const find = (_map, { x, y }, reach = 8) => {
    const onGround = config.layers.some(({ key, kind }) => key === state.layer && kind === "grid");
    const at = pick(map, { x, y }, onGround ? 2 : reach);
    const { lng, lat } = map.unproject([x, y]);
    const [west, south, east, north] = config.bounds;
    if (at || !onGround || lng < west || lng > east || lat < south || lat > north) return at;
    return { kind: "ground", fid: `${lng.toFixed(5)},${lat.toFixed(5)}` };
  };
  const visit = async (at, { fly = false, focus = true } = {}) => {
    state.at = at;
    choose(map, at);
    writeState(state, map);
    const middle = await card.open(at, { focus });
    if (middle) bringIntoView(map, middle, card.panel, fly);
  };

  map.on("error", ({ sourceId, error }) => {
    console.warn(error?.message);
    if (sourceId === "ground") say("figures", config.words.results_failed, refresh);
    if (sourceId !== "city") return;
    // A tile that failed is never asked for again by itself; a new style asks for all of them.
    const again = () => {
      styled = false;
      map.setStyle(withOverlays(baseStyle(config)), { diff: false });
    };
    say("tiles", config.words.tiles_failed, again);
  });
  map.on("click", ({ point }) => {
    const at = find(map, point);
    if (at) visit(at);
    else card.close();
  });
  map.on("mousemove", ({ point }) => {
    map.getCanvas().style.cursor = find(map, point, 3) ? "pointer" : "";
  });
  map.on("moveend", () => writeState(state, map));
  map.on("style.load", () => {
    styled = true;
    refresh("tilt", "comments");
    choose(map, state.at);
  });
  map.once("style.load", () => {
    if (state.at) visit(state.at, { fly: !state.camera, focus: false });
  });
  map.once("load", () => {
    crosshair(map, { pick: find, open: visit, say, words: config.words });
    root.querySelector("[data-map-wait]").remove();
    root.dataset.state = "ready";
    performance.mark("map-ready");
    map.once("idle", () => {
      root.dataset.idle = "1";
      performance.mark("map-idle");
    });
  });
  streetSearch(root, config, (street) => visit({ kind: "street", fid: street.fid }, { fly: true }));
}
