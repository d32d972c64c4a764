/** The map itself: one state, drawn by map and controls alike. See state.js for what it holds. */
import { baseStyle } from "./basemap.js";
import { cardPanel } from "./card.js";
import { showComments } from "./comments.js";
import { controls } from "./controls.js";
import { drawFigures } from "./figures.js";
import { crosshair } from "./keys.js";
import { choose, pick, showEdits, tilt, withOverlays } from "./layers.js";
import { streetSearch } from "./search.js";
import { readState, writeState } from "./state.js";
import { bringIntoView, fontsOrSoon, makeMap, STILL } from "./view.js";

const REACH_PX = 8;
const REACH_ON_GROUND_PX = 2;
const REACH_OF_MOUSE_PX = 3;

class Viewer {
  constructor(root, config, say) {
    this.root = root;
    this.config = config;
    this.say = say;
    this.state = readState(config);
    this.round = 0;
    this.styled = false;
  }

  start() {
    const { root, config, say } = this;
    this.map = makeMap(root, config, this.state);
    root.twinmap = this.map;
    this.show = controls(root, config, (change) => {
      const changed = change(this.state);
      Object.assign(this.state, changed);
      this.refresh(...Object.keys(changed));
    });
    this.show(this.state);
    this.card = cardPanel(root, config, {
      say,
      option: () => this.state.option,
      closed: () => this.mark(null),
    });
    this.listen();
    streetSearch(root, config, ({ fid }) => this.visit({ kind: "street", fid }, { fly: true }));
  }

  /** Draw what the state holds; `what` changed in it. */
  refresh(...what) {
    const { root, config, state, map, say } = this;
    const mine = ++this.round;
    this.show(state);
    if (!this.styled) return;
    const markers = config.options.find((option) => option.key === state.option)?.markers;
    showEdits(map, state.view === "today" ? null : markers);
    root.dataset.painted = "";
    drawFigures(map, config, { ...state }, say, () => mine === this.round).then(() => {
      if (mine === this.round) root.dataset.painted = `${state.option} ${state.view} ${state.layer}`;
    });
    if (what.includes("tilt")) tilt(map, state.tilt, STILL.matches);
    if (what.includes("comments") && config.cells) showComments(map, config, state.comments, say);
    writeState(state, map);
  }

  /** What is at a point of the screen; open ground counts while a layer of the ground is shown. */
  find({ x, y }, reach = REACH_PX) {
    const { config, map, state } = this;
    const onGround = config.layers.some(({ key, kind }) => key === state.layer && kind === "grid");
    const at = pick(map, { x, y }, onGround ? REACH_ON_GROUND_PX : reach);
    const { lng, lat } = map.unproject([x, y]);
    const [west, south, east, north] = config.bounds;
    if (at || !onGround || lng < west || lng > east || lat < south || lat > north) return at;
    return { kind: "ground", fid: `${lng.toFixed(5)},${lat.toFixed(5)}` };
  }

  mark(at) {
    this.state.at = at;
    choose(this.map, at);
    writeState(this.state, this.map);
  }

  async visit(at, { fly = false, focus = true } = {}) {
    this.mark(at);
    const middle = await this.card.open(at, { focus });
    if (middle) bringIntoView(this.map, middle, this.card.panel, fly);
  }

  /** A tile that failed is never asked for again by itself; a new style asks for all of them. */
  failed(sourceId) {
    const { words } = this.config;
    if (sourceId === "ground") this.say("figures", words.results_failed, () => this.refresh());
    if (sourceId !== "city") return;
    this.say("tiles", words.tiles_failed, () => {
      this.styled = false;
      this.map.setStyle(withOverlays(baseStyle(this.config)), { diff: false });
    });
  }

  listen() {
    const { map, state } = this;
    map.on("error", ({ sourceId, error }) => {
      console.warn(error?.message);
      this.failed(sourceId);
    });
    map.on("click", ({ point }) => {
      const at = this.find(point);
      if (at) this.visit(at);
      else this.card.close();
    });
    map.on("mousemove", ({ point }) => {
      map.getCanvas().style.cursor = this.find(point, REACH_OF_MOUSE_PX) ? "pointer" : "";
    });
    map.on("moveend", () => writeState(state, map));
    map.on("style.load", () => {
      this.styled = true;
      this.refresh("tilt", "comments");
      choose(map, state.at);
    });
    map.once("style.load", () => {
      if (state.at) this.visit(state.at, { fly: !state.camera, focus: false });
    });
    map.once("load", () => this.ready());
  }

  ready() {
    const { root, config, map, say } = this;
    crosshair(map, {
      pick: (_map, point, reach) => this.find(point, reach),
      open: (at) => this.visit(at),
      say,
      words: config.words,
    });
    root.querySelector("[data-map-wait]").remove();
    root.dataset.state = "ready";
    performance.mark("map-ready");
    map.once("idle", () => {
      root.dataset.idle = "1";
      performance.mark("map-idle");
    });
  }
}

export async function open(root, config, say) {
  await fontsOrSoon();
  new Viewer(root, config, say).start();
}
