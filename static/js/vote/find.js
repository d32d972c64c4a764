/** [data-find]: shows those projects of a long list that hold the words typed, or are ticked. */
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

export function find(form) {
  const box = form.querySelector("[data-find]");
  if (!box) return;
  const words = box.querySelector("[data-find-text]");
  const ticked = box.querySelector("[data-find-ticked]");
  const says = box.querySelector("[data-find-says]");
  const rows = [...form.querySelectorAll(".choice")].map((row) => {
    const cost = row.querySelector(".choice__cost")?.textContent ?? "";
    return [row, plain(row.textContent.replace(cost, " "))];
  });
  const show = () => {
    const wanted = plain(words.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const [row, text] of rows) {
      const fits = wanted.every((word) => text.includes(word));
      row.hidden = !fits || (ticked.checked && !row.querySelector("input").checked);
      if (!row.hidden) shown += 1;
    }
    const all = shown === rows.length;
    says.textContent = all
      ? ""
      : says.dataset.says.replace("%(shown)s", shown).replace("%(all)s", rows.length);
  };
  box.hidden = false;
  words.addEventListener("input", show);
  ticked.addEventListener("change", show);
  // Enter in the search must not send the ballot.
  words.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
}
