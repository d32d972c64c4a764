/**
 * [data-change-form]: shows what the chosen change asks for, at once. The server wrote the fields of
 * every other one as templates; what was typed into one stays while another is shown.
 */
function begin(form) {
  const box = form.querySelector("[data-change-fields]");
  const asked = form.querySelector("[data-change-asked]");
  const kept = new Map();
  for (const one of form.querySelectorAll("template[data-change]")) kept.set(one.dataset.change, one.content);
  // Not the field's own value: a browser may have filled that in again after a reload.
  let shown = box.dataset.changeFields;

  const show = (name) => {
    if (name !== shown && kept.has(name)) {
      const before = document.createDocumentFragment();
      before.append(...box.childNodes);
      kept.set(shown, before);
      box.append(kept.get(name));
      shown = name;
    }
    asked.value = shown;
    form.querySelector("[data-change-next]")?.remove();
    form.querySelector("[data-change-acts]").hidden = !shown;
  };
  for (const choice of form.querySelectorAll("[name=kind]")) {
    choice.addEventListener("change", () => show(choice.value));
  }
  const again = () => show(form.querySelector("[name=kind]:checked")?.value ?? shown);
  again();
  // A browser that comes back may check what was checked before.
  window.addEventListener("pageshow", again);
}

for (const form of document.querySelectorAll("[data-change-form]")) begin(form);
