/**
 * [data-twinmap]: draws the map when it comes near the window, so that a page above it stays light.
 * Without WebGL it says so and leaves the list and the tables, which are there already.
 */
import { sayer } from "./say.js";

function canDraw() {
  const canvas = document.createElement("canvas");
  return Boolean(canvas.getContext("webgl2") ?? canvas.getContext("webgl"));
}

async function begin(root) {
  const config = JSON.parse(document.getElementById("map-config").textContent);
  const say = sayer(root, config);
  root.dataset.state = "loading";
  if (!canDraw()) {
    root.dataset.state = "no-webgl";
    root.querySelector("[data-map-wait] span").textContent = config.words.no_webgl;
    root.querySelector("[data-map-tables]").open = true;
    return;
  }
  try {
    const { open } = await import("./viewer.js");
    await open(root, config, say);
  } catch (error) {
    console.error(error);
    root.dataset.state = "failed";
    say("start", config.words.tiles_failed, () => location.reload());
  }
}

for (const root of document.querySelectorAll("[data-twinmap]")) {
  const near = new IntersectionObserver(
    (seen) => {
      if (!seen.some((entry) => entry.isIntersecting)) return;
      near.disconnect();
      begin(root);
    },
    { rootMargin: "400px" },
  );
  near.observe(root);
}
