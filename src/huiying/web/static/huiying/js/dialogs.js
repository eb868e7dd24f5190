// Links with data-dialog-get open their page's form in the dialog; without script they are
// links to a page, and the form is an ordinary POST.
(() => {
  "use strict";
  const dialog = document.getElementById("dialog");
  const inside = document.getElementById("dialog-in");
  if (!dialog || !inside || typeof dialog.showModal !== "function") return;

  const title = document.getElementById("dialog-title");
  const show = (titled, page) => {
    inside.replaceChildren(...page.body.childNodes);
    title.textContent = titled.dataset.dialogTitle;
    if (!dialog.open) dialog.showModal();
    document.dispatchEvent(new CustomEvent("hy:dialog"));
  };
  const focusOn = (part) => {
    if (!part) return;
    if (!part.matches("input, textarea, select")) part.tabIndex = -1;
    part.focus();
  };
  const wrongIn = (root) => root.querySelector("input[aria-invalid=true], textarea[aria-invalid=true], select[aria-invalid=true], [aria-invalid=true]")
    || root.querySelector("form .hy-note-bad");

  const open = async (link) => {
    const answer = await fetch(link.href, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
    if (!answer.ok || answer.redirected) { location.assign(link.href); return; }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const titled = page.querySelector("[data-dialog-title]");
    if (!titled) { location.assign(link.href); return; }
    show(titled, page);
    focusOn(inside.querySelector("input:not([type=hidden]), textarea, select"));
  };

  // A form in the dialog is sent from there: what is wrong with it is shown in the dialog, and
  // the page behind it stays. What was done leads on to the page that says so.
  const send = async (form, submitter) => {
    const fields = new FormData(form, submitter);
    const plain = form.enctype !== "multipart/form-data";
    const action = new URL(form.getAttribute("action") || "", location.href);
    const answer = await fetch(action, {
      method: "POST",
      body: plain ? new URLSearchParams(fields) : fields,
      headers: { "HX-Request": "true", "HX-Current-URL": location.href, "Huiying-Dialog": "true" },
      credentials: "same-origin",
    });
    const onward = answer.headers.get("HX-Redirect");
    if (onward) {
      const target = new URL(onward, action);
      const here = target.pathname + target.search === location.pathname + location.search;
      if (here && target.hash) { location.hash = target.hash; location.reload(); } else location.assign(target);
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const titled = page.querySelector("[data-dialog-title]");
    if (titled) { show(titled, page); focusOn(wrongIn(inside)); return; }
    title.textContent = page.title;
    inside.replaceChildren(...(page.querySelector("main") || page.body).childNodes);
    focusOn(inside.querySelector("h1, h2, p"));
  };
  dialog.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || !form.closest("#dialog-in")) return;
    event.preventDefault();
    if (form.dataset.sent) return;
    form.dataset.sent = "1";
    send(form, event.submitter).catch(() => {
      delete form.dataset.sent;
      const status = document.getElementById("status");
      if (status) status.textContent = status.dataset.failedWords || "";
      form.submit();  // the browser says itself what is wrong with the connection
    });
  });

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
  const main = document.querySelector("main");
  if (main && document.activeElement === document.body) focusOn(wrongIn(main));

  // A form sent once is sent once.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.matches("[data-theme-form], #dialog-in form")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    setTimeout(() => { delete form.dataset.sent; }, 4000);
  });
  for (const button of document.querySelectorAll("button[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  // A menu closes with Escape and gives the focus back.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = event.target.closest?.("details[open].hy-menu, details[open].hy-whois, details[open].hy-acts-menu");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
  });
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details[open].hy-acts-menu")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
})();
