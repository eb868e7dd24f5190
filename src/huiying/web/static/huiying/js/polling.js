// Fresh rows never move under the pointer. A list that polls carries data-keep-order and rows
// with ids. If the new order differs while the pointer or the focus is inside, the new list
// waits behind a line "顺序有变，按 R 更新" (data-words-order). A silent server is said so.
(() => {
  "use strict";
  const STALE_AFTER_MS = 120000;
  const waiting = new Map(); // id of the list -> html
  let heard = performance.now();

  const order = (root) => [...root.querySelectorAll("[data-row]")].map((row) => row.id).join(" ");

  const remember = (list) => ({
    focus: list.contains(document.activeElement) ? document.activeElement.id : "",
    chosen: [...list.querySelectorAll(".hy-sel")].map((row) => row.id),
    picked: [...list.querySelectorAll("input[type=checkbox]:checked")].map((box) => box.id),
    open: [...list.querySelectorAll(".hy-open")].map((row) => row.id),
    unfolded: [...list.querySelectorAll("details[open][id]")].map((part) => part.id),
  });

  const restore = (state) => {
    for (const id of state.chosen) document.getElementById(id)?.classList.add("hy-sel");
    for (const id of state.open) document.getElementById(id)?.classList.add("hy-open");
    for (const id of state.unfolded) document.getElementById(id)?.setAttribute("open", "");
    for (const id of state.picked) { const box = document.getElementById(id); if (box) box.checked = true; }
    if (state.focus) document.getElementById(state.focus)?.focus({ preventScroll: true });
  };

  let kept = null;
  document.addEventListener("htmx:beforeSwap", (event) => {
    heard = performance.now();
    const list = event.detail.target;
    if (!list.matches("[data-keep-order]") || event.detail.xhr.status !== 200) return;
    const html = event.detail.serverResponse;
    const fresh = new DOMParser().parseFromString(html, "text/html");
    const inside = list.matches(":hover") || list.contains(document.activeElement);
    if (inside && order(fresh) !== order(list)) {
      event.detail.shouldSwap = false;
      waiting.set(list.id, html);
      announce(list);
      return;
    }
    waiting.delete(list.id);
    kept = remember(list);
  });
  document.addEventListener("htmx:afterSwap", () => { if (kept) { restore(kept); kept = null; } });

  const announce = (list) => {
    if (document.getElementById(`${list.id}-order`)) return;
    const line = document.createElement("div");
    line.className = "hy-reorder";
    line.id = `${list.id}-order`;
    line.setAttribute("role", "status");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "hy-btn hy-btn-s hy-btn-line";
    button.dataset.key = "r";
    button.textContent = list.dataset.wordsOrder || "R";
    button.addEventListener("click", () => apply(list.id));
    line.append(button);
    list.before(line);
  };

  const apply = (id) => {
    const list = document.getElementById(id), html = waiting.get(id);
    if (!list || html === undefined) return;
    const state = remember(list);
    waiting.delete(id);
    document.getElementById(`${id}-order`)?.remove();
    window.htmx.swap(list, html, { swapStyle: list.getAttribute("hx-swap") || "innerHTML" });
    restore(state);
  };

  const check = () => {
    const note = document.getElementById("stale");
    if (!note || !document.querySelector("[hx-trigger*='every']")) return;
    note.hidden = performance.now() - heard < STALE_AFTER_MS;
  };
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) { heard = performance.now(); check(); }
  });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) check(); });
  setInterval(check, 5000);
})();
