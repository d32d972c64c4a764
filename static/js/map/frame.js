/** What the maps of reading and of drawing have in common: a canvas and a first view. */

const MARGIN_PX = 20;

/** Where the map begins: as it was left, or the whole area. */
export function firstView(config, camera) {
  const [west, south, east, north] = config.view;
  // biome-ignore format: two corners on one line
  return camera ?? { bounds: [[west, south], [east, north]], fitBoundsOptions: { padding: 24 } };
}

/** An element for the map's canvas in its hole of the page. */
export function container(hole) {
  const made = document.createElement("div");
  made.className = "twinmap__canvas";
  hole.append(made);
  return made;
}

/** How much of the map a card covers, and by what a place moves to be beside or above it, in pixels. */
export function uncovered(hole, card, height) {
  const beside = card.width < hole.width;
  const covered = beside ? hole.right - card.left : Math.max(0, Math.min(hole.bottom, height) - card.top);
  return {
    offset: beside ? [-covered / 2, 0] : [0, -covered / 2],
    hides: ({ x, y }) =>
      x < 0 ||
      y < 0 ||
      x > hole.width - (beside ? covered + MARGIN_PX : 0) ||
      y > hole.height - (beside ? 0 : covered + MARGIN_PX),
  };
}
