/** Which layer and option a state shows, whether as a change, and where the figures are. */
export function asked(config, state) {
  const layer = config.layers.find((one) => one.key === state.layer);
  const isChange = state.view === "change";
  const baseline = config.options.find((option) => option.baseline);
  const chosen = config.options.find((option) => option.key === state.option);
  const option = state.view === "today" ? (baseline ?? chosen) : chosen;
  const sources = isChange ? option?.differences : option?.values;
  return { layer, option, isChange, url: layer && sources?.[layer.key] };
}
