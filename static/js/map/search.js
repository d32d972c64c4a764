/** Streets by name without leaving the map; without scripts the form opens its own page. */
export function streetSearch(root, config, go) {
  const form = root.querySelector(".twinmap__search");
  const list = root.querySelector("[data-map-found]");

  const line = (...content) => {
    const item = document.createElement("li");
    item.append(...content);
    return item;
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const query = form.elements.q.value.trim();
    if (!query) return;
    let found;
    try {
      const answer = await fetch(`${config.search}?${config.query}&as=json&q=${encodeURIComponent(query)}`);
      ({ found } = await answer.json());
    } catch {
      form.submit();
      return;
    }
    list.replaceChildren(
      ...found.map((street) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "button button--plain";
        button.textContent = street.name;
        button.addEventListener("click", () => go(street));
        return line(button);
      }),
    );
    if (!found.length) list.replaceChildren(line(config.words.not_found));
    list.querySelector("button")?.focus();
  });
}
