// Axes, scales and the guide that every chart shares.
function makeChart(holder, { x, y, margin, label }) {
  const width = Math.max(230, Math.round(holder.getBoundingClientRect().width));
  const wish = Number(holder.dataset.height);
  const height = width < 560 ? Math.round(wish * 0.85) : wish;
  const edge = { top: 34, right: 18, bottom: 30, left: 46, ...margin };
  const inner = { left: edge.left, right: width - edge.right, top: edge.top, bottom: height - edge.bottom };
  const across = (value) => inner.left + ((value - x[0]) / (x[1] - x[0])) * (inner.right - inner.left);
  const up = (value) => inner.bottom - ((value - y[0]) / (y[1] - y[0])) * (inner.bottom - inner.top);
  const root = svg("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label, tabindex: "0" });
  holder.replaceChildren(root);
  return { root, width, height, inner, x, y, across, up };
}

function niceStep(span, wished) {
  const rough = span / wished;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((one) => one * power >= rough) || 10;
  return factor * power;
}

function drawLevels(chart, step, text) {
  for (let value = Math.ceil(chart.y[0] / step) * step; value <= chart.y[1] + step / 1000; value += step) {
    const at = Math.round(chart.up(value)) + 0.5;
    chart.root.append(
      svg("line", { class: "grid", x1: chart.inner.left, x2: chart.inner.right, y1: at, y2: at }),
      svg("text", { x: chart.inner.left - 8, y: at + 4, "text-anchor": "end" }, text(value)),
    );
  }
}

// Months, quarters or years, whichever leave room for their names.
function drawDays(chart) {
  const [first, last] = chart.x;
  const room = (chart.inner.right - chart.inner.left) / ((last - first) / 30.4);
  const every = [1, 2, 3, 6, 12].find((months) => months * room >= 62) || 12;
  const start = dateOf(first);
  const month = new Date(Date.UTC(start.getUTCFullYear(), 0, 1));
  let yearShown = null;
  let written = null;
  for (; month.getTime() / 86400000 <= last; month.setUTCMonth(month.getUTCMonth() + every)) {
    const day = month.getTime() / 86400000;
    if (day < first) continue;
    const x = Math.round(chart.across(day)) + 0.5;
    const year = month.getUTCFullYear();
    const text = every >= 12 ? String(year) : MONTHS[month.getUTCMonth()] + (year === yearShown ? "" : ` ${year}`);
    yearShown = year;
    chart.root.append(svg("line", { class: "axis", x1: x, x2: x, y1: chart.inner.bottom, y2: chart.inner.bottom + 5 }));
    if (x >= chart.inner.right - 10) continue;
    const atEdge = x < chart.inner.left + 24;
    if (written && x - 3.3 * text.length < written.end) written.text.remove();
    written = { text: svg("text", { x, y: chart.inner.bottom + 20, "text-anchor": atEdge ? "start" : "middle" }, text), end: x + (atEdge ? 6.6 : 3.3) * text.length + 6 };
    chart.root.append(written.text);
  }
  chart.root.append(svg("line", { class: "axis", x1: chart.inner.left, x2: chart.inner.right, y1: chart.inner.bottom + 0.5, y2: chart.inner.bottom + 0.5 }));
}

function drawAsOf(chart, day, text) {
  if (day < chart.x[0] || day > chart.x[1]) return;
  const x = chart.across(day);
  const end = x > (chart.inner.left + chart.inner.right) / 2;
  chart.root.append(
    svg("line", { class: "asof", x1: x, x2: x, y1: chart.inner.top - 20, y2: chart.inner.bottom }),
    svg("text", { class: "strong halo", x: x + (end ? -6 : 6), y: chart.inner.top - 12, "text-anchor": end ? "end" : "start" }, text),
  );
}

function pathOf(points) {
  return points.map(([x, y], index) => `${index ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
}

// Names at the right end of lines, pushed apart so that none covers another.
function drawEnds(chart, ends) {
  const rim = chart.inner.right - 0.06 * (chart.inner.right - chart.inner.left); // a line that ends here has not ended early
  for (const end of ends.filter((one) => one.x < rim)) {
    chart.root.append(svg("text", { class: `halo s${end.line}`, x: end.x, y: end.y - 9, "text-anchor": "end" }, `${end.text} ends`));
  }
  const sorted = ends.filter((one) => one.x >= rim).sort((one, other) => one.y - other.y);
  for (let at = 1; at < sorted.length; at += 1) sorted[at].y = Math.max(sorted[at].y, sorted[at - 1].y + 16);
  const over = sorted.length ? sorted[sorted.length - 1].y - chart.inner.bottom : 0;
  if (over > 0) {
    sorted[sorted.length - 1].y -= over;
    for (let at = sorted.length - 2; at >= 0; at -= 1) sorted[at].y = Math.min(sorted[at].y, sorted[at + 1].y - 16);
  }
  for (const end of sorted) chart.root.append(svg("text", { class: `halo s${end.line}`, x: chart.inner.right + 7, y: end.y + 4 }, end.text));
}

// A guide that follows the pointer and the arrow keys from day to day.
function addGuide(chart, days, readout, describe) {
  if (!days.length) return;
  const guide = svg("line", { class: "guide", y1: chart.inner.top, y2: chart.inner.bottom, visibility: "hidden" });
  chart.root.append(guide);
  let index = -1;
  const show = (wanted) => {
    index = Math.min(Math.max(wanted, 0), days.length - 1);
    const x = chart.across(days[index]);
    guide.setAttribute("x1", x);
    guide.setAttribute("x2", x);
    guide.setAttribute("visibility", "visible");
    readout.textContent = describe(days[index]);
  };
  const hide = () => { guide.setAttribute("visibility", "hidden"); readout.textContent = "\u00a0"; };
  chart.root.addEventListener("pointermove", (event) => {
    const at = event.clientX - chart.root.getBoundingClientRect().left;
    let best = 0;
    days.forEach((day, one) => { if (Math.abs(chart.across(day) - at) < Math.abs(chart.across(days[best]) - at)) best = one; });
    show(best);
  });
  chart.root.addEventListener("pointerleave", hide);
  chart.root.addEventListener("blur", hide);
  chart.root.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, PageUp: 10, PageDown: -10 }[event.key];
    if (!step) return;
    event.preventDefault();
    show(index < 0 ? days.length - 1 : index + step);
  });
}
