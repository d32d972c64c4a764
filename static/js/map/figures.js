/** The figures of the layer, option and view that the state asks for, painted on the map. */
import { asked } from "./asked.js";
import { paint, showGround } from "./layers.js";
import { changeClasses, figures, Stopped, valueClasses, waitingText } from "./results.js";

const SLOW_MS = 400;

/** Paint what came; what to say of it. */
function painted(map, config, { layer, isChange }, found) {
  const onGround = layer.kind === "grid";
  const classes = isChange ? changeClasses : valueClasses;
  const pairs = onGround ? [] : classes(layer, found);
  paint(map, layer.kind, pairs, isChange);
  if (onGround) showGround(map, found);
  return isChange && !pairs.length && !found.clear ? config.words.no_change : "";
}

/** Draw them; `isNow` tells whether they are still the ones asked for. */
export async function drawFigures(map, config, state, say, isNow) {
  const wanted = asked(config, state);
  const { layer, option, isChange, url } = wanted;
  say("figures");
  if (!layer || !option) return;
  const blank = (words) => {
    paint(map, layer.kind, [], isChange);
    say("figures", words);
  };
  if (isChange && option.baseline) return blank();
  if (!url) return blank(config.words.absent);
  const slow = setTimeout(() => isNow() && say("figures", config.words.loading), SLOW_MS);
  const told = (progress) => {
    clearTimeout(slow);
    if (isNow()) blank(waitingText(config, progress));
  };
  try {
    const found = await figures(url, told, isNow);
    if (found && isNow()) say("figures", painted(map, config, wanted, found));
  } catch (error) {
    if (!isNow()) return;
    blank();
    const again = () => drawFigures(map, config, state, say, isNow);
    if (error instanceof Stopped) say("figures", config.words.stopped);
    else say("figures", config.words.results_failed, again);
  } finally {
    clearTimeout(slow);
  }
}
