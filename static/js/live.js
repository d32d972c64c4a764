/**
 * [data-live] is a part of the page that its data-live address gives anew while something is being
 * computed: it is asked for again until the answer no longer has that attribute. What has changed
 * takes the place of the old, unless someone is in the midst of it. The text of [data-live-says] is
 * told to screen readers by [data-live-status] when it changes. Without scripts a link says the same.
 */
const SOON_MS = 400;
const LATER_MS = 2500;
const wait = (ms) => new Promise((wake) => setTimeout(wake, ms));

async function follow(box) {
  const status = document.querySelector("[data-live-status]");
  for (let pause = SOON_MS; box.dataset.live; await wait(pause)) {
    let next;
    try {
      const answer = await fetch(box.dataset.live, { headers: { Accept: "text/html", "X-Unattended": "1" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      next = page.querySelector("body > *");
    } catch {
      pause = Math.min(2 * pause, 30_000);
      continue;
    }
    const ended = !next.dataset.live;
    const says = next.querySelector("[data-live-says]")?.textContent ?? "";
    if (status && (says || ended) && status.textContent !== says) status.textContent = says;
    if (next.innerHTML === box.innerHTML) {
      pause = Math.min(1.3 * pause, LATER_MS);
      continue;
    }
    if (box.contains(document.activeElement)) continue;
    pause = SOON_MS;
    box.replaceChildren(...next.childNodes);
    if (ended) delete box.dataset.live;
  }
  box.dispatchEvent(new CustomEvent("civic:done", { bubbles: true }));
}

document.querySelectorAll("[data-live]").forEach(follow);
