// The desk says what was done and keeps the place. A message that stands on the page when it
// opens is read by no screen reader: its words are put into the polite status once. A row that
// the address names (#candidate-7, after a decision) is chosen, so that the keys go on from it.
(() => {
  "use strict";
  const SPEAK_AFTER_MS = 400; // a live region must stand before its words change
  const status = document.getElementById("status");

  const done = () => [...document.querySelectorAll(".hy-msgs .hy-note, [data-spoken] > span")]
    .map((part) => part.textContent.trim()).filter(Boolean).join(" ");

  setTimeout(() => {
    const words = done();
    if (status && words) status.textContent = words;
  }, SPEAK_AFTER_MS);

  const choose = () => {
    const here = location.hash.startsWith("#candidate-") && document.getElementById(location.hash.slice(1));
    if (!here) return;
    for (const row of document.querySelectorAll("[data-row].hy-cand")) {
      row.classList.toggle("hy-sel", row === here);
      row.classList.toggle("hy-open", row === here);
    }
    here.scrollIntoView({ block: "nearest" });
    here.querySelector("[data-open]")?.focus({ preventScroll: true });
  };
  choose();
  addEventListener("load", () => setTimeout(choose)); // going to a fragment takes the focus away

  // An alarm that a fresh list brings is said at once; those that stood before are not repeated.
  const alarms = () => [...document.querySelectorAll("[data-alarm]")];
  let known = new Set(alarms().map((alarm) => alarm.dataset.alarm));
  document.addEventListener("htmx:afterSettle", () => {
    const now = alarms();
    const fresh = now.filter((alarm) => !known.has(alarm.dataset.alarm));
    known = new Set(now.map((alarm) => alarm.dataset.alarm));
    if (status && fresh.length) {
      status.textContent = fresh.map((alarm) => alarm.querySelector("span").textContent.trim()).join(" ");
    }
  });
})();
