// Draw [data-figure] from the table in it, and save a drawing as PNG. Colours come from the
// tokens; no animation; the base line is zero; what is late is hollow, so grey is enough.
(() => {
  "use strict";
  if (!window.echarts) return;
  const drawn = new Map();

  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--hy-${name}`).trim();
  const font = () => getComputedStyle(document.body).fontFamily;
  const words = (color = "text-2", more = {}) => ({ color: token(color), fontSize: 11, fontFamily: font(), ...more });
  const shade = (hex, part) => {  // the drawing's opacity would fade its label too
    const digits = hex.length === 4 ? [...hex.slice(1)].map((one) => one + one) : hex.slice(1).match(/../g);
    return `rgba(${digits.map((two) => parseInt(two, 16)).join(",")},${part})`;
  };
  const number = (cell) => { const found = Number(cell.textContent.trim()); return Number.isNaN(found) ? null : found; };
  const rows = (figure) => { const table = figure.querySelector("table"); return table ? [...table.tBodies[0].rows] : []; };
  const heads = (figure) => [...figure.querySelector("table").tHead.rows[0].cells].map((cell) => cell.textContent.trim());
  const label = (row) => row.cells[0].textContent.trim();

  const axis = (more) => ({
    axisLine: { lineStyle: { color: token("line-2") } }, axisTick: { show: false },
    axisLabel: words("text-3", { hideOverlap: true }), splitLine: { lineStyle: { color: token("c-grid") } }, ...more,
  });
  const counts = (unit, more) => axis({
    type: "value", min: 0, minInterval: 1, splitNumber: 3, name: unit, axisLine: { show: false },
    nameTextStyle: words("text-3", { align: "left", padding: [0, 0, 0, -28] }), ...more,
  });
  const solid = () => ({ color: token("c-now") });
  const hollow = () => ({ color: "transparent", borderColor: token("c-now"), borderWidth: 1.5, borderType: [4, 2] });
  const base = (grid) => ({ animation: false, textStyle: { fontFamily: font() }, grid });

  // Bins lie between the edges: the axis has a number at every edge, the limit is one of them.
  const histogram = (figure) => {
    const bins = rows(figure).map((row) => ({ count: number(row.cells[1]), edge: row.dataset.edge, beyond: "beyond" in row.dataset }));
    const { limitAt, limit, medianAt, median, unit } = figure.dataset;
    const lines = [{ xAxis: Number(limitAt), name: limit, lineStyle: { color: token("c-mark"), type: "solid", width: 1.5 }, label: words("c-mark", { distance: 2, align: "left" }) }];
    if (median) lines.push({ xAxis: Number(medianAt), name: median, lineStyle: { color: token("text-2"), type: [4, 3], width: 1.5 }, label: words("text-2", { distance: 16, align: Number(medianAt) > 2 ? "right" : "left" }) });
    return {
      ...base({ left: 36, right: 24, top: 46, bottom: 26 }),
      xAxis: axis({
        type: "value", min: 0, max: bins.length, interval: 1, splitLine: { show: false },
        axisLabel: words("text-3", { formatter: (at) => (at ? (bins[at - 1] || {}).edge || "" : "0"), hideOverlap: true }),
      }),
      yAxis: counts(unit),
      series: [{
        type: "bar", silent: true, barCategoryGap: "6%",
        data: bins.map((bin, at) => ({ value: [at + 0.5, bin.count], itemStyle: bin.count ? (bin.beyond ? hollow() : solid()) : { opacity: 0 } })),
        label: { show: true, position: "top", ...words(), formatter: (bar) => bar.value[1] || "" },
        markLine: { symbol: "none", silent: true, animation: false, label: { formatter: (line) => line.name, position: "end" }, data: lines },
      }],
    };
  };

  const weeks = (figure) => {
    const found = rows(figure).map((row) => [label(row), number(row.cells[1]), number(row.cells[2]), row.cells[3].textContent.trim()]);
    return {
      ...base({ left: 36, right: 24, top: 30, bottom: 26 }),
      xAxis: axis({ type: "category", data: found.map((row) => row[0]) }),
      yAxis: counts(figure.dataset.unit),
      series: [
        { type: "bar", stack: "all", silent: true, barMaxWidth: 44, itemStyle: solid(), data: found.map((row) => row[1]) },
        { type: "bar", stack: "all", silent: true, barMaxWidth: 44, itemStyle: hollow(), data: found.map((row) => row[2] || null) },
        { type: "bar", stack: "all", silent: true, barMaxWidth: 44, itemStyle: { color: "transparent" }, data: found.map(() => 0), label: { show: true, position: "top", ...words(), formatter: (bar) => found[bar.dataIndex][3] } },
      ],
    };
  };

  const calendar = (figure, width) => {
    const days = heads(figure).slice(1, 8); const found = rows(figure);
    const shades = [0, 0.1, 0.2, 0.3, 0.4];
    const cells = found.flatMap((row, week) => days.map((_day, at) => [week, at, row.cells[at + 1]]))
      .filter(([, , cell]) => "level" in cell.dataset)
      .map(([week, at, cell]) => {
        const unknown = number(cell) === null;
        const look = unknown ? { color: "transparent" } : { color: shade(token("accent"), shades[Number(cell.dataset.level)]) };
        return { value: [week, at], name: cell.textContent.trim(), itemStyle: look, label: words(unknown ? "text-3" : "text") };
      });
    const box = [Math.max(6, (width - 60) / found.length - 3), (300 - 34) / days.length - 3];
    return {
      ...base({ left: 48, right: 12, top: 8, bottom: 26 }),
      xAxis: axis({ type: "category", data: found.map(label), splitLine: { show: false } }),
      yAxis: axis({ type: "category", data: days, inverse: true, splitLine: { show: false } }),
      series: [{
        type: "scatter", silent: true, symbol: "rect", symbolSize: box, data: cells,
        label: { show: true, position: "inside", formatter: (cell) => cell.name },
      }],
    };
  };

  // Small multiples: one grid a row of the table, all with the same scale.
  const multiples = (figure, width) => {
    const found = rows(figure); const names = heads(figure).slice(1, -1);
    const across = width > 900 ? 3 : width > 560 ? 2 : 1; const down = Math.ceil(found.length / across);
    const most = Math.max(1, ...found.flatMap((row) => names.map((_name, at) => number(row.cells[at + 1]))));
    const wide = 100 / across; const high = 150;
    const place = (at) => ({ left: `${(at % across) * wide + 3}%`, width: `${wide - 5}%`, top: Math.floor(at / across) * high + 34, height: high - 66 });
    const titles = found.map((row, at) => ({
      text: `${label(row)}  ${row.cells[names.length + 1].textContent.trim()} ${figure.dataset.unit}`, left: place(at).left, top: place(at).top - 30, padding: 0,
      textStyle: words("text", { fontSize: 12, fontWeight: 400 }),
    }));
    return {
      height: down * high, animation: false, textStyle: { fontFamily: font() }, title: titles, grid: found.map((_row, at) => place(at)),
      xAxis: found.map((_row, at) => axis({ gridIndex: at, type: "category", data: names, axisLabel: words("text-3", { interval: Math.max(0, Math.ceil(names.length / 4) - 1), hideOverlap: true }) })),
      yAxis: found.map((_row, at) => counts("", { gridIndex: at, max: most, splitNumber: 2 })),
      series: found.map((row, at) => ({
        type: "bar", silent: true, xAxisIndex: at, yAxisIndex: at, barMaxWidth: 20, itemStyle: solid(), data: names.map((_name, week) => number(row.cells[week + 1])),
      })),
    };
  };

  const bars = (figure) => {
    const found = rows(figure);
    return {
      height: found.length * 30 + 34,
      ...base({ left: 8, right: 90, top: 6, bottom: 8, containLabel: true }),
      xAxis: counts("", { show: false }),
      yAxis: axis({ type: "category", inverse: true, data: found.map(label), axisLabel: words("text-2", { fontSize: 12 }), splitLine: { show: false } }),
      series: [{
        type: "bar", silent: true, barMaxWidth: 18, itemStyle: solid(), data: found.map((row) => number(row.cells[1])),
        label: { show: true, position: "right", ...words(), formatter: (bar) => `${bar.value} ${figure.dataset.unit} · ${found[bar.dataIndex].cells[2].textContent.trim()}` },
      }],
    };
  };

  const kinds = { histogram, weeks, calendar, multiples, bars };

  const draw = (figure) => {
    const place = figure.querySelector(".hy-chart-draw");
    if (!rows(figure).length || !rows(figure).some((row) => [...row.cells].slice(1).some((cell) => number(cell)))) return;
    place.hidden = false;
    const { height, ...option } = kinds[figure.dataset.figure](figure, place.clientWidth);
    if (height) place.style.height = `${height}px`;
    const chart = window.echarts.init(place, null, { renderer: "svg" });
    chart.setOption(option);
    for (const child of place.children) child.setAttribute("aria-hidden", "true");
    const table = figure.querySelector("details");
    if (table && !figure.dataset.drawn) table.open = false;
    figure.dataset.drawn = "1";
    drawn.set(figure, [chart, option]);
    const button = document.querySelector(`[data-png="${figure.id}"]`);
    if (button) button.hidden = false;
  };

  const drawAll = () => {
    for (const [chart] of drawn.values()) chart.dispose();
    drawn.clear();
    document.querySelectorAll("[data-figure]").forEach(draw);
  };

  // A picture is drawn anew on a canvas of its own, on the ground of the page; its file has its title.
  const save = (button) => {
    const figure = document.getElementById(button.dataset.png);
    const [shown, option] = drawn.get(figure) || [];
    if (!shown) return;
    const canvas = document.createElement("canvas");
    canvas.width = shown.getWidth(); canvas.height = shown.getHeight();
    const copy = window.echarts.init(canvas, null, { renderer: "canvas", width: canvas.width, height: canvas.height, devicePixelRatio: 2 });
    copy.setOption(option);
    const link = document.createElement("a");
    link.href = copy.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: token("surface") });
    link.download = `${document.getElementById(`fig-${figure.id}`).textContent.trim()}.png`;
    link.click();
    copy.dispose();
  };

  drawAll();
  document.addEventListener("hy:theme", drawAll);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-png]");
    if (button) save(button);
  });
  window.addEventListener("resize", drawAll);
  window.addEventListener("beforeprint", () => { for (const [chart] of drawn.values()) chart.resize(); });
})();
