/**
 * The data colours as the stylesheet has them, so that a map and its legend never part.
 * sequential: five classes, low to high. diverging: much better, better, no clear change
 * (transparent), worse, much worse. edit: what a scenario changes.
 */
const style = getComputedStyle(document.documentElement);
const token = (name) => style.getPropertyValue(`--${name}`).trim();

export const sequential = [1, 2, 3, 4, 5].map((step) => token(`seq-${step}`));
export const diverging = ["b2", "b1", "0", "w1", "w2"].map((step) => token(`div-${step}`));
export const edit = token("edit");
export const ground = Object.fromEntries(
  ["land", "building", "street", "casing", "water", "green"].map((name) => [name, token(`map-${name}`)]),
);
