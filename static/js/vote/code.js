/**
 * The code of a letter: its QR leads to the ballot with `#code=…`, which no server ever sees. It is
 * taken out of the address, waits in this tab until the vote is cast, and goes with the form.
 */
const keyOf = (slug) => `code:${slug}`;

export function keepCode(form) {
  const field = form.querySelector("[data-fragment=code]");
  if (!field) return;
  const key = keyOf(field.dataset.of);
  const found = new URLSearchParams(location.hash.slice(1)).get("code");
  if (found) {
    sessionStorage.setItem(key, found.slice(0, 40));
    history.replaceState(null, "", location.pathname + location.search);
  }
  field.value ||= sessionStorage.getItem(key) ?? "";
}

const done = document.querySelector("[data-vote-done]");
if (done) sessionStorage.removeItem(keyOf(done.dataset.voteDone));
