/**
 * [data-share] shares data-share (or this page's address) by the device's own sheet, else copies
 * it and says so (data-share-done). [data-print] prints. Both are `hidden` until this runs.
 */
async function share(button) {
  const url = new URL(button.dataset.share || location.href, location.href).href;
  if (navigator.share) {
    await navigator.share({ title: button.dataset.shareTitle ?? document.title, url }).catch(() => {});
    return;
  }
  await navigator.clipboard.writeText(url);
  const said = button.nextElementSibling?.matches("[role=status]")
    ? button.nextElementSibling
    : button.insertAdjacentElement("afterend", document.createElement("span"));
  said.setAttribute("role", "status");
  said.className = "small muted";
  said.textContent = button.dataset.shareDone ?? url;
}

for (const button of document.querySelectorAll("[data-share]")) {
  if (!navigator.share && !navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", () => share(button));
}
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
