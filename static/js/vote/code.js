/**
 * The code of a letter: its QR leads to the ballot with `#code=…`, which no server ever sees. It is
 * taken out of the address at once and goes on with the form; nothing of it is stored.
 */
export function takeCode(form) {
  const field = form.querySelector("[data-fragment=code]");
  const found = new URLSearchParams(location.hash.slice(1)).get("code");
  if (!field || !found) return;
  field.value = found.slice(0, 40);
  history.replaceState(null, "", location.pathname + location.search);
}
