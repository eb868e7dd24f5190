// Draw [data-chart="trend"] from the table beside it. Colours come from the tokens; no
// animation, no shadow, no gradient; lines are named directly; the base line is zero.
(() => {
  "use strict";
  if (!window.echarts) return;
  const drawn = [];

  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--hy-${name}`).trim();
  const font = () => getComputedStyle(document.body).fontFamily;

  const read = (figure) => {
    const table = figure.querySelector("table");
    const heads = [...table.tHead.rows[0].cells].map((cell) => cell.dataset.series || "");
    const names = ["now", "usual", "floor", "ceiling", "middle", "low", "high"];
    const data = { labels: [], gaps: [], running: [], ...Object.fromEntries(names.map((name) => [name, []])) };
    for (const row of table.tBodies[0].rows) {
      data.labels.push(row.cells[0].textContent.trim());
      data.running.push("running" in row.dataset);
      const gap = heads.includes("gap") && row.cells[heads.indexOf("gap")];
      data.gaps.push(Boolean(gap && gap.textContent.trim()));
      for (const name of names) {
        const cell = row.cells[heads.indexOf(name)];
        const text = heads.includes(name) && cell ? cell.textContent.trim() : "";
        data[name].push(text === "" || Number.isNaN(Number(text)) ? null : Number(text));
      }
    }
    data.marks = [...figure.querySelectorAll("[data-marks] li")].map((item) => [item.dataset.at, item.textContent]);
    return data;
  };

  const axis = (more) => ({
    axisLine: { lineStyle: { color: token("line-2") } }, axisTick: { show: false },
    axisLabel: { color: token("text-3"), fontSize: 11, fontFamily: font() },
    splitLine: { lineStyle: { color: token("c-grid") } }, ...more,
  });
  const line = (data, color, more) => ({
    type: "line", data, symbol: "none", silent: true, connectNulls: false,
    lineStyle: { color, width: 1.25 }, ...more,
  });

  // A line needs two hours: one between unknown hours is a dot.
  const dotted = (values) => values.map((value, index) => (
    value !== null && [values[index - 1], values[index + 1]].every((next) => next === null || next === undefined)
      ? { value, symbol: "circle", symbolSize: 5 } : value));

  // Runs of hours in which a source was not read, each as wide as at least one hour.
  const unread = (gaps) => {
    const runs = [];
    gaps.forEach((gap, index) => {
      if (gap && gaps[index - 1]) runs[runs.length - 1][1] = index + 1;
      else if (gap) runs.push([index, index + 1]);
    });
    const last = gaps.length - 1;
    return runs.map(([from, to]) => [{ xAxis: Math.min(from, last - 1) }, { xAxis: Math.min(to, last) }]);
  };

  const options = (figure, data, small) => {
    const named = !small;
    // Two bands, told apart like their lines: what is usual in grey, the forecast in blue.
    const banded = (stack, low, high, look) => [
      line(low, "transparent", { stack, lineStyle: { opacity: 0 } }),
      line(low.map((value, index) => (value === null || high[index] === null ? null : high[index] - value)), "transparent", { stack, lineStyle: { opacity: 0 }, areaStyle: look }),
    ];
    const gaps = unread(data.gaps);
    // The hour that still runs stands apart: a line down to it would look like calm.
    const whole = data.now.map((value, index) => (data.running[index] ? null : value));
    const running = data.now.map((value, index) => (data.running[index] ? value : null));
    const end = (word, color) => ({ show: named && Boolean(word), formatter: word, color, fontSize: 11 });
    const marks = data.marks.map(([at, word], index) => ({
      xAxis: at, name: word, label: { position: "end", distance: index % 2 ? 2 : 16 },
    }));
    return {
      animation: false, textStyle: { fontFamily: font() },
      grid: { left: 36, right: small ? 14 : 66, top: marks.length ? 44 : 24, bottom: 24 },
      xAxis: axis({ type: "category", data: data.labels, boundaryGap: false, splitLine: { show: false }, axisLabel: { color: token("text-3"), fontSize: 11, hideOverlap: true, interval: Math.max(0, Math.ceil(data.labels.length / (small ? 5 : 9)) - 1) } }),
      yAxis: axis({ type: "value", min: 0, minInterval: 1, splitNumber: 3, name: figure.dataset.unit, nameTextStyle: { color: token("text-3"), fontSize: 11, align: "left", padding: [0, 0, 0, -28] }, axisLine: { show: false } }),
      series: [
        ...banded("usual", data.floor, data.ceiling, { color: token("c-base"), opacity: 0.16 }),
        ...banded("ahead", data.low, data.high, { color: token("c-band") }),
        line(data.usual, token("c-base"), { lineStyle: { color: token("c-base"), width: 1.25, type: [4, 3] }, endLabel: end(figure.dataset.wordsUsual, token("text-3")) }),
        line(data.middle, token("c-now"), { lineStyle: { color: token("c-now"), width: 1.25, type: [2, 3] }, endLabel: end(figure.dataset.wordsForecast, token("text-2")) }),
        line(running, token("c-now"), { symbol: "emptyCircle", symbolSize: 6, showAllSymbol: true, itemStyle: { color: token("c-now") } }),
        line(dotted(whole), token("c-now"), {
          showAllSymbol: true, itemStyle: { color: token("c-now") },
          lineStyle: { color: token("c-now"), width: 2 },
          markArea: gaps.length ? { silent: true, animation: false, itemStyle: { color: token("warn-soft"), opacity: 0.9 }, label: { show: true, position: "insideTop", formatter: figure.dataset.wordsGap, color: token("warn"), fontSize: 11 }, data: gaps } : undefined,
          markLine: marks.length ? { symbol: "none", silent: true, animation: false, lineStyle: { color: token("c-mark"), type: "solid", width: 1 }, label: { color: token("c-mark"), fontSize: 11, formatter: (mark) => mark.name }, data: marks } : undefined,
        }),
      ],
    };
  };

  const draw = (figure) => {
    const place = figure.querySelector(".hy-chart-draw");
    const data = read(figure);
    if (data.labels.length < 2) return;
    place.hidden = false;
    const chart = window.echarts.init(place, null, { renderer: "svg" });
    chart.setOption(options(figure, data, figure.classList.contains("hy-chart-s")));
    for (const child of place.children) child.setAttribute("aria-hidden", "true");
    const table = figure.querySelector("details");
    if (table && !figure.dataset.drawn) table.open = false;
    figure.dataset.drawn = "1";
    drawn.push([figure, chart]);
  };

  const drawAll = () => {
    while (drawn.length) drawn.pop()[1].dispose();
    document.querySelectorAll('[data-chart="trend"]').forEach(draw);
  };
  drawAll();
  document.addEventListener("hy:theme", drawAll);
  document.addEventListener("htmx:afterSwap", drawAll);
  window.addEventListener("resize", () => { for (const [, chart] of drawn) chart.resize(); });
  window.addEventListener("beforeprint", () => { for (const [, chart] of drawn) chart.resize(); });
})();
