/**
 * [data-dialog="id"] opens that <dialog>. Such buttons are `hidden` in the page, because without
 * this module they would do nothing; each has a page of its own that does the same.
 */
for (const button of document.querySelectorAll("[data-dialog]")) {
  const dialog = document.getElementById(button.dataset.dialog);
  if (!dialog?.showModal) continue;
  button.hidden = false;
  button.addEventListener("click", () => dialog.showModal());
}
