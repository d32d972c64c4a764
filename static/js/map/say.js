/** What the map has to tell, one line a subject; a subject told nothing is silent again. */
export function sayer(root, config) {
  const place = root.querySelector("[data-map-say]");
  const lines = new Map();

  return function say(subject, text, retry) {
    lines.get(subject)?.remove();
    lines.delete(subject);
    if (!text) return;
    const line = document.createElement("p");
    line.className = "twinmap__line";
    line.dataset.subject = subject;
    line.append(text);
    if (retry) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button--quiet button--small";
      button.textContent = config.words.retry;
      button.addEventListener("click", () => {
        say(subject);
        retry();
      });
      line.append(" ", button);
    }
    lines.set(subject, line);
    place.append(line);
  };
}

/** `text` with {name} replaced by values.name. */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
