/** [data-leave]: a form that is also sent when the reader goes away from the page. */
const form = document.querySelector("form[data-leave]");

addEventListener("pagehide", () => {
  if (!form) return;
  fetch(form.action, { method: "POST", body: new FormData(form), keepalive: true, redirect: "manual" });
});
