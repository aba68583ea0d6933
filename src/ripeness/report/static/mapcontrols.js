// What moves the map: date, source, view, play; and what is said beside it.
async function startMap() {
  const size = data.map.columns * data.map.rows;
  const layers = await Promise.all(data.map.layers.map((layer) => unpackLayer(layer, size)));
  const named = data.sources.map((source) => source.name).filter((name) => data.map.maps[name]);
  const names = [...named, ...Object.keys(data.map.maps).filter((name) => !named.includes(name))];
  const state = {
    ground: makeGround(layers), view: makeView(byId("map-box")), names,
    source: names[0], day: data.asOf, playing: false, place: "", pending: false,
  };
  buildControls(state);
  const redraw = () => {
    fitView(state.view);
    drawTicks(state);
    showMap(state, true);
  };
  chooseView(state, "");
  new ResizeObserver(redraw).observe(byId("map-box"));
  redraw();
  return redraw;
}

function buildControls(state) {
  const slider = byId("map-date");
  slider.min = Math.min(...state.names.map((name) => data.map.maps[name].from[0]));
  slider.max = data.evidenceTo;
  slider.value = state.day;
  slider.addEventListener("input", () => { stop(state); goTo(state, Number(slider.value)); });
  byId("map-sources").append(...state.names.map((name) => {
    const input = html("input", { type: "radio", name: "map-source", value: name });
    input.checked = name === state.source;
    input.addEventListener("change", () => { state.source = name; showMap(state, false); });
    return html("label", { class: "pick" }, input, html("span", {}, sourceTitle(name)));
  }));
  const places = data.map.outlines.filter((outline) => outline.kind === "place").map((outline) => [outline.id, `Around ${outline.name}`]);
  options(byId("map-view"), [["", "Whole window"], ...places], "");
  byId("map-view").addEventListener("change", (event) => { chooseView(state, event.target.value); showMap(state, false); });
  byId("map-in").addEventListener("click", () => zoom(state, 1 / 1.6));
  byId("map-out").addEventListener("click", () => zoom(state, 1.6));
  byId("map-play").addEventListener("click", () => (state.playing ? stop(state) : play(state)));
  byId("map-lines").addEventListener("pointermove", (event) => point(state, event));
  byId("map-lines").addEventListener("pointerleave", () => { byId("map-pointed").textContent = "\u00a0"; });
}

function goTo(state, day) {
  state.day = day;
  if (state.pending) return;
  state.pending = true;
  requestAnimationFrame(() => {
    state.pending = false;
    showMap(state, false, true);
  });
}

