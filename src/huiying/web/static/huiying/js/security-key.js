// A key that was refused, pulled out or timed out: say so on the page, which waits unchanged.
(() => {
  "use strict";
  document.addEventListener("allauth.error", (event) => {
    const note = document.querySelector("[data-key-failed]");
    if (!note) return;
    event.preventDefault();
    note.hidden = false;
    note.scrollIntoView({ block: "nearest" });
  });
})();
