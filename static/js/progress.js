/**
 * [data-progress] follows a piece of work by its data-url, which answers
 * {status, progress: 0..1, message}. At the end it reloads the page (data-done="reload"), goes to
 * data-done, or says "civic:done" to whoever listens. A lost connection is waited for.
 */
const ENDED = new Set(["done", "failed", "cancelled"]);

async function follow(box) {
  const every = Number(box.dataset.every ?? 1500);
  const bar = box.querySelector("progress");
  const detail = box.querySelector(".progress__detail");
  for (let pause = every; ; await new Promise((wake) => setTimeout(wake, pause))) {
    let state;
    try {
      const answer = await fetch(box.dataset.url, { headers: { Accept: "application/json", "X-Unattended": "1" } });
      if (!answer.ok) throw new Error(String(answer.status));
      state = await answer.json();
      pause = every;
    } catch {
      pause = Math.min(pause * 2, 30_000);
      continue;
    }
    if (bar && state.progress != null) bar.value = state.progress * bar.max;
    if (detail && state.message) detail.textContent = state.message;
    if (!ENDED.has(state.status)) continue;
    box.dispatchEvent(new CustomEvent("civic:done", { bubbles: true, detail: state }));
    if (box.dataset.done === "reload") location.reload();
    else if (box.dataset.done) location.assign(box.dataset.done);
    return;
  }
}

document.querySelectorAll("[data-progress]").forEach(follow);
