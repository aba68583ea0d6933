// Share of a place over time: a step line and a tolerance band for each source.
const BEFORE_CHANGE = 75;

function startSteps() {
  const draw = () => drawSteps(byId("share-place").value, byId("share-period").value);
  byId("share-place").addEventListener("change", draw);
  byId("share-period").addEventListener("change", draw);
  draw();
  return draw;
}

function periodOf(sources, period, marked) {
  const runs = Object.values(sources).flat();
  const first = Math.min(...runs.map((run) => run[0]), data.evidenceTo - 30);
  if (period === "all") return [first, data.evidenceTo];
  const risen = Object.values(sources).map((own) => own.find((run) => run[2] !== own[0][2])).filter(Boolean);
  if (!risen.length) return [first, data.evidenceTo];
  const said = marked.map((mark) => mark.day).filter((day) => day >= first);
  const change = Math.min(...risen.map((run) => run[0]), ...said);
  return [Math.max(first, Math.min(change, data.asOf - 180) - BEFORE_CHANGE), data.evidenceTo];
}

function stepPoints(chart, runs, value) {
  const parts = [];
  let part = [];
  let last = null;
  for (const run of runs) {
    if (run[1] < chart.x[0]) continue;
    const from = Math.max(run[0], chart.x[0]);
    if (value(run) === null || (last !== null && from > last)) {
      if (part.length) parts.push(part);
      part = [];
    }
    if (value(run) !== null) {
      const y = chart.up(value(run) / 10);
      part.push([chart.across(from), y], [chart.across(Math.max(run[1], from + 0.5)), y]);
    }
    last = run[1];
  }
  if (part.length) parts.push(part);
  return parts;
}

function drawSteps(place, period) {
  const sources = data.shares[place] || {};
  const marked = data.marks.filter((mark) => mark.place === place).sort((one, other) => one.day - other.day);
  const names = data.sources.map((source) => source.name).filter((name) => sources[name]);
  const lasting = names.filter((name) => sources[name][sources[name].length - 1][1] > data.evidenceTo - 30);
  const holder = byId("share-chart");
  const narrow = holder.getBoundingClientRect().width < 560;
  const chart = makeChart(holder, {
    x: periodOf(sources, period, marked), y: [0, 100],
    margin: { top: marked.length ? 48 : 34, right: narrow ? 20 : 16 + 7.6 * Math.max(0, ...lasting.map((name) => sourceTitle(name).length)) },
    label: `Share of ${nameOf(place)} held, by source; the table below gives the figures`,
  });
  drawLevels(chart, 25, (value) => `${value}%`);
  drawDays(chart);
  const ends = [];
  for (const name of names) {
    const line = lineOf(name);
    const lows = stepPoints(chart, sources[name], (run) => run[3]);
    const highs = stepPoints(chart, sources[name], (run) => run[4]);
    lows.forEach((low, index) => {
      if (highs[index]) chart.root.append(svg("path", { class: `tolerance s${line}`, d: `${pathOf([...low, ...highs[index].reverse()])}Z` }));
    });
  }
  for (const name of names) {
    const parts = stepPoints(chart, sources[name], (run) => run[2]);
    for (const part of parts) chart.root.append(svg("path", { class: `line s${lineOf(name)}`, d: pathOf(part) }));
    const end = parts.length ? parts[parts.length - 1].slice(-1)[0] : null;
    if (end) ends.push({ x: end[0], y: end[1], text: sourceTitle(name), line: lineOf(name) });
  }
  drawAsOfBelow(chart);
  if (narrow) drawKey(chart, names);
  else drawEnds(chart, ends);
  drawFlags(chart, marked);
  const days = distinct(names.flatMap((name) => sources[name].flatMap((run) => [run[0], run[1]]))).filter((day) => day >= chart.x[0]).sort((one, other) => one - other);
  addGuide(chart, days, byId("share-readout"), (day) => `${dayText(day)}: ${names.map((name) => `${sourceTitle(name)} ${shareOn(sources[name], day)}`).join("; ")}`);
  byId("share-marks").replaceChildren(...flagGroups(chart, marked).flatMap((group) => group.marks.map((mark, index) => html("li", {},
    html("b", {}, String(group.first + index)), html("span", {}, `${dayText(mark.day)}, ${mark.who}: ${mark.text} (${mark.verdict})`)))));
  putTable("share", ["Source", "From", "To", "Share", "Tolerance, low", "Tolerance, high", "Contested"], names.flatMap((name) => sources[name].map((run) => [
    sourceTitle(name), isoText(run[0]), isoText(run[1]), ...run.slice(2, 6).map((value) => (value === null ? "" : value / 1000)),
  ])));
}

function shareOn(runs, day) {
  const run = runs.filter((one) => one[0] <= day && day <= one[1]).pop();
  return run ? shareText(run[2]) : "no map";
}

function drawAsOfBelow(chart) {
  const x = chart.across(data.asOf);
  if (x < chart.inner.left) return;
  chart.root.append(
    svg("line", { class: "asof", x1: x, x2: x, y1: chart.inner.top, y2: chart.inner.bottom }),
    svg("text", { class: "strong halo", x: x + 5, y: chart.inner.bottom - 8 }, "as of"),
  );
}

function drawKey(chart, names) {
  names.forEach((name, index) => chart.root.append(
    svg("line", { class: `line s${lineOf(name)}`, x1: chart.inner.left + 8, x2: chart.inner.left + 34, y1: chart.inner.top + 14 + 18 * index, y2: chart.inner.top + 14 + 18 * index }),
    svg("text", { class: `halo s${lineOf(name)}`, x: chart.inner.left + 40, y: chart.inner.top + 18 + 18 * index }, sourceTitle(name)),
  ));
}

// Claims closer together than their marks are wide share one mark.
function flagGroups(chart, marked) {
  const groups = [];
  let first = 1;
  for (const mark of marked) {
    const x = chart.across(mark.day);
    if (x < chart.inner.left || x > chart.inner.right) continue;
    const last = groups[groups.length - 1];
    if (last && x - last.x < 34) last.marks.push(mark);
    else groups.push({ x, first, marks: [mark] });
    first += 1;
  }
  return groups;
}

function drawFlags(chart, marked) {
  for (const group of flagGroups(chart, marked)) {
    const last = group.first + group.marks.length - 1;
    const text = last > group.first ? `${group.first}–${last}` : String(group.first);
    const wide = Math.max(18, 8 + 7 * text.length);
    for (const day of distinct(group.marks.map((mark) => mark.day))) {
      const x = chart.across(day);
      chart.root.append(svg("line", { class: "flag", x1: x, x2: x, y1: chart.inner.top - 14, y2: chart.inner.bottom }));
    }
    const middle = Math.min(group.x, chart.width - wide / 2);
    chart.root.append(
      svg("rect", { class: "flagdot", x: middle - wide / 2, y: chart.inner.top - 31, width: wide, height: 18, rx: 9 }),
      svg("text", { class: "flagnumber", x: middle, y: chart.inner.top - 18, "text-anchor": "middle" }, text),
    );
  }
}
