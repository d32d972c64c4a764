/** Released comments: hexagons with their count, fetched when someone asks for them. */
import { fill } from "./say.js";

const INK = "#1b2126";

export async function showComments(map, config, on, say) {
  const ids = ["cell", "cell-line", "cell-count"];
  if (!map.getSource("cells")) {
    if (!on) return;
    try {
      const answer = await fetch(config.cells, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      addCells(map, config, await answer.json());
    } catch {
      say("comments", config.words.results_failed, () => showComments(map, config, on, say));
      return;
    }
  }
  for (const id of ids) map.setLayoutProperty(id, "visibility", on ? "visible" : "none");
}

function addCells(map, config, data) {
  const number = new Intl.NumberFormat(config.language);
  for (const feature of data.features) {
    const count = number.format(feature.properties.comments);
    feature.properties.label = fill(config.words.comments, { count });
  }
  map.addSource("cells", { type: "geojson", data });
  map.addLayer({
    id: "cell",
    type: "fill",
    source: "cells",
    paint: { "fill-color": INK, "fill-opacity": 0.1 },
  });
  map.addLayer({
    id: "cell-line",
    type: "line",
    source: "cells",
    paint: { "line-color": INK, "line-width": 1.5 },
  });
  map.addLayer({
    id: "cell-count",
    type: "symbol",
    source: "cells",
    layout: { "text-field": ["get", "label"], "text-font": ["Source Sans Semibold"], "text-size": 15 },
    paint: { "text-color": INK, "text-halo-color": "#ffffff", "text-halo-width": 2 },
  });
}
