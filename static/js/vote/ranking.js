/**
 * [data-rank]: a ranking made by tapping. The numbers beside the options stay the truth (they are
 * what is sent, and work alone); the buttons write them, and rows stand in the order of the numbers.
 */
export function rank(box) {
  const list = box.querySelector("[data-rank-list]");
  const says = box.querySelector("[data-rank-says]");
  const rows = [...list.querySelectorAll("[data-rank-row]")];
  const numberOf = (row) => Number(row.querySelector("select").value) || 0;
  const placed = () =>
    rows.filter(numberOf).sort((a, b) => numberOf(a) - numberOf(b) || rows.indexOf(a) - rows.indexOf(b));

  const show = (focus) => {
    const first = placed();
    const order = [...first, ...rows.filter((row) => !numberOf(row))];
    if (order.some((row, at) => list.children[at] !== row)) list.append(...order);
    for (const row of rows) {
      const at = first.indexOf(row);
      row.toggleAttribute("data-placed", at >= 0);
      row.querySelector("[data-rank-next]").hidden = at >= 0;
      row.querySelector("[data-rank-out]").hidden = at < 0;
      row.querySelector("[data-rank-up]").hidden = at < 1;
      row.querySelector("[data-rank-down]").hidden = at < 0 || at === first.length - 1;
    }
    if (!focus) return;
    const wanted = focus.button.hidden
      ? focus.row.querySelector("[data-rank-acts] button:not([hidden])")
      : focus.button;
    wanted?.focus({ preventScroll: true });
    focus.row.scrollIntoView({ block: "nearest" });
  };

  const tell = (row) => {
    const sentence = numberOf(row) ? box.dataset.saysPlace : box.dataset.saysOut;
    says.textContent = sentence
      .replace("%(name)s", row.dataset.name)
      .replace("%(place)s", String(numberOf(row)));
  };

  // A new order of those that have a number: 1, 2, 3 without gaps.
  const write = (order, row, button) => {
    for (const one of rows) {
      const at = order.indexOf(one);
      one.querySelector("select").value = at < 0 ? "" : String(at + 1);
    }
    show({ row, button });
    tell(row);
    row.querySelector("select").dispatchEvent(new Event("change", { bubbles: true }));
  };

  const moves = {
    "[data-rank-next]": (row) => [...placed(), row],
    "[data-rank-out]": (row) => placed().filter((one) => one !== row),
    "[data-rank-up]": (row) => swapped(placed(), row, -1),
    "[data-rank-down]": (row) => swapped(placed(), row, 1),
  };
  for (const row of rows) {
    row.querySelector("[data-rank-acts]").hidden = false;
    for (const [name, move] of Object.entries(moves)) {
      const button = row.querySelector(name);
      button.addEventListener("click", () => write(move(row), row, button));
    }
    row.querySelector("select").addEventListener("change", (event) => {
      if (!event.isTrusted) return;
      show();
      tell(row);
      event.target.focus({ preventScroll: true });
    });
  }
  addEventListener("pageshow", () => show());
  show();
}

function swapped(order, row, by) {
  const at = order.indexOf(row);
  const other = at + by;
  if (other < 0 || other >= order.length) return order;
  [order[at], order[other]] = [order[other], order[at]];
  return order;
}
