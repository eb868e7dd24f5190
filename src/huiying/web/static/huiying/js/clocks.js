// Clocks tick by the server's time (data-now, data-rate on <body>), in the same words as the
// server writes. Elements: [data-due] = epoch seconds. Clocks are no live region; one polite
// status says when the number of clocks due within 30 minutes changes.
(() => {
  "use strict";
  const MINUTE = 60, HOUR = 3600, DAY = 86400, DAYS_FROM = 72 * HOUR, SOON = 30 * MINUTE;
  const body = document.body;
  const rate = Number(body.dataset.rate || 1); // 0: the demonstration stands
  let shown = Number(body.dataset.now);
  let since = performance.now();
  let soonBefore = null;

  const now = () => shown + ((performance.now() - since) / 1000) * rate;

  const fill = (key, seconds) => {
    const days = key.endsWith("-d"), minutesOnly = key.endsWith("-m");
    const parts = {
      days: Math.floor(seconds / DAY),
      hours: days ? Math.floor(seconds / HOUR) % 24 : Math.floor(seconds / HOUR),
      minutes: minutesOnly ? Math.floor(seconds / MINUTE) : Math.floor((seconds % HOUR) / MINUTE),
      seconds: String(seconds % MINUTE).padStart(2, "0"),
    };
    const sentence = body.getAttribute(`data-words-${key}`) || "";
    return sentence.replace(/%\((\w+)\)s/g, (_, name) => String(parts[name]));
  };

  const words = (left) => {
    const whole = Math.trunc(left), size = Math.abs(whole);
    const span = size < HOUR ? "m" : size < DAYS_FROM ? "h" : "d";
    if (whole >= 0 && left >= 0) return fill(`left-${span}`, size);
    return size < MINUTE ? fill("late-s", 0) : fill(`late-${span}`, size);
  };

  const tick = () => {
    const moment = now();
    let soon = 0;
    for (const element of document.querySelectorAll("[data-due]")) {
      if (!element.dataset.due) continue;
      const left = Number(element.dataset.due) - moment;
      const text = words(left);
      if (element.textContent !== text) element.textContent = text;
      if (left < 0) {
        const clock = element.closest(".hy-clk");
        if (clock) { clock.classList.remove("hy-clk-soon", "hy-clk-running"); clock.classList.add("hy-clk-late"); }
      } else if (left <= SOON) soon += 1;
    }
    const status = document.getElementById("status");
    if (status && status.dataset.soonWords && soonBefore !== null && soon !== soonBefore) {
      status.textContent = status.dataset.soonWords.replace("%(count)s", String(soon));
    }
    soonBefore = soon;
    const wall = document.querySelector("[data-wall]");
    if (wall) {
      const local = new Date((moment + 8 * HOUR) * 1000).toISOString(); // Asia/Shanghai, no summer time
      wall.textContent = wall.textContent.replace(/\d\d:\d\d$/, local.slice(11, 16)).replace(/^\d\d-\d\d/, local.slice(5, 10));
    }
  };

  // A fresh fragment brings the server's present time with it.
  document.addEventListener("htmx:afterSettle", (event) => {
    const fresh = event.target.closest?.("[data-now]") || event.target.querySelector?.("[data-now]");
    if (fresh && fresh !== body && Number(fresh.dataset.now)) {
      shown = Number(fresh.dataset.now);
      since = performance.now();
    }
    tick();
  });
  tick();
  setInterval(tick, 1000);
})();
