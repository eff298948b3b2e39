// Warns before the session ends for silence, and keeps what was typed. All texts come from the page itself.
// What was typed is kept on the server, encrypted: it may be about a patient, so never in the browser's own store.
"use strict";

(() => {
  const box = document.getElementById("session-watch");
  if (!box) return;
  const form = box.querySelector("form");
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const warn = Number(box.dataset.warn) * 1000;
  const SAVE_BEFORE = 20_000;
  const SILENT = { "X-Samspill-Background": "1", Accept: "application/json" };
  let ends = Date.now() + Number(box.dataset.left) * 1000;
  let before = null;
  let saved = false;
  let timer = null;

  // What the page asks for by itself is no sign of a person.
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.triggeringEvent?.type === "live") event.detail.headers["X-Samspill-Background"] = "1";
    else if (!event.detail.headers["X-Samspill-Background"]) setTimeout(ask, 1000);
  });

  async function ask() {
    try {
      const answer = await fetch(box.dataset.ask, { headers: SILENT, redirect: "error" });
      if (!answer.ok) return leave();
      ends = Date.now() + (await answer.json()).left * 1000;
    } catch { /* no contact: count on with what we know */ }
    plan();
  }

  function plan() {
    clearTimeout(timer);
    const left = ends - Date.now();
    if (left > warn) {
      hide();
      timer = setTimeout(ask, Math.min(left - warn + 500, 2 ** 30));
    } else if (left > 0) {
      show(left);
      if (left < SAVE_BEFORE && !saved) { saved = true; keep(); }
      timer = setTimeout(left < 2000 ? ask : plan, Math.min(left, left < SAVE_BEFORE ? 1000 : 5000));
    } else {
      timer = setTimeout(ask, 500);
    }
  }

  function show(left) {
    const minutes = Math.ceil(left / 60_000);
    const text = minutes <= 1 ? box.dataset.one : box.dataset.many.replace("{n}", minutes);
    const time = box.querySelector("[data-time]");
    if (time.textContent !== text) time.textContent = text;
    if (!box.hidden) return;
    before = document.activeElement;
    box.hidden = false;
    form.querySelector("button").focus({ preventScroll: true });
    ask(); // another window may have been busy
  }

  function hide() {
    if (box.hidden) return;
    box.hidden = true;
    saved = false;
    before?.focus?.({ preventScroll: true });
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, redirect: "error" });
      if (!answer.ok) return leave();
      ends = Date.now() + (await answer.json()).left * 1000;
      plan();
    } catch { form.submit(); }
  });

  // Signed out: come back by the ordinary way, which leads to the sign-in page and back here.
  async function leave() {
    clearTimeout(timer);
    window.location.assign(window.location.pathname + window.location.search);
  }

  const forms = () => [...document.querySelectorAll("main form[method=post]:not([data-no-draft])")];
  const SKIPPED = ["hidden", "password", "file", "submit", "button"];
  const writable = (field) => field.name && !SKIPPED.includes(field.type) && !field.matches("[data-no-draft]");

  function typed() {
    const found = [];
    for (const each of forms()) {
      const where = new URL(each.action).pathname;
      for (const field of [...each.elements].filter(writable)) {
        if (["checkbox", "radio"].includes(field.type)) {
          if (field.checked !== field.defaultChecked && field.checked) found.push([where, field.name, field.value]);
        } else if (field.tagName === "SELECT") {
          if ([...field.options].some((option) => option.selected !== option.defaultSelected)) found.push([where, field.name, field.value]);
        } else if (field.value !== field.defaultValue) found.push([where, field.name, field.value]);
      }
    }
    return found;
  }

  function send(body) {
    return fetch(box.dataset.draft, {
      method: "POST",
      headers: { ...SILENT, "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ page: window.location.pathname, ...body }),
    });
  }

  async function keep() {
    const fields = typed();
    if (fields.length) try { await send({ fields }); } catch { /* nothing more can be done */ }
  }

  function put([where, name, value]) {
    for (const each of forms()) {
      if (new URL(each.action).pathname !== where) continue;
      for (const field of [...each.elements].filter((one) => writable(one) && one.name === name)) {
        if (!["checkbox", "radio"].includes(field.type)) field.value = value;
        else if (field.value === value) field.checked = true;
      }
    }
  }

  async function restore() {
    const answer = await send({});
    if (!answer.ok) return;
    const { fields } = await answer.json();
    if (!fields.length) return;
    fields.forEach(put);
    const note = document.createElement("div");
    note.className = "ds-alert s-notice";
    note.dataset.color = "info";
    note.setAttribute("role", "status");
    note.textContent = box.dataset.restored;
    document.getElementById("alerts")?.append(note);
  }

  if (box.hasAttribute("data-has-draft")) restore();
  window.addEventListener("pageshow", (event) => { if (event.persisted) ask(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
  plan();
})();
