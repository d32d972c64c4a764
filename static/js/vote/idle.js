/** dialog[data-idle]: after so many seconds without a touch it asks, and then wipes the kiosk. */
for (const dialog of document.querySelectorAll("dialog[data-idle]")) {
  const leave = () => location.replace(dialog.dataset.home);
  let timer = 0;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 1000 * Number(dialog.dataset.idle));
  };
  const ask = () => {
    dialog.showModal();
    timer = setTimeout(leave, 1000 * Number(dialog.dataset.warning));
  };
  const stay = () => {
    if (dialog.open) dialog.close();
    wait();
  };
  for (const sign of ["pointerdown", "keydown", "scroll"]) addEventListener(sign, stay, { passive: true });
  // Out of the back button's memory: ask the server, which knows whose turn it is.
  addEventListener("pageshow", (event) => event.persisted && leave());
  wait();
}
