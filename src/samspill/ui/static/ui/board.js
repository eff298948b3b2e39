// The board with the keyboard, and choices that outlive a refresh. Everything here can be done without it.
"use strict";

(() => {
  const chosen = new Set();
  const rows = () => [...document.querySelectorAll("#board tbody tr")];
  const link = (row) => row.querySelector("a.s-row-link");
  const boxes = () => document.querySelectorAll('#board input[form="bulk"]');
  const stay = (box) => box.value.split(":")[0];

  // The live part is replaced whole: what was chosen in it is chosen again, and where one stood one stands again.
  function restore() {
    for (const box of boxes()) box.checked = chosen.has(stay(box));
    const count = document.querySelector("[data-chosen]");
    if (count) {
      count.textContent = String(chosen.size);
      count.hidden = chosen.size === 0;
    }
  }

  document.addEventListener("change", (event) => {
    const box = event.target.closest('input[form="bulk"]');
    if (!box) return;
    if (box.checked) chosen.add(stay(box));
    else chosen.delete(stay(box));
    restore();
  });

  let standing = null;
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id === "board") standing = document.activeElement?.getAttribute?.("href");
  });
  document.addEventListener("htmx:afterSettle", () => {
    const there = new Set([...boxes()].map(stay));
    for (const id of chosen) if (!there.has(id)) chosen.delete(id);
    restore();
    if (standing) document.querySelector(`#board a.s-row-link[href="${CSS.escape(standing)}"]`)?.focus();
    standing = null;
  });
  window.addEventListener("pageshow", () => {
    for (const box of boxes()) if (box.checked) chosen.add(stay(box));
    restore();
  });

  function lettersAreOff() {
    try { return localStorage.getItem("samspill-slash") === "off"; } catch { return false; }
  }

  function here() {
    return document.activeElement?.closest?.("#board tbody tr");
  }

  function step(by) {
    const all = rows();
    if (!all.length) return;
    const at = all.indexOf(here());
    const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by));
    link(all[next])?.focus();
    all[next].scrollIntoView({ block: "nearest" });
  }

  const letters = {
    j: () => step(1),
    k: () => step(-1),
    s: () => here()?.querySelector("a.board-answer")?.click(),
    x: () => here()?.querySelector('input[form="bulk"]')?.click(),
    "?": () => {
      const help = document.getElementById("taster");
      help.open = true;
      help.querySelector("summary").focus();
    },
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], details[open]")) return;
    // Arrows only where one already stands in the list: elsewhere they scroll, as everybody expects.
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && here()) {
      event.preventDefault();
      step(event.key === "ArrowDown" ? 1 : -1);
      return;
    }
    if (!letters[event.key] || lettersAreOff()) return;
    event.preventDefault();
    letters[event.key]();
  });
})();
