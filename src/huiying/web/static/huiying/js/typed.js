// What was typed into a form and not sent outlives the end of a session: it stays in this tab
// (sessionStorage), by officer and address, and comes back to the same officer. Never kept, for
// whoever sits down at the machine can read it: passwords, codes, files, hidden fields; what the
// browser is told not to remember (autocomplete="off": keys, who sent a petition and what he
// wrote); accusations. What the server has taken is forgotten, and everything when somebody
// signs out or another officer signs in.
(() => {
  "use strict";
  const PREFIX = "hy-typed:";
  const SEALED = ["/accounts/", "/desk/accusations/"];
  const LEFT_OUT = ["password", "file", "hidden", "submit", "button", "reset", "image"];
  const store = window.sessionStorage;
  const officer = document.querySelector("[data-officer]")?.dataset.officer || "";
  const status = document.getElementById("status");

  const keys = () => Object.keys(store).filter((key) => key.startsWith(PREFIX));
  const read = (key) => { try { return JSON.parse(store.getItem(key)); } catch { return null; } };
  const write = (key, entry) => { try { store.setItem(key, JSON.stringify(entry)); } catch { store.removeItem(key); } };
  const forget = (chosen) => { for (const key of keys()) if (chosen(key)) store.removeItem(key); };

  // A page of nobody, or one that asks who it is, has taken nothing: what was sent is not done.
  const came = performance.getEntriesByType("navigation")[0]?.type;
  const undone = !officer || location.pathname.startsWith("/accounts/") || came === "back_forward";
  for (const key of keys()) {
    const entry = read(key);
    if (!entry) { store.removeItem(key); continue; }
    if (!entry.sent) continue;
    if (undone) write(key, { ...entry, sent: false });
    else store.removeItem(key);
  }
  if (!officer) return;
  const own = `${PREFIX}${officer}:`;
  forget((key) => !key.startsWith(own));

  // By attributes: a field that is called "method" or "action" hides the form's own.
  const addressOf = (form) => new URL(form.getAttribute("action") || "", location.href);
  const usable = (form) => form instanceof HTMLFormElement && form.getAttribute("method")?.toLowerCase() === "post"
    && !form.matches("[data-theme-form], #idle form") && !SEALED.some((path) => addressOf(form).pathname.startsWith(path));
  // With the query: it may say what a form is about, and words about one matter are not for another.
  const whereOf = (form) => addressOf(form).pathname + addressOf(form).search;
  const keyOf = (form) => {
    const same = [...document.forms].filter((each) => usable(each) && whereOf(each) === whereOf(form));
    return `${own}${whereOf(form)}#${same.indexOf(form)}`;
  };
  const fieldsOf = (form) => [...form.elements].filter((field) => field.name && !field.disabled
    && field.matches("input, textarea, select") && !LEFT_OUT.includes(field.type)
    && !["off", "one-time-code"].includes(field.getAttribute("autocomplete")));
  const nameOf = (field) => (["checkbox", "radio"].includes(field.type) ? `${field.name}=${field.value}` : field.name);
  const chosen = (field, by) => [...field.options].filter((each) => each[by]).map((each) => each.value).join("\n");
  const now = (field) => {
    if (["checkbox", "radio"].includes(field.type)) return field.checked ? "1" : "";
    return field.matches("select") ? chosen(field, "selected") : field.value;
  };
  const given = (field) => {
    if (["checkbox", "radio"].includes(field.type)) return field.defaultChecked ? "1" : "";
    if (!field.matches("select")) return field.defaultValue;
    return chosen(field, "defaultSelected") || (field.multiple ? "" : field.options[0]?.value || "");
  };
  const put = (field, value) => {
    if (["checkbox", "radio"].includes(field.type)) field.checked = value === "1";
    else if (field.matches("select")) for (const each of field.options) each.selected = value.split("\n").includes(each.value);
    else field.value = value;
  };

  // A moment that the form began with, such as when the bureau learned of something, stays as it
  // was: a deadline may count from it, and a later sign-in must not move it.
  const isMoment = (field) => field.type === "datetime-local";

  const keep = (form) => {
    const changed = fieldsOf(form).filter((field) => now(field) !== given(field));
    const key = keyOf(form);
    if (!changed.length) { store.removeItem(key); return; }
    const fields = fieldsOf(form).filter((field) => isMoment(field) || changed.includes(field));
    write(key, { sent: false, fields: fields.map((field) => [nameOf(field), given(field), now(field)]) });
  };

  const say = (form, key) => {
    if (!status?.dataset.typedWords || form.querySelector("[data-typed]")) return;
    const line = document.createElement("p");
    line.className = "hy-note hy-note-ok";
    line.dataset.typed = "";
    line.setAttribute("role", "status");
    const words = document.createElement("span");
    words.textContent = status.dataset.typedWords;
    const drop = document.createElement("button");
    drop.type = "button";
    drop.className = "hy-btn hy-btn-s hy-push";
    drop.textContent = status.dataset.typedDrop;
    drop.addEventListener("click", () => { store.removeItem(key); form.reset(); line.remove(); });
    line.append(words, drop);
    form.prepend(line);
  };

  // A field comes back only where the server still shows what it showed when it was typed over.
  const bringBack = (form) => {
    const key = keyOf(form);
    const entry = read(key);
    if (!entry || entry.sent) return;
    let changed = null;
    for (const [name, before, typed] of entry.fields) {
      const field = fieldsOf(form).find((each) => nameOf(each) === name);
      if (!field || now(field) === typed) continue;
      if (given(field) !== before && !isMoment(field)) continue;
      put(field, typed);
      changed = field;
    }
    if (!changed) return;
    say(form, key);
    changed.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const all = () => { for (const form of document.forms) if (usable(form)) bringBack(form); };

  for (const deed of ["input", "change"]) {
    document.addEventListener(deed, (event) => { if (usable(event.target.form)) keep(event.target.form); });
  }
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (addressOf(form).pathname.endsWith("/accounts/logout/")) { forget(() => true); return; }
    if (!usable(form)) return;
    const entry = read(keyOf(form));
    if (entry) write(keyOf(form), { ...entry, sent: true });
  }, true);
  document.addEventListener("hy:dialog", all);
  addEventListener("load", all);
})();
