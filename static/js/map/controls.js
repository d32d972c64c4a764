/** Radio buttons, list and legends around the map, kept equal to the state in both directions. */
export function controls(root, config, changed) {
  const all = (selector) => [...root.querySelectorAll(selector)];
  const options = all("[name=map-option]");
  const views = all("[name=map-view]");
  const layers = root.querySelector("#map-layer");
  const tilt = root.querySelector("[data-map-tilt]");
  const comments = root.querySelector("[data-map-comments]");
  const isBaseline = (key) => config.options.find((option) => option.key === key)?.baseline;
  const other = config.options.find((option) => !option.baseline)?.key;

  for (const input of options) {
    input.addEventListener("change", () => {
      const baseline = isBaseline(input.value);
      changed((state) => {
        const view = baseline ? "today" : state.view === "today" ? "change" : state.view;
        return { option: input.value, view };
      });
    });
  }
  for (const input of views) {
    input.addEventListener("change", () => {
      const needsOption = input.value !== "today";
      changed((state) => ({
        view: input.value,
        option: needsOption && isBaseline(state.option) && other ? other : state.option,
      }));
    });
  }
  layers.addEventListener("change", () => changed(() => ({ layer: layers.value })));
  tilt.hidden = false;
  tilt.addEventListener("click", () => changed((state) => ({ tilt: !state.tilt })));
  if (comments) {
    comments.hidden = false;
    comments
      .querySelector("input")
      .addEventListener("change", (event) => changed(() => ({ comments: event.target.checked })));
  }

  return (state) => {
    for (const input of options) tick(input, state.option);
    for (const input of views) input.checked = input.value === state.view;
    layers.value = state.layer;
    tilt.setAttribute("aria-pressed", String(state.tilt));
    if (comments) comments.querySelector("input").checked = state.comments;
    showParts(all, state);
  };
}

/** Choose a radio button that stands for a value, and bring it into its row's view. */
function tick(input, value) {
  input.checked = input.value === value;
  if (!input.checked) return;
  const row = input.closest(".twinmap__choices");
  row.scrollLeft = input.parentElement.offsetLeft - row.offsetLeft - 16;
}

/** The legend, the list of edits and the link to the table that belong to what is shown. */
function showParts(all, state) {
  const legend = `${state.layer} ${state.view === "change" ? "change" : "value"}`;
  for (const box of all("[data-legend]")) box.toggleAttribute("data-later", box.dataset.legend !== legend);
  const edits = state.view === "today" ? "" : state.option;
  for (const box of all("[data-map-edits]"))
    box.toggleAttribute("data-later", box.dataset.mapEdits !== edits);
  for (const link of all("[data-table]")) {
    link.toggleAttribute("aria-current", link.dataset.table === `${state.option} ${state.layer}`);
  }
}
