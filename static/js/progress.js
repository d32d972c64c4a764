/**
 * [data-progress] follows a piece of work by its data-url, which answers
 * {status, progress: 0..1, message}. At the end it reloads the page (data-done="reload"), goes to
 * data-done, or says "civic:done" to whoever listens. A lost connection is waited for.
 */
const LONGEST_MS = 30_000;
const ENDED = new Set(["done", "failed", "cancelled"]);

/** How far the work is; undefined when it could not be asked. */
async function ask(url) {
  try {
    const answer = await fetch(url, { headers: { Accept: "application/json", "X-Unattended": "1" } });
    return answer.ok ? await answer.json() : undefined;
  } catch {
    return undefined;
  }
}

function show(box, state) {
  const bar = box.querySelector("progress");
  const detail = box.querySelector(".progress__detail");
  if (bar && state.progress != null) bar.value = state.progress * bar.max;
  if (detail && state.message) detail.textContent = state.message;
}

function end(box, state) {
  box.dispatchEvent(new CustomEvent("civic:done", { bubbles: true, detail: state }));
  if (box.dataset.done === "reload") location.reload();
  else if (box.dataset.done) location.assign(box.dataset.done);
}

async function follow(box) {
  const every = Number(box.dataset.every ?? 1500);
  for (let pause = every; ; await new Promise((wake) => setTimeout(wake, pause))) {
    const state = await ask(box.dataset.url);
    pause = state ? every : Math.min(pause * 2, LONGEST_MS);
    if (!state) continue;
    show(box, state);
    if (ENDED.has(state.status)) return end(box, state);
  }
}

document.querySelectorAll("[data-progress]").forEach(follow);
