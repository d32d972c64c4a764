/** [data-basket]: what the marks add up to, in the sentences that the server wrote. */
const language = document.documentElement.lang || "en";

function writer(basket) {
  const { currency } = basket.dataset;
  return (value) => {
    const cents = Number.isInteger(value) ? 0 : 2;
    const shape = { minimumFractionDigits: cents, maximumFractionDigits: cents };
    const style = currency ? { style: "currency", currency } : {};
    // English as this continent writes it, as the server does.
    return value.toLocaleString(language === "en" ? "en-GB" : language, { ...style, ...shape });
  };
}

function marks(form, kind) {
  if (kind === "points") {
    const given = [...form.querySelectorAll(".points__input")].map((one) => Number(one.value.trim()) || 0);
    return { count: given.filter((one) => one > 0).length, spent: given.reduce((sum, one) => sum + one, 0) };
  }
  const ticked = [...form.querySelectorAll("input[name=tick]:checked:not([data-none])")];
  const cents = ticked.reduce((sum, one) => sum + Math.round(100 * Number(one.dataset.cost ?? 0)), 0);
  return { count: ticked.length, spent: cents / 100 };
}

/** Say what `form`'s marks add up to whenever one changes. */
export function follow(form, basket) {
  const says = basket.querySelector("[data-basket-says]");
  const bar = basket.querySelector(".share-bar__value");
  const rail = Number(basket.querySelector(".share-bar__rail")?.getAttribute("width") ?? 0);
  const kind = basket.dataset.basket;
  const most = Number(basket.dataset.most);
  const limit = Number(basket.dataset.limit);
  const write = writer(basket);
  const button = basket.querySelector("[data-sum]");
  if (button) button.hidden = true;
  const tell = () => {
    const { count, spent } = marks(form, kind);
    const over = kind === "ticks" ? count > limit : spent > most;
    const values = {
      count,
      limit,
      spent: write(spent),
      most: write(most),
      left: write(most - spent),
      over: write(spent - most),
    };
    const sentence = over ? basket.dataset.saysOver : basket.dataset.saysLeft;
    const text = sentence.replace(/%\((\w+)\)s/g, (_all, name) => values[name]);
    if (says.textContent !== text) says.textContent = text;
    basket.classList.toggle("basket--over", over && "mustFit" in basket.dataset);
    bar?.setAttribute("width", String(most ? rail * Math.min(1, spent / most) : 0));
  };
  form.addEventListener("change", tell);
  form.addEventListener("input", tell);
  // A browser that comes back to the page puts the marks in by itself, after this has run.
  addEventListener("pageshow", tell);
  tell();
}
