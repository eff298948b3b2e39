// «Hvem er hvem»: the arrow keys walk the answers, and an identity number never leaves the field.
"use strict";

(() => {
  const form = document.getElementById("who-form");
  const text = document.getElementById("who-text");
  const count = document.getElementById("who-count");
  const answers = document.getElementById("who-answers");
  if (!form || !text || !answers) return;
  const IDENTITY_NUMBER = /(^|\D)\d{6}[\s.-]?\d{5}(\D|$)/;

  function holdsIdentityNumber() {
    return IDENTITY_NUMBER.test(text.value);
  }
  function warn(event) {
    if (!holdsIdentityNumber()) return;
    event.preventDefault();
    answers.replaceChildren();
    count.textContent = form.dataset.patient;
  }
  form.addEventListener("submit", warn);
  form.addEventListener("htmx:confirm", warn);

  // Down from the field to the first answer, on through the answers, and up to the field again.
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const links = [...answers.querySelectorAll("[data-hit]")];
    const here = links.indexOf(document.activeElement);
    if (here < 0 && document.activeElement !== text) return;
    const next = here + (event.key === "ArrowDown" ? 1 : -1);
    if (next >= links.length || next < -1) return;
    event.preventDefault();
    const place = next < 0 ? text : links[next];
    place.focus();
    (place.closest("li") ?? place).scrollIntoView({ block: "nearest" });
  });
  // Whoever goes on writing with an answer in focus means the field.
  answers.addEventListener("keydown", (event) => {
    if (event.key === "Escape") text.focus();
  });

  const choice = document.querySelector("[data-slash]");
  if (choice) {
    try {
      choice.checked = localStorage.getItem("samspill-slash") !== "off";
      choice.addEventListener("change", () => localStorage.setItem("samspill-slash", choice.checked ? "on" : "off"));
      choice.closest("[hidden]").hidden = false;
    } catch { /* a browser that keeps nothing */ }
  }
})();
