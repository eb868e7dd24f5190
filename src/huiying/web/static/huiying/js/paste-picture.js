// A picture that is pasted into a form goes into its field for a screenshot, if it has one.
(() => {
  "use strict";
  document.addEventListener("paste", (event) => {
    const form = event.target instanceof Element && event.target.closest("form");
    const field = form && form.querySelector("input[type=file][data-paste]");
    const picture = [...(event.clipboardData?.files ?? [])].find((file) => file.type.startsWith("image/"));
    if (!field || !picture) return;
    event.preventDefault();
    const files = new DataTransfer();
    files.items.add(picture);
    field.files = files.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
})();
