// Keeps [data-live] parts fresh: listens to /live, and asks every five seconds when that fails.
"use strict";

(() => {
  const marks = () => document.querySelectorAll("[data-live-mark]");
  const parts = () => document.querySelectorAll("[data-live]");
  if (!parts().length || !window.htmx) return;

  const EVERY = 5000;
  const RETRY = 30000;
  let polling = null;

  function show(state) {
    for (const mark of marks()) {
      const text = { live: mark.dataset.now, slow: mark.dataset.slow, lost: mark.dataset.lost }[state];
      mark.dataset.state = state;
      if (mark.textContent !== text) mark.textContent = text;
    }
  }

  function refresh() {
    for (const part of parts()) {
      // Never take away what somebody is writing or has open.
      if (part.contains(document.activeElement) && document.activeElement.matches("input, select, textarea")) {
        part.dataset.stale = "yes";
        continue;
      }
      delete part.dataset.stale;
      window.htmx.trigger(part, "live");
    }
  }

  // A refresh that nobody asked for: the server lets people's own requests go first.
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.target.matches("[data-live]")) event.detail.headers["X-Live"] = "1";
  });

  // What was held back is fetched when the writing stops.
  document.addEventListener("focusout", () => setTimeout(() => {
    if (document.querySelector("[data-live][data-stale]")) refresh();
  }));

  function poll() {
    if (polling) return;
    show("slow");
    polling = setInterval(refresh, EVERY);
  }

  function stopPolling() {
    clearInterval(polling);
    polling = null;
  }

  function listen() {
    if (!window.EventSource) return poll();
    const stream = new EventSource("/live");
    stream.addEventListener("open", () => { stopPolling(); show("live"); });
    stream.addEventListener("changed", refresh);
    stream.addEventListener("error", () => {
      poll();
      if (stream.readyState === EventSource.CLOSED) setTimeout(listen, RETRY);
    });
    window.addEventListener("pagehide", () => stream.close(), { once: true });
  }

  let state = "live";
  document.addEventListener("htmx:sendError", () => { state = "lost"; show("lost"); });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (state === "lost" && event.detail.successful) state = "live";
    if (state !== "lost") show(polling ? "slow" : "live");
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) listen(); });

  listen();
})();
