// Who does nothing for a while is signed out by the server. What a person does is told to it,
// what the page asks for by itself is marked; a minute before the end a dialog offers to stay.
// The server alone says how long is left: other tabs of the same session may be in use.
(() => {
  "use strict";
  const note = document.getElementById("idle");
  if (!note) return;
  const UNATTENDED = "Huiying-Unattended";
  const limit = Number(note.dataset.seconds) * 1000;
  const warnMs = Math.min(60000, limit / 2);
  const tellMs = Math.min(60000, limit / 10);
  const AGAIN_MS = 15000;
  const stay = note.querySelector("form");
  let told = performance.now();
  let timer = 0;
  let leaving = false;

  // A page that ends leaves at once: what was typed is kept by typed.js.
  addEventListener("beforeunload", (event) => { if (leaving) event.stopImmediatePropagation(); });

  const later = (wait) => { clearTimeout(timer); timer = setTimeout(look, Math.max(wait, 500)); };
  const end = () => { leaving = true; location.reload(); };

  const ask = async (options) => {
    // A redirect is not followed: the page of the sign-in would be shown to nobody, with its message.
    const answer = await fetch(note.dataset.session, { credentials: "same-origin", redirect: "manual", ...options });
    if (answer.type === "opaqueredirect" || answer.status === 403) { end(); return; }
    const left = (await answer.json()).left * 1000;
    if (left > warnMs) {
      if (note.open) note.close();
      later(left - warnMs);
    } else {
      if (!note.open) note.showModal();
      later(left);
    }
  };
  const look = () => { ask({ headers: { [UNATTENDED]: "true" } }).catch(() => later(AGAIN_MS)); };
  const tell = () => {
    told = performance.now();
    ask({ method: "POST", body: new FormData(stay) }).catch(() => later(AGAIN_MS));
  };

  for (const deed of ["keydown", "pointerdown", "input", "wheel"]) {
    addEventListener(deed, () => {
      if (!note.open && !leaving && performance.now() - told > tellMs) tell();
    }, { passive: true, capture: true });
  }
  stay.addEventListener("submit", (event) => { event.preventDefault(); tell(); });
  note.addEventListener("cancel", (event) => { event.preventDefault(); tell(); });
  document.addEventListener("htmx:configRequest", (event) => {
    if (!event.detail.triggeringEvent) event.detail.headers[UNATTENDED] = "true";
  });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
  later(limit - warnMs);
})();
