// ⌘K and Ctrl+K put the cursor into the search box, from any field; / does so in keys.js.
(() => {
  "use strict";
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    if (event.key.toLowerCase() !== "k" || document.querySelector("dialog[open]")) return;
    const box = document.querySelector("[data-find]");
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
})();
