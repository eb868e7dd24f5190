// Single keys for triage. Every key has a visible control: the key presses that control.
// Off by the switch in the key list or data-keys="off" on <main>, dead inside inputs, with modifiers and in dialogs.
// J / K move between [data-row] items; Enter opens; G then a letter goes to a page; / searches.
(() => {
  "use strict";
  const main = document.getElementById("main");
  if (!main) return;
  const OFF = "hy-keys-off";
  const off = () => main.dataset.keys === "off" || localStorage.getItem(OFF) === "1";
  const GO_WITHIN_MS = 1500;
  let goSince = -Infinity;

  const rows = () => [...main.querySelectorAll("[data-row]")];
  const chosen = () => main.querySelector("[data-row].hy-sel");

  const choose = (row) => {
    for (const each of rows()) each.classList.toggle("hy-sel", each === row);
    if (row.matches(".hy-cand")) {
      for (const each of main.querySelectorAll(".hy-cand")) each.classList.toggle("hy-open", each === row);
    }
    row.scrollIntoView({ block: "nearest" });
    (row.querySelector("[data-open]") || row).focus({ preventScroll: true });
  };

  const move = (step) => {
    const all = rows();
    if (!all.length) return;
    const at = all.indexOf(chosen());
    choose(all[Math.min(all.length - 1, Math.max(0, at + step))]);
  };

  const press = (key) => {
    const name = `[data-key="${CSS.escape(key)}"]`;
    const row = chosen();
    const control = (row && row.querySelector(name)) || [...document.querySelectorAll(name)].find(
      (each) => each.offsetParent !== null && !each.closest("[data-row]"),
    ) || (!row && main.querySelector(`[data-row] ${name}`));
    if (!control || control.getAttribute("aria-disabled") === "true") return false;
    control.click();
    return true;
  };

  const handle = (key) => {
    if (performance.now() - goSince < GO_WITHIN_MS) {
      goSince = -Infinity;
      const link = document.querySelector(`[data-go="${CSS.escape(key)}"]`);
      if (link) { link.click(); return true; }
    }
    if (key === "j") { move(chosen() ? 1 : 0); return true; }
    if (key === "k") { move(-1); return true; }
    if (key === "g") { goSince = performance.now(); return true; }
    if (key === "/") {
      const find = document.querySelector('[data-key-focus="/"]');
      if (find) find.focus();
      return Boolean(find);
    }
    return press(key);
  };

  document.addEventListener("keydown", (event) => {
    if (off() || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select, dialog[open], [contenteditable=true]")) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "Enter") {
      const row = chosen();
      if (!row || event.target.closest("a, button, summary")) return;
      const open = row.querySelector("[data-open]");
      if (open) { event.preventDefault(); open.click(); }
      return;
    }
    if (event.key.length === 1 && handle(event.key.toLowerCase())) event.preventDefault();
  });
  // The switch in the key list (WCAG 2.1.4), kept in this browser.
  const name = (button) => { button.textContent = localStorage.getItem(OFF) === "1" ? button.dataset.wordsOn : button.dataset.wordsOff; };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-keys-toggle]");
    if (!button) return;
    if (localStorage.getItem(OFF) === "1") localStorage.removeItem(OFF); else localStorage.setItem(OFF, "1");
    name(button);
  });
  document.querySelectorAll("[data-keys-toggle]").forEach(name);
  document.addEventListener("hy:dialog", () => document.querySelectorAll("[data-keys-toggle]").forEach(name));
  main.addEventListener("click", (event) => {
    const row = event.target.closest("[data-row]");
    if (!row || event.target.closest("a, button, input, label, summary")) return;
    choose(row);
  });
})();
