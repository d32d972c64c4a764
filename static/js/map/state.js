/**
 * What the map shows, kept in the page's address so that a link shows the same:
 * ?option=B&view=change&layer=volume&at=street/12&tilt=1&comments=1&map=15.2/47.21/-1.55
 * A place on open ground is at=ground/-1.55512,47.21345 (longitude, latitude).
 */
const VIEWS = ["today", "option", "change"];

export function readState(config) {
  const asked = new URLSearchParams(location.search);
  const keys = config.options.map((option) => option.key);
  const layers = config.layers.map((layer) => layer.key);
  const pick = (name, known, other) => (known.includes(asked.get(name)) ? asked.get(name) : other);
  const [zoom, lat, lon] = (asked.get("map") ?? "").split("/").map(Number);
  const known = [zoom, lat, lon].every(Number.isFinite) && zoom > 9 && zoom < 21;
  const at = /^(street|building|ground)\/(\d{1,7}|-?\d+\.\d+,-?\d+\.\d+)$/.exec(asked.get("at") ?? "");
  const option = pick("option", keys, keys[0]);
  // Today changes nothing against itself: a link that asks for that shows today.
  const isToday = config.options.find(({ key }) => key === option)?.baseline;
  return {
    option,
    view: isToday ? "today" : pick("view", VIEWS, config.opens),
    layer: pick("layer", layers, layers[0]),
    at: at ? { kind: at[1], fid: at[1] === "ground" ? at[2] : Number(at[2]) } : null,
    tilt: asked.get("tilt") === "1",
    comments: asked.get("comments") === "1",
    camera: known ? { zoom, center: [lon, lat] } : null,
  };
}

export function writeState(state, map) {
  const address = new URL(location.href);
  const set = (name, value) =>
    value ? address.searchParams.set(name, value) : address.searchParams.delete(name);
  set("option", state.option);
  set("view", state.view);
  set("layer", state.layer);
  set("at", state.at && `${state.at.kind}/${state.at.fid}`);
  set("tilt", state.tilt && "1");
  set("comments", state.comments && "1");
  const { lng, lat } = map.getCenter();
  set("map", `${map.getZoom().toFixed(2)}/${lat.toFixed(5)}/${lng.toFixed(5)}`);
  const text = address.href.replaceAll("%2F", "/");
  if (text !== location.href) history.replaceState(history.state, "", text);
}
