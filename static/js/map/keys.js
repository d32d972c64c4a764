/** The keyboard's crosshair: shown while the map has the focus; Enter opens what is in its middle. */
export function crosshair(map, { pick, open, say, words }) {
  const canvas = map.getCanvas();
  const cross = document.createElement("div");
  cross.className = "twinmap__cross";
  cross.setAttribute("aria-hidden", "true");
  canvas.after(cross);
  canvas.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const { clientWidth, clientHeight } = canvas;
    const at = pick(map, { x: clientWidth / 2, y: clientHeight / 2 }, 28);
    say("middle", at ? "" : words.nothing_here);
    if (at) open(at);
  });
}
