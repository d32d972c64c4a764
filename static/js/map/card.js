/** The card of a street or house: fetched as HTML, a sheet on a phone, a panel on a desk. */
export function cardPanel(root, config, { say, closed, option }) {
  const panel = root.querySelector("[data-map-card]");
  let wanted = "";
  let before = null;

  const address = ({ kind, fid }) =>
    `${config.card.replace("{kind}", kind).replace("{fid}", fid)}?${config.query}&part=1`;

  function close() {
    if (panel.hidden) return;
    wanted = "";
    panel.hidden = true;
    panel.replaceChildren();
    before?.focus({ preventScroll: true });
    closed();
  }

  async function open(at, { focus = true } = {}) {
    const url = address(at);
    wanted = url;
    before = panel.hidden ? document.activeElement : before;
    panel.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(url, { headers: { Accept: "text/html" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const text = await answer.text();
      if (wanted !== url) return null;
      panel.innerHTML = text;
      const speak = panel.querySelector("[data-card-comment]");
      if (speak) speak.href += `&option=${option()}`;
      panel.hidden = false;
      panel.scrollTop = 0;
      if (focus) panel.querySelector(".place__title").focus({ preventScroll: true });
      const place = panel.querySelector(".place");
      return [Number(place.dataset.lon), Number(place.dataset.lat)];
    } catch {
      say("card", config.words.card_failed, () => open(at, { focus }));
      return null;
    } finally {
      panel.removeAttribute("aria-busy");
    }
  }

  panel.addEventListener("click", (event) => event.target.closest("[data-card-close]") && close());
  panel.addEventListener("keydown", (event) => event.key === "Escape" && close());
  return { open, close, panel };
}
