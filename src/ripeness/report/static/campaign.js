// The campaign: lines with bands by day, each chart from its own list of figures.
function startCampaign() {
  const told = data.sections.campaign;
  if (!told) return () => {};
  const draw = () => {
    for (const holder of document.querySelectorAll("[data-campaign]")) drawCourse(holder, told.charts[holder.dataset.campaign]);
  };
  for (const one of document.querySelectorAll("#campaign details")) one.addEventListener("toggle", draw);
  draw();
  for (const [id, [head, ...rows]] of Object.entries(told.tables)) putTable(`campaign-${id}`, head, rows);
  return draw;
}

function drawCourse(holder, told) {
  if (!holder.getBoundingClientRect().width) return;
  const days = distinct(told.lines.flatMap((line) => line.days)).sort((one, other) => one - other);
  if (!days.length) {
    holder.replaceChildren(html("p", { class: "none" }, "Not told: the horizon is too near."));
    return;
  }
  const values = told.lines.flatMap((line) => [...line.mean, ...(line.low || []), ...(line.high || [])]).filter((one) => one !== null);
  const room = 0.06 * (Math.max(...values) - Math.min(...values)) || 1;
  const chart = makeChart(holder, {
    x: told.x || [days[0], days[days.length - 1]],
    y: told.y || [Math.min(...values) - room, Math.max(...values) + room],
    margin: { top: told.marks.length ? 26 : 10, right: 12, bottom: 26, left: 58 }, label: `${told.label}; the table below gives the figures`,
  });
  const small = Number(holder.dataset.height) < 150;
  drawLevels(chart, niceStep(chart.y[1] - chart.y[0], small ? 2 : 4), (value) => numberText(value, chart.y[1] - chart.y[0] < 4 ? 1 : 0) + (told.unit.startsWith("%") ? "%" : ""));
  drawDays(chart);
  if (told.marks.length) chart.root.append(svg("text", { x: chart.inner.left - 16, y: 12, "text-anchor": "end" }, told.unit));
  told.lines.forEach((line, index) => drawBandLine(chart, line, index + 1));
  drawEndMarks(chart, told.marks);
  const named = told.lines.filter((line) => line.name);
  if (named.length > 1) holder.append(courseLegend(told.lines));
  const readout = holder.parentElement.querySelector(".readout");
  addGuide(chart, days, readout, (day) => `${dayText(day)}: ${told.lines.map((line) => courseText(line, day, told)).filter(Boolean).join("; ")}`);
}

function drawBandLine(chart, line, number) {
  const at = (values) => {
    const points = [];
    line.days.forEach((day, index) => {
      if (values[index] === null) return;
      if (line.step && points.length) points.push([chart.across(day), points[points.length - 1][1]]);
      points.push([chart.across(day), chart.up(values[index])]);
    });
    return points;
  };
  const style = `s${1 + ((number - 1) % 4)}`;
  if (line.low) chart.root.append(svg("path", { class: `tolerance ${style}`, d: `${pathOf([...at(line.low), ...at(line.high).reverse()])}Z` }));
  const points = at(line.mean);
  if (points.length) chart.root.append(svg("path", { class: `line ${style}`, d: pathOf(points) }));
  if (points.length === 1) chart.root.append(svg("circle", { class: `spot ${style}`, cx: points[0][0], cy: points[0][1], r: 3.5 }));
}

// Numbered flags where other courses end; the list under the chart says which.
function drawEndMarks(chart, marks) {
  let before = -Infinity;
  let row = 0;
  for (const mark of [...marks].sort((one, other) => one.day - other.day)) {
    const x = chart.across(mark.day);
    row = x - before < 20 ? row + 1 : 0;
    before = x;
    const y = chart.inner.top - 13 + 19 * row;
    chart.root.append(
      svg("line", { class: "flag", x1: x, x2: x, y1: y, y2: chart.inner.bottom }),
      svg("circle", { class: "endspot", cx: x, cy: chart.up(mark.value), r: 4 }),
      svg("rect", { class: "flagdot", x: x - 8, y: y - 9, width: 16, height: 16, rx: 2 }),
      svg("text", { class: "flagnumber", x, y: y + 3, "text-anchor": "middle" }, String(mark.number)),
    );
  }
}

function courseLegend(lines) {
  return html("ul", { class: "legend inline" }, lines.map((line, index) => line.name && html("li", {},
    svg("svg", { width: 28, height: 12, "aria-hidden": "true" },
      line.low ? svg("rect", { class: `tolerance s${1 + (index % 4)}`, width: 28, height: 12 }) : null,
      line.mean.some((one) => one !== null) ? svg("path", { class: `line s${1 + (index % 4)}`, d: "M0 6L28 6" }) : null),
    line.name)));
}

function courseText(line, day, told) {
  const index = line.days.indexOf(day);
  if (index < 0) return "";
  const value = (key) => numberText(line[key][index], told.digits);
  const name = line.name ? `${line.name} ` : "";
  if (line.mean[index] === null) return line.low ? `${name || "all families "}${value("low")} to ${value("high")} ${told.unit}` : "";
  return `${name}${value("mean")}${line.low ? ` (${value("low")} to ${value("high")})` : ""} ${told.unit}`;
}
