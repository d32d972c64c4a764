/**
 * [data-key="k"]: pressing that key presses the button or follows the link. Not while typing,
 * not with Ctrl, Alt or Meta, and not after the reader has turned it off (the box [data-keys]).
 */
const TYPING = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
const box = document.querySelector("input[data-keys]");
const store = "civic:keys";

if (box) {
  box.checked = localStorage.getItem(store) !== "off";
  box.addEventListener("change", () => localStorage.setItem(store, box.checked ? "on" : "off"));
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  if (event.target.closest?.(TYPING) || document.querySelector("dialog[open]")) return;
  if (box && !box.checked) return;
  const wanted = event.key.toLowerCase();
  const seen = (one) => one.checkVisibility?.({ visibilityProperty: true }) ?? true;
  const all = [...document.querySelectorAll("[data-key]")];
  const act = all.find((one) => one.dataset.key === wanted && seen(one));
  if (!act) return;
  event.preventDefault();
  act.click();
});
