// Reloads this page when what it shows has changed. Served by `usine serve` only.
(() => {
  "use strict";
  const { version } = document.currentScript.dataset;
  const address = "/_apercu/flux?page=" + encodeURIComponent(location.pathname);
  let stream = null;

  function open() {
    // A hidden page holds no connection: a browser has few of them for one host.
    if (stream || document.hidden) return;
    stream = new EventSource(address);
    stream.addEventListener("version", (event) => {
      if (event.data !== version) {
        close();
        location.reload();
      }
    });
  }
  function close() {
    if (stream) stream.close();
    stream = null;
  }
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", open);
})();