function play(state) {
  const slider = byId("map-date");
  state.playing = true;
  if (state.day >= Number(slider.max)) state.day = Math.max(Number(slider.min), data.map.maps[state.source].from[0]);
  byId("map-play").textContent = "Pause";
  byId("map-play").setAttribute("aria-pressed", "true");
  byId("map-said").setAttribute("aria-busy", "true"); // no reading aloud of every frame
  let last = performance.now();
  const tick = (now) => {
    if (!state.playing) return;
    if (now - last >= 40) {
      last = now;
      state.day = Math.min(state.day + 1, Number(slider.max));
      slider.value = state.day;
      showMap(state, false, true);
    }
    if (state.day >= Number(slider.max)) stop(state);
    else requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}

function stop(state) {
  state.playing = false;
  byId("map-play").textContent = "Play";
  byId("map-play").setAttribute("aria-pressed", "false");
  byId("map-said").removeAttribute("aria-busy");
}

function chooseView(state, place) {
  const view = state.view;
  fitView(view);
  state.place = place;
  const outline = data.map.outlines.find((one) => one.kind === "place" && one.id === place);
  view.x = outline ? outline.at[0] : data.map.columns / 2;
  view.y = outline ? outline.at[1] : data.map.rows / 2;
  view.across = outline ? Math.min(60 / data.map.cellKm, wholeAcross(view)) : wholeAcross(view);
}

function zoom(state, factor) {
  const view = state.view;
  const least = 12 / data.map.cellKm;
  view.across = Math.min(Math.max(view.across * factor, least), wholeAcross(view));
  const half = [view.across / 2, (view.across * view.height) / view.width / 2];
  if (view.across >= wholeAcross(view) - 1e-9) [view.x, view.y] = [data.map.columns / 2, data.map.rows / 2];
  view.x = within(view.x, half[0], data.map.columns);
  view.y = within(view.y, half[1], data.map.rows);
  showMap(state, false);
}

function within(value, half, size) {
  return 2 * half >= size ? size / 2 : Math.min(Math.max(value, half), size - half);
}

// Draw the day; while the date alone moves, lines and names stay as they are.
function showMap(state, all, cellsOnly) {
  if (!state.place && all) state.view.across = Math.min(state.view.across, wholeAcross(state.view));
  const { group, changed } = paintGround(state.ground, state.source, state.day, all);
  if (changed || !cellsOnly) drawCells(byId("map-cells"), state.ground, state.view);
  if (!cellsOnly) {
    drawLines(byId("map-lines"), state.view);
    drawLegend(state);
  }
  tellMap(state, group);
}

function tellMap(state, group) {
  const map = mapOn(data.map.maps[state.source], state.day);
  byId("map-day").textContent = dayText(state.day);
  byId("map-date").setAttribute("aria-valuetext", dayText(state.day));
  byId("map-said").textContent = mapSentence(state.source, map, state.day);
  const rows = state.names.map((name) => {
    const own = mapOn(data.map.maps[name], state.day);
    const layer = heldLayer(state.ground, name);
    return html("tr", { class: name === state.source ? "current" : null },
      html("th", { scope: "row" }, sourceTitle(name)),
      html("td", { class: "nowrap" }, own ? dayText(own.from) : "none yet"),
      html("td", { class: "num" }, own && layer ? numberText(heldKm2(layer)) : "–", own && layer && layer.reach ? "*" : ""));
  });
  byId("map-table").tBodies[0].replaceChildren(...rows);
  const km2 = numberText(state.ground.hatched * data.map.cellKm ** 2);
  byId("map-part").hidden = !state.names.some((name) => data.map.maps[name].reach);
  byId("map-differ").textContent = group.length > 1
    ? `Maps compared: ${group.map((layer) => sourceTitle(layer.source)).join(", ")}. They differ by half a cell or more on ${km2} km².`
    : "No second map of this time to compare with, so nothing is hatched.";
}

function mapSentence(source, map, day) {
  if (!map) return `${sourceTitle(source)} has no map yet on this day; its first is of ${dayText(data.map.maps[source].from[0])}.`;
  if (map.late) return `No map this day: shown is the ${sourceTitle(source)} map of ${dayText(map.to)}.`;
  if (map.to > map.from) return `${sourceTitle(source)} map, valid ${dayText(map.from)} to ${dayText(map.to)}.`;
  return `${sourceTitle(source)} map of ${dayText(map.from)}${map.from === day ? "" : ", still standing"}.`;
}

function drawLegend(state) {
  const slot = data.map.maps[state.source].slot;
  const rows = [[slot, `Held by ${data.sides[slot].name}`]];
  if (contestedLayer(state.ground, state.source)) rows.push(["contested", "Contested or unclear in this source"]);
  rows.push(["hatched", "Maps differ by half a cell or more"], ["blank", "Not shown as held"]);
  if (reachPaths[state.source]) rows.push(["outside", "Outside what this source maps"]);
  byId("map-legend").replaceChildren(...rows.map(([kind, text]) => html("li", {}, html("span", { class: `swatch ${kind}` }), text)));
}

function drawTicks(state) {
  const slider = byId("map-date");
  const [low, high] = [Number(slider.min), Number(slider.max)];
  const wide = byId("map-ticks").getBoundingClientRect().width;
  const at = (day) => 8 + ((day - low) / (high - low)) * (wide - 16);
  const marks = [];
  for (let year = dateOf(low).getUTCFullYear() + 1; year <= dateOf(high).getUTCFullYear(); year += 1) {
    const x = at(Date.UTC(year, 0, 1) / 86400000);
    marks.push(svg("line", { x1: x, x2: x, y1: 0, y2: 5 }));
    if (Math.abs(x - at(data.asOf)) > 42) marks.push(svg("text", { x, y: 17, "text-anchor": "middle" }, String(year)));
  }
  const x = at(data.asOf);
  marks.push(svg("line", { class: "asof", x1: x, x2: x, y1: 0, y2: 7 }), svg("text", { x, y: 17, "text-anchor": "middle" }, "as of"));
  byId("map-ticks").replaceChildren(...marks);
}

function point(state, event) {
  const view = state.view;
  const box = view.box.getBoundingClientRect();
  const column = Math.floor((event.clientX - box.left - view.width / 2) / scaleOf(view) + view.x);
  const row = Math.floor((event.clientY - box.top - view.height / 2) / scaleOf(view) + view.y);
  const line = byId("map-pointed");
  if (column < 0 || row < 0 || column >= data.map.columns || row >= data.map.rows) {
    line.textContent = "\u00a0";
    return;
  }
  const cell = row * data.map.columns + column;
  const parts = state.names.filter((name) => mapOn(data.map.maps[name], state.day)).map((name) => {
    const layer = heldLayer(state.ground, name);
    if (layer && layer.reach && !layer.reach[cell]) return `${sourceTitle(name)} says nothing here`;
    return `${sourceTitle(name)} ${layer ? numberText((100 * layer.now[cell]) / 16) : "–"}%`;
  });
  line.textContent = `This cell, held by ${data.sides[data.map.maps[state.source].slot].name}: ${parts.join(", ")}`;
}

function mapRows() {
  const { columns } = data.map;
  return Promise.all(data.map.layers.map((layer) => unpackLayer(layer, data.map.columns * data.map.rows))).then((layers) => {
    const rows = [["source", "layer", "day", "cell", "column", "row", "before_sixteenths", "after_sixteenths"]];
    for (const layer of layers) {
      layer.days.forEach((day, index) => {
        for (let at = layer.starts[index]; at < layer.starts[index + 1]; at += 1) {
          const cell = layer.cells[at];
          rows.push([layer.source, layer.layer, isoText(day), cell, cell % columns, Math.floor(cell / columns), layer.before[at], layer.after[at]]);
        }
      });
    }
    return rows;
  });
}
