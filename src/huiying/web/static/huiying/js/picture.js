// Save the picture that is shown as PNG: its computed colours are written into a copy first.
(() => {
  "use strict";
  const LOOKS = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "paint-order",
    "opacity", "font-size", "font-weight", "font-family"];
  const SCALE = 2;

  const copyOf = (svg) => {
    const copy = svg.cloneNode(true);
    const [from, to] = [svg, copy].map((one) => [one, ...one.querySelectorAll("*")]);
    from.forEach((element, index) => {
      const look = getComputedStyle(element);
      for (const name of LOOKS) to[index].setAttribute(name, look.getPropertyValue(name));
      to[index].removeAttribute("class");
    });
    const { width, height } = svg.viewBox.baseVal;
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    copy.setAttribute("width", width * SCALE);
    copy.setAttribute("height", height * SCALE);
    return copy;
  };

  const save = (box, name) => {
    const svg = [...box.querySelectorAll("svg")].find((one) => getComputedStyle(one).display !== "none");
    const { width, height } = svg.viewBox.baseVal;
    const image = new Image();
    image.onload = () => {
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [width * SCALE, height * SCALE];
      const pen = canvas.getContext("2d");
      pen.fillStyle = getComputedStyle(document.documentElement).getPropertyValue("--hy-surface").trim();
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(image, 0, 0, canvas.width, canvas.height);
      const link = document.createElement("a");
      link.href = canvas.toDataURL("image/png");
      link.download = `${name}.png`;
      link.click();
    };
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copyOf(svg)))}`;
  };

  for (const button of document.querySelectorAll("[data-picture-save]")) {
    const box = button.closest("section").querySelector("[data-picture]");
    button.hidden = false;
    button.addEventListener("click", () => save(box, button.dataset.pictureSave || "picture"));
  }
})();
