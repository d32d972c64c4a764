/**
 * [data-live] is a part of the page that its data-live address gives anew while something is being
 * computed: it is asked for again until the answer no longer has that attribute. What has changed
 * takes the place of the old, unless someone is in the midst of it. The text of [data-live-says] is
 * told to screen readers by [data-live-status] when it changes. Without scripts a link says the same.
 */
const SOON_MS = 400;
const LATER_MS = 2500;
const LONGEST_MS = 30_000;
const wait = (ms) => new Promise((wake) => setTimeout(wake, ms));

/** The part as it is now; undefined when it could not be had. */
async function fetchPart(address) {
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html", "X-Unattended": "1" } });
    if (!answer.ok) return undefined;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return page.querySelector("body > *");
  } catch {
    return undefined;
  }
}

/** Tell screen readers what is new in it. */
function tell(status, part) {
  const says = part.querySelector("[data-live-says]")?.textContent ?? "";
  const ended = !part.dataset.live;
  if (status && (says || ended) && status.textContent !== says) status.textContent = says;
}

async function follow(box) {
  const status = document.querySelector("[data-live-status]");
  for (let pause = SOON_MS; box.dataset.live; await wait(pause)) {
    const next = await fetchPart(box.dataset.live);
    if (!next) {
      pause = Math.min(2 * pause, LONGEST_MS);
      continue;
    }
    tell(status, next);
    if (next.innerHTML === box.innerHTML) {
      pause = Math.min(1.3 * pause, LATER_MS);
      continue;
    }
    if (box.contains(document.activeElement)) continue;
    pause = SOON_MS;
    const ended = !next.dataset.live;
    box.replaceChildren(...next.childNodes);
    if (ended) delete box.dataset.live;
  }
  box.dispatchEvent(new CustomEvent("civic:done", { bubbles: true }));
}

document.querySelectorAll("[data-live]").forEach(follow);
