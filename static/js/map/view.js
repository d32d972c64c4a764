/** The map's frame: made once, and moved so that what was chosen can be seen. */
import { Map as Globe, NavigationControl, ScaleControl } from "../../vendor/maplibre/maplibre-gl.mjs";
import { baseStyle } from "./basemap.js";
import { container, firstView, uncovered } from "./frame.js";
import { withOverlays } from "./layers.js";

export const STILL = matchMedia("(prefers-reduced-motion: reduce)");
const FONTS = ['16px "Source Sans"', '600 16px "Source Sans"', 'italic 16px "Source Sans"'];
const FONTS_MS = 300;
const NEAR = 16;

/** Street names are drawn in the site's own face, unless it takes too long to come. */
export function fontsOrSoon() {
  const fonts = Promise.allSettled(FONTS.map((font) => document.fonts.load(font)));
  return Promise.race([fonts, new Promise((wake) => setTimeout(wake, FONTS_MS))]);
}

export function makeMap(root, config, state) {
  const map = new Globe({
    container: container(root.querySelector("[data-map]")),
    style: withOverlays(baseStyle(config)),
    ...firstView(config, state.camera),
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

/** Move so that a place is not under its card; `fly` also goes near. */
export function bringIntoView(map, middle, panel, fly) {
  const hole = map.getContainer().getBoundingClientRect();
  const { offset, hides } = uncovered(hole, panel.getBoundingClientRect(), innerHeight);
  if (!fly && !hides(map.project(middle))) return;
  const zoom = fly ? Math.max(map.getZoom(), NEAR) : map.getZoom();
  map.easeTo({ center: middle, zoom, offset, duration: STILL.matches ? 0 : 200 });
}
