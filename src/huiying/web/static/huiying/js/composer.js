// Writing an answer: saves by itself, keeps what was typed whatever happens, cites facts.
// Without it the form is an ordinary form. The server decides who was first; here nothing that
// was typed is ever replaced: a late page says so and stops saving.
(() => {
  "use strict";
  const form = document.getElementById("words");
  if (!form) return;
  const AFTER_MS = 2000;
  const AGAIN_MS = 15000;
  const LEASE_MS = 60000;
  const saved = document.getElementById("saved");
  const unsaved = document.getElementById("unsaved");
  const editing = document.getElementById("editing");
  let dirty = form.hasAttribute("data-dirty");
  let stopped = dirty; // a late page is compared by a person first
  let running = null;
  let timer = 0;

  for (const each of document.querySelectorAll("[data-cite], [data-with-script]")) each.hidden = false;

  const warn = (text) => {
    unsaved.hidden = !text;
    unsaved.querySelector("p").textContent = text;
  };

  const post = async (url, body, headers = {}) => {
    const answer = await fetch(url, { method: "POST", body, headers, credentials: "same-origin" });
    if (!(answer.headers.get("Content-Type") || "").startsWith("application/json")) throw new Error(String(answer.status));
    return answer.json();
  };

  const lookAgain = async () => {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of document.querySelectorAll("[data-live]")) {
      const fresh = page.getElementById(part.id);
      if (fresh && !part.contains(document.activeElement)) part.replaceChildren(...fresh.childNodes);
    }
  };

  let current = form.querySelector("input[name=version]")?.value;
  const setVersion = (version) => {
    current = version;
    for (const input of document.querySelectorAll("input[name=version]")) input.value = version;
  };

  const later = (wait) => { clearTimeout(timer); timer = setTimeout(() => { save(); }, wait); };

  const save = () => {
    if (!dirty || stopped || !form.dataset.autosave) return Promise.resolve();
    if (running) return running.then(save);
    dirty = false;
    running = post(form.dataset.autosave, new FormData(form)).then((told) => {
      if (told.state === "saved") {
        setVersion(told.version);
        saved.textContent = told.told;
        warn("");
        // More may have been saved before the page comes, which may be slow.
        lookAgain().then(() => setVersion(current)).catch(() => {});
        return;
      }
      dirty = true;
      stopped = !["unfit", "full"].includes(told.state);
      warn(told.told);
      if (told.state === "full") later(AGAIN_MS);
    }).catch(() => {
      dirty = true;
      warn(form.dataset.wordsFailed);
      later(AGAIN_MS);
    }).finally(() => { running = null; });
    return running;
  };

  form.addEventListener("input", () => {
    dirty = true;
    if (!stopped && saved.textContent !== form.dataset.wordsTyping) saved.textContent = form.dataset.wordsTyping;
    later(AFTER_MS);
  });

  // Another form of the page waits until what was typed is stored, or says that it is not. The
  // form itself waits for a save that is on its way, or it would be late behind its own page.
  document.addEventListener("submit", (event) => {
    const sent = event.target;
    const own = sent === form;
    if (own && !running) { dirty = false; return; }
    if (!own && (!dirty && !running || sent.method !== "post" || !form.dataset.autosave)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const again = () => {
      // A fresh part of the page may stand where this form stood.
      const now = sent.isConnected ? sent : [...document.forms].find((each) => each.action === sent.action);
      const button = event.submitter?.form === now ? event.submitter : null;
      if (now && (own || !dirty)) now.requestSubmit(button);
    };
    (own ? running : save()).then(again);
  }, true);

  addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });

  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });

  // A fact is cited where the text was last written.
  let field = form.querySelector("#id_body");
  form.addEventListener("focusin", (event) => {
    if (event.target.matches("#id_body, #id_summary")) field = event.target;
  });
  for (const button of document.querySelectorAll("[data-cite]")) {
    button.addEventListener("click", () => {
      field.setRangeText(`[${button.dataset.cite}]`, field.selectionEnd, field.selectionEnd, "end");
      field.focus();
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }

  // What is selected, in the field or in the text as shown, else the sentence at the cursor,
  // is the statement that the form of a new fact begins with (key F outside the fields).
  const ENDS = /[。！？!?\n]/;
  const quoted = () => {
    const shown = String(getSelection()).trim();
    const picked = field.value.slice(field.selectionStart, field.selectionEnd).trim();
    if (picked || shown) return picked || shown;
    let from = field.selectionStart;
    let to = from;
    while (from > 0 && !ENDS.test(field.value[from - 1])) from -= 1;
    while (to < field.value.length && !ENDS.test(field.value[to])) to += 1;
    return field.value.slice(from, to + 1).trim();
  };
  for (const link of document.querySelectorAll("[data-quote]")) {
    const address = link.getAttribute("href");
    link.addEventListener("click", () => {
      link.href = `${address}?statement=${encodeURIComponent(quoted().slice(0, 400))}`;
    });
  }

  const hold = () => {
    if (document.hidden || stopped || !form.contains(document.activeElement)) return;
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    post(form.dataset.lease, body, { "Huiying-Unattended": "true" }).then((told) => { editing.textContent = told.told; }).catch(() => {});
  };
  form.addEventListener("focusin", hold, { once: true });
  setInterval(hold, LEASE_MS);
})();
