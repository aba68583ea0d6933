// Forecasts as fans, with what the same source showed before and after the origin.
function startFan() {
  const picks = ["region", "source", "model"].map((key) => byId(`fan-${key}`));
  if (!data.fans.length) {
    byId("fan-chart").replaceChildren(html("p", { class: "note" }, "This run holds no forecast."));
    return () => {};
  }
  const draw = () => drawFan(chooseFan(picks.map((pick) => pick.value)));
  for (const pick of picks) pick.addEventListener("change", draw);
  drawFan(chooseFan([data.mainRegion]));
  return draw;
}

// The model drawn first: the stack, which pools the others by how they did.
const FIRST_MODEL = "stack";

// The forecast asked for, or the nearest there is; the three lists offer only what exists.
function chooseFan([region, source, model = FIRST_MODEL]) {
  const known = (key, rows, wanted) => (rows.some((row) => row[key] === wanted) ? wanted : rows[0][key]);
  const chosen = {};
  chosen.region = known("region", data.fans, region);
  const inRegion = data.fans.filter((fan) => fan.region === chosen.region);
  chosen.source = known("source", inRegion, source);
  const ofSource = inRegion.filter((fan) => fan.source === chosen.source);
  chosen.model = known("model", ofSource, model);
  options(byId("fan-region"), distinct(data.fans.map((fan) => fan.region)).map((one) => [one, nameOf(one)]), chosen.region);
  options(byId("fan-source"), distinct(inRegion.map((fan) => fan.source)).map((one) => [one, sourceTitle(one)]), chosen.source);
  options(byId("fan-model"), ofSource.map((fan) => [fan.model, data.models[fan.model]]), chosen.model);
  return ofSource.find((fan) => fan.model === chosen.model);
}

function drawFan(fan) {
  const seen = (data.observed[fan.region] || {})[fan.source] || [];
  const before = seen.filter(([day]) => day <= fan.origin);
  const after = seen.filter(([day]) => day > fan.origin && day <= fan.weeks[fan.weeks.length - 1]);
  const values = [...fan.levels.flat(), ...before.map((one) => one[1]), ...after.map((one) => one[1])];
  const room = 0.06 * (Math.max(...values) - Math.min(...values)) || 1;
  const least = Math.min(...values);
  const y = [least < 0 ? least - room : Math.max(0, least - room), Math.max(...values) + room];
  const holder = byId("fan-chart");
  const side = data.sideNames[fan.side] || fan.side;
  const chart = makeChart(holder, {
    x: [before.length ? before[0][0] : fan.origin - 60, fan.weeks[fan.weeks.length - 1] + 4], y,
    margin: { top: 56, left: 64, right: 20 },
    label: `Area of ${nameOf(fan.region)} held by ${side}: ${sourceTitle(fan.source)}, forecast by ${data.models[fan.model]}; the table below gives the figures`,
  });
  drawLevels(chart, niceStep(y[1] - y[0], 5), (value) => numberText(value));
  drawDays(chart);
  chart.root.append(svg("text", { class: "strong", x: 0, y: 14 }, `km² of ${nameOf(fan.region)} held by ${side}${fan.complement ? " †" : ""}, ${sourceTitle(fan.source)}`));
  const days = [fan.origin, ...fan.weeks];
  const at = (level) => [fan.originValue, ...fan.levels[level]].map((value, index) => [chart.across(days[index]), chart.up(value)]);
  for (const [name, low, high] of [["f95", 0, 6], ["f80", 1, 5], ["f50", 2, 4]]) {
    chart.root.append(svg("path", { class: name, d: `${pathOf([...at(low), ...at(high).reverse()])}Z` }));
  }
  chart.root.append(svg("path", { class: "median", d: pathOf(at(3)) }));
  drawSeen(chart, [...before, [fan.origin, fan.originValue]]);
  drawSeen(chart, [[fan.origin, fan.originValue], ...after]);
  drawAsOf(chart, fan.origin, `Origin ${dayText(fan.origin)}`);
  labelBands(chart, at);
  addGuide(chart, days, byId("fan-readout"), (day) => fanText(fan, days.indexOf(day), after));
  putTable("fan", ["Week", ...["2.5%", "10%", "25%", "Median", "75%", "90%", "97.5%"], "Shown"], fan.weeks.map((week, index) => [
    isoText(week), ...fan.levels.map((level) => level[index]), seenOn(after, week) ?? "",
  ]));
}

function drawSeen(chart, rows) {
  const points = [];
  rows.forEach(([day, value], index) => {
    if (index) points.push([chart.across(day), chart.up(rows[index - 1][1])]);
    points.push([chart.across(day), chart.up(value)]);
  });
  if (points.length > 1) chart.root.append(svg("path", { class: "observed", d: pathOf(points) }));
}

function labelBands(chart, at) {
  const names = [["95%", 6], ["80%", 5], ["50%", 4], ["median", 3]];
  let above = -Infinity;
  for (const [text, level] of names) {
    const [x, y] = at(level).pop();
    if (y - above < 14) continue;
    above = y;
    chart.root.append(svg("text", { class: "halo", x: x - 4, y: y - 4, "text-anchor": "end" }, text));
  }
}

// What was shown on a day: the last reading within the week before it.
function seenOn(after, day) {
  const known = after.filter((one) => one[0] <= day);
  const last = after.length ? after[after.length - 1][0] : -Infinity;
  if (!known.length || day > last) return undefined;
  return known[known.length - 1][1];
}

function fanText(fan, index, after) {
  if (!index) return `Origin ${dayText(fan.origin)}: ${numberText(fan.originValue)} km²`;
  const value = (level) => numberText(fan.levels[level][index - 1]);
  const seen = seenOn(after, fan.weeks[index - 1]);
  const shown = seen === undefined ? "" : `; shown ${numberText(seen)}`;
  return `${dayText(fan.weeks[index - 1])}: median ${value(3)}, 80% ${value(1)} to ${value(5)}, 95% ${value(0)} to ${value(6)} km²${shown}`;
}
