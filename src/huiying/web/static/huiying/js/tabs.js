// The tab of the page stands in sight where the tabs of a group scroll sideways (phones).
(() => {
  "use strict";
  const tab = document.querySelector(".hy-tabs [aria-current]");
  const strip = tab && tab.closest(".hy-tabs");
  if (strip) strip.scrollLeft = tab.offsetLeft - (strip.clientWidth - tab.offsetWidth) / 2;
})();
