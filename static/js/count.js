/** textarea[data-count][maxlength] says how many characters are left, once they become few. */
for (const area of document.querySelectorAll("textarea[data-count][maxlength]")) {
  const said = document.createElement("p");
  said.className = "field__count";
  said.setAttribute("aria-live", "polite");
  area.insertAdjacentElement("afterend", said);
  const count = () => {
    const left = area.maxLength - area.value.length;
    said.textContent =
      left <= area.maxLength / 5
        ? area.dataset.countText.replace("%(left)s", left.toLocaleString(document.documentElement.lang))
        : "";
  };
  area.addEventListener("input", count);
  count();
}
