/** Figures of an option, fetched once each, asked for again while they are being computed. */
import { fill } from "./say.js";

const SOON_MS = 300;
const LATER_MS = 2000;
const kept = new Map();
const wait = (ms) => new Promise((wake) => setTimeout(wake, ms));

export class Stopped extends Error {}

async function fetchFigures(url, told, wanted) {
  for (let pause = SOON_MS; ; pause = Math.min(1.5 * pause, LATER_MS)) {
    const answer = await fetch(url, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`${answer.status} ${url}`);
    const found = await answer.json();
    if (answer.status === 200) return found;
    if (found.status === "failed" || found.status === "cancelled") throw new Stopped(found.message);
    told(found);
    await wait(pause);
    if (!wanted()) return null;
  }
}

/** The JSON at `url`; null when it is no longer wanted. told({progress, message}) while waiting. */
export async function figures(url, told, wanted) {
  if (!kept.has(url)) {
    const found = await fetchFigures(url, told, wanted);
    if (found) kept.set(url, found);
    return found;
  }
  return kept.get(url);
}

/** Class 1 to 5 for each entity of a layer: [fid, class] pairs; what has no value is left out. */
export function valueClasses(layer, found) {
  const column = found.columns[layer.column] ?? [];
  const pairs = [];
  found.fid.forEach((fid, row) => {
    const value = column[row];
    if (value == null) return;
    let step = 1;
    for (const limit of layer.breaks) if (value >= limit) step += 1;
    pairs.push([fid, step]);
  });
  return pairs;
}

/** Class 1 (much better) to 5 (much worse) of what clearly changes: [fid, class] pairs. */
export function changeClasses(layer, found) {
  const turn = layer.better === "higher" ? -1 : 1;
  return found.fid.map((fid, row) => [fid, 3 + turn * found.strength[row]]);
}

/** "This option is still being computed: 40 %." */
export function waitingText(config, state) {
  const percent = new Intl.NumberFormat(config.language).format(Math.round(100 * state.progress));
  return fill(config.words.waiting, { share: percent, message: state.message ?? "" }).trim();
}
