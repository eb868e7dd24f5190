// Light or dark: the form works without this file; with it the page does not reload.
// Who chose nothing gets what the system asks for; the style sheet does so without this file.
(() => {
  "use strict";
  const YEAR_SECONDS = 31536000;
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");

  function show(theme) {
    root.dataset.bsTheme = theme;
    for (const each of document.querySelectorAll("[data-theme-form] button")) {
      each.value = theme === "dark" ? "light" : "dark";
      each.querySelector("[data-theme-name]").textContent = each.getAttribute(`data-name-${each.value}`);
      for (const picture of each.querySelectorAll("[data-theme-icon]")) {
        picture.hidden = picture.dataset.themeIcon !== each.value;
      }
    }
    document.dispatchEvent(new CustomEvent("hy:theme"));
  }

  function follow() {
    if ("themeFollows" in root.dataset) show(dark.matches ? "dark" : "light");
  }

  follow();
  dark.addEventListener("change", follow);
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches("[data-theme-form]")) return;
    event.preventDefault();
    const button = form.querySelector("button");
    const wanted = button.value === "dark" ? "dark" : "light";
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `theme=${wanted}; path=/; max-age=${YEAR_SECONDS}; samesite=lax${secure}`;
    delete root.dataset.themeFollows;
    show(wanted);
  });
})();
