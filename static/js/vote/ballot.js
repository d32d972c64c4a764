/**
 * [data-ballot] is the sheet of a vote. Everything on it works without this module; with it, sums
 * follow each mark, a ranking is made by tapping, and the choice is kept as a draft on the device
 * (the server answers with a cookie that scripts cannot read, and stores nothing).
 */
import { follow } from "./basket.js";
import { takeCode } from "./code.js";
import { find } from "./find.js";
import { rank } from "./ranking.js";
import { steppers } from "./steppers.js";

const PAUSE_MS = 800;

function keepDraft(form) {
  if (!form.dataset.draft) return;
  let waiting = 0;
  const send = () => {
    waiting = 0;
    fetch(form.dataset.draft, { method: "POST", body: new FormData(form), keepalive: true }).catch(() => {});
  };
  form.addEventListener("change", () => {
    clearTimeout(waiting);
    waiting = setTimeout(send, PAUSE_MS);
  });
  form.addEventListener("submit", () => clearTimeout(waiting));
  addEventListener("pagehide", () => {
    if (!waiting) return;
    clearTimeout(waiting);
    send();
  });
}

for (const form of document.querySelectorAll("[data-ballot]")) {
  takeCode(form);
  for (const list of form.querySelectorAll("[data-rank]")) rank(list);
  steppers(form);
  find(form);
  for (const basket of form.querySelectorAll("[data-basket]")) follow(form, basket);
  keepDraft(form);
}
