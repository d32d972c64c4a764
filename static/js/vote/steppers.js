/** [data-stepper]: a number with one button for less and one for more. */
export function steppers(form) {
  for (const box of form.querySelectorAll("[data-stepper]")) {
    const field = box.querySelector("input");
    for (const button of box.querySelectorAll("[data-step]")) {
      button.hidden = false;
      button.addEventListener("click", () => {
        const now = Number.parseInt(field.value, 10) || 0;
        const next = Math.max(0, now + Number(button.dataset.step));
        field.value = next ? String(next) : "";
        field.dispatchEvent(new Event("change", { bubbles: true }));
      });
    }
  }
}
