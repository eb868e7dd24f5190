// Links with data-dialog-get open their page's form in the dialog; without script they are
// links to a page. The form itself is an ordinary POST.
(() => {
  "use strict";
  const dialog = document.getElementById("dialog");
  const inside = document.getElementById("dialog-in");
  if (!dialog || !inside || typeof dialog.showModal !== "function") return;

  const open = async (link) => {
    const answer = await fetch(link.href, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
    if (!answer.ok || answer.redirected) { location.assign(link.href); return; }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const titled = page.querySelector("[data-dialog-title]");
    if (!titled) { location.assign(link.href); return; }
    inside.replaceChildren(...page.body.childNodes);
    document.getElementById("dialog-title").textContent = titled.dataset.dialogTitle;
    dialog.showModal();
    document.dispatchEvent(new CustomEvent("hy:dialog"));
    const first = inside.querySelector("input:not([type=hidden]), textarea, select");
    if (first) first.focus();
  };

  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const close = event.target.closest("[data-dialog-close]");
    if (close && dialog.open) { event.preventDefault(); dialog.close(); return; }
    const link = event.target.closest("a[data-dialog-get]");
    if (!link) return;
    event.preventDefault();
    open(link).catch(() => {
      const status = document.getElementById("status");
      if (status) status.textContent = status.dataset.failedWords || "";
      location.assign(link.href);
    });
  });
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("close", () => inside.replaceChildren());

  // A preview opens as wide as a phone; with a modifier, or where windows are blocked, as a link.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-phone-window]");
    if (!link || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (innerWidth < 600) return;
    if (window.open(link.href, "hy-phone", "popup,width=390,height=844")) event.preventDefault();
  });

  // A form that came back says first what is wrong: the focus stands on it, not on the page.
  const wrong = document.querySelector("main [aria-invalid=true]") || document.querySelector("main form .hy-note-bad");
  if (wrong && document.activeElement === document.body) {
    if (!wrong.matches("input, textarea, select")) wrong.tabIndex = -1;
    wrong.focus();
  }

  // A form sent once is sent once.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.matches("[data-theme-form]")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    setTimeout(() => { delete form.dataset.sent; }, 4000);
  });
  for (const button of document.querySelectorAll("button[data-print]")) {
    button.addEventListener("click", () => window.print());
  }
  // A menu closes with Escape and gives the focus back.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = event.target.closest?.("details[open].hy-menu, details[open].hy-whois");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
  });
})();
