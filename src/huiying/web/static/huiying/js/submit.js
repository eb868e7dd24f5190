// Sending something to the bureau: a draft on this device, sizes of files, copying the code.
// Without this file the form works all the same; what it adds stays hidden.
(() => {
  "use strict";
  const MOST_FILES = 5;
  const MOST_BYTES = 20 * 1024 * 1024;
  const stored = (act) => {
    try {
      return act(window.localStorage);
    } catch {
      return null; // the browser keeps nothing: there is no draft then
    }
  };

  const sent = document.querySelector("[data-draft-sent]");
  if (sent) stored((box) => box.removeItem(sent.dataset.draftSent));

  for (const button of document.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
      button.lastChild.textContent = ` ${button.dataset.done}`;
    });
  }

  const form = document.getElementById("send");
  if (!form) return;
  const text = document.getElementById("id_text");
  const keep = document.getElementById("keep");
  const forget = document.getElementById("forget");
  const hint = document.getElementById("draft-hint");
  const name = form.dataset.draft;

  if (stored((box) => [box]) !== null) {
    const draft = stored((box) => box.getItem(name));
    keep.hidden = hint.hidden = false;
    forget.hidden = draft === null;
    if (draft !== null && !text.value.trim()) text.value = draft;
    keep.addEventListener("click", () => {
      if (stored((box) => (box.setItem(name, text.value), true)) === null) return;
      keep.textContent = keep.dataset.done;
      forget.hidden = false;
    });
    text.addEventListener("input", () => {
      if (keep.textContent === keep.dataset.done) keep.textContent = keep.dataset.again;
    });
    keep.dataset.again = keep.textContent;
    forget.addEventListener("click", () => {
      stored((box) => box.removeItem(name));
      forget.hidden = true;
      keep.textContent = keep.dataset.again;
    });
  }

  const files = form.querySelector("input[type=file]");
  const tooLarge = document.getElementById("too-large");
  const fits = () =>
    files.files.length <= MOST_FILES && [...files.files].every((one) => one.size <= MOST_BYTES);
  files.addEventListener("change", () => {
    tooLarge.hidden = fits();
    tooLarge.textContent = fits() ? "" : tooLarge.dataset.words;
  });
  form.addEventListener("submit", (event) => {
    if (fits()) return;
    event.preventDefault();
    files.focus();
  });
})();
