// Losses month by month: one small chart for each series, by side, kind and source.
const MONTH_MARKS = ["", "covers only a part of the month", "still being filled in"];

function startLosses() {
  const draw = () => { for (const holder of document.querySelectorAll("[data-losses]")) drawLosses(holder); };
  for (const one of document.querySelectorAll("details.equipment")) one.addEventListener("toggle", draw);
  draw();
  for (const id of ["losses", "equipment"]) if (byId(`${id}-table`)) putTable(id, LOSS_HEAD, lossRows(id === "equipment"));
  for (const button of document.querySelectorAll("[data-csv^=loss-readings]")) tableRows.set(button.dataset.csv, [READING_HEAD, ...data.lossReadings]);
  tableRows.set("strengths-table", [STRENGTH_HEAD, ...data.strengths]);
  return draw;
}

const READING_HEAD = ["claim", "side", "kind", "said_on", "due", "low", "high", "when", "source", "value", "lower_bound", "first", "last", "says"];
const STRENGTH_HEAD = ["side", "scope", "value", "low", "high", "first", "last", "known_on", "speaker", "words", "quantity", "cited"];

function monthAfter(day) {
  const date = dateOf(day);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) / 86400000;
}

// All series share one axis of time; the panels of one row share one scale.
function drawLosses(holder) {
  if (!holder.getBoundingClientRect().width) return;
  const row = data.losses[holder.dataset.losses];
  const months = row[holder.dataset.side];
  const values = Object.values(row).flat().map((month) => month[1]);
  const starts = Object.values(data.losses).flatMap((one) => Object.values(one)).flat().map((month) => month[0]);
  const x = [Math.min(...starts), monthAfter(data.evidenceTo)];
  const y = [Math.min(0, ...values), Math.max(1, ...values) * 1.04];
  const side = nameOfSide(holder.dataset.side);
  const chart = makeChart(holder, {
    x, y, margin: { top: 8, right: 6, bottom: 26, left: 50 },
    label: `${holder.dataset.of}, ${side}, month by month; the table below gives the figures`,
  });
  drawLevels(chart, niceStep(y[1] - y[0], holder.dataset.height < 110 ? 2 : 3), (value) => numberText(value));
  drawDays(chart);
  for (const [day, value, mark] of months) {
    const [left, right] = [chart.across(day), chart.across(monthAfter(day))];
    const [top, base] = [chart.up(Math.max(value, 0)), chart.up(Math.min(value, 0))];
    chart.root.append(svg("rect", { class: `month m${mark}`, x: left + 0.75, y: top, width: Math.max(right - left - 1.5, 1), height: Math.max(base - top, 0.5) }));
  }
  const at = chart.across(data.asOf);
  chart.root.append(svg("line", { class: "asof", x1: at, x2: at, y1: chart.inner.top, y2: chart.inner.bottom }));
  const known = new Map(months.map((month) => [month[0], month]));
  addGuide(chart, months.map((month) => month[0]), holder.closest(".lossrow").querySelector(".readout"), (day) => {
    const [, value, mark] = known.get(day);
    return `${side}, ${MONTHS[dateOf(day).getUTCMonth()]} ${dateOf(day).getUTCFullYear()}: ${numberText(value)}${mark ? ` (${MONTH_MARKS[mark]})` : ""}`;
  });
}

function nameOfSide(id) {
  return data.sideNames[id] || id;
}

const LOSS_HEAD = ["Source", "Of whom or what", "Kind", "Basis", "Side", "Month", "Value", "Month is", "Known on"];

function lossRows(equipment) {
  return Object.entries(data.losses)
    .map(([key, sides]) => [key.split("/"), sides])
    .filter(([[, , kind]]) => (kind === "equipment_lost") === equipment)
    .flatMap(([about, sides]) => Object.entries(sides).flatMap(([side, months]) => months.map(([day, value, mark, known]) => [
      ...about.map((word) => word.replaceAll("_", " ")), nameOfSide(side), isoText(day).slice(0, 7), value, MONTH_MARKS[mark] || "whole", isoText(known),
    ])));
}
