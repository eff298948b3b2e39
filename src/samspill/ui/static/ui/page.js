// What makes a page nicer with JavaScript; nothing depends on it. All texts come from the page itself.
"use strict";

const alerts = document.getElementById("alerts");

function say(text) {
  if (!alerts || !text) return;
  const box = document.createElement("div");
  box.className = "ds-alert s-notice";
  box.dataset.color = "danger";
  box.setAttribute("role", "alert");
  box.textContent = text;
  alerts.replaceChildren(box);
  box.scrollIntoView({ block: "nearest" });
}

// Menus close on Escape and on a press outside.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details[data-menu][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// Copy link, print.
document.addEventListener("click", async (event) => {
  const copy = event.target.closest("[data-copy]");
  if (copy && navigator.clipboard) {
    event.preventDefault();
    try {
      await navigator.clipboard.writeText(copy.href);
    } catch {
      window.location.assign(copy.href);
      return;
    }
    const text = copy.querySelector("span");
    const before = text.textContent;
    text.setAttribute("role", "status");
    text.textContent = copy.dataset.done;
    setTimeout(() => { text.textContent = before; }, 2500);
  }
  if (event.target.closest("[data-print]")) window.print();
});

// A second press on the same form does nothing while the first is on its way.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-once]")) return;
  if (form.dataset.busy) event.preventDefault();
  form.dataset.busy = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-busy]")) delete form.dataset.busy;
});

// Grey buttons can be reached, not pressed.
document.addEventListener("click", (event) => {
  if (event.target.closest("button[aria-disabled=true]")) event.preventDefault();
});

// Forms that choose: a changed choice is sent at once.
document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-submit-on-change]")?.form;
  if (form) form.requestSubmit();
});

document.querySelector("[data-focus]")?.focus();

// The key / goes to the search field, unless somebody is writing, or has turned it off («Hvem er hvem» has the choice).
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  let off = null;
  try { off = localStorage.getItem("samspill-slash"); } catch { /* a browser that keeps nothing */ }
  if (off === "off") return;
  const places = [...document.querySelectorAll("[data-search-field]")];
  const place = places.find((each) => each.offsetParent !== null);
  if (!place) return;
  event.preventDefault();
  place.focus();
  place.select?.();
});

document.addEventListener("htmx:responseError", (event) => {
  if (![403, 429].includes(event.detail.xhr.status)) say(alerts?.dataset.failed);
});
document.addEventListener("htmx:sendError", (event) => {
  // The live region tells about its own silence; a press by a person deserves an answer.
  if (!event.detail.elt.closest("[data-live]")?.isSameNode(event.detail.elt)) say(alerts?.dataset.offline);
});
