// The map on its two canvases: the cells below, outlines and names above.
function ringPath(rings) {
  const path = new Path2D();
  const fine = data.map.fineness;
  for (const ring of rings) {
    let x = 0;
    let y = 0;
    for (let at = 0; at < ring.length; at += 2) {
      x += ring[at];
      y += ring[at + 1];
      if (at) path.lineTo(x / fine, y / fine);
      else path.moveTo(x / fine, y / fine);
    }
    path.closePath();
  }
  return path;
}

const outlinePaths = data.map.outlines.map((outline) => ({ ...outline, path: ringPath(outline.rings) }));
const windowPath = ringPath(data.map.window);
const reachPaths = Object.fromEntries(Object.entries(data.map.maps).map(([name, maps]) => [name, maps.reach && reachPath(maps.reach)]));

// The ground of which a source says anything, row by row.
function reachPath(spans) {
  const path = new Path2D();
  for (let row = 0; 2 * row < spans.length; row += 1) {
    const wide = spans[2 * row + 1] + 1 - spans[2 * row];
    if (wide > 0) path.rect(spans[2 * row], row, wide, 1);
  }
  return path;
}
const OUTLINES_FROM = 5; // pixels a cell: below this a place is a dot, above it an outline

// What part of the sheet is seen: a centre and how many cells across.
function makeView(canvasbox) {
  return { box: canvasbox, x: data.map.columns / 2, y: data.map.rows / 2, across: data.map.columns, width: 1, height: 1, ratio: 1 };
}

function fitView(view) {
  const box = view.box.getBoundingClientRect();
  view.width = Math.max(1, Math.round(box.width));
  view.height = Math.max(1, Math.round(box.height));
  view.ratio = Math.min(window.devicePixelRatio || 1, 2);
}

function wholeAcross(view) {
  return Math.max(data.map.columns, (data.map.rows * view.width) / view.height);
}

function scaleOf(view) {
  return view.width / view.across;
}

function sized(canvas, view) {
  const width = Math.round(view.width * view.ratio);
  const height = Math.round(view.height * view.ratio);
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  const context = canvas.getContext("2d");
  context.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
  return context;
}

function onSheet(context, view) {
  const scale = scaleOf(view);
  context.setTransform(
    view.ratio * scale, 0, 0, view.ratio * scale,
    view.ratio * (view.width / 2 - view.x * scale), view.ratio * (view.height / 2 - view.y * scale),
  );
}

let hatchMade = { key: "", pattern: null };
function hatch(context) {
  const key = colour("hatch");
  if (hatchMade.key === key) return hatchMade.pattern;
  const tile = document.createElement("canvas");
  tile.width = tile.height = 7;
  const pen = tile.getContext("2d");
  pen.strokeStyle = key;
  pen.lineWidth = 1.4;
  pen.beginPath();
  for (const shift of [-7, 0, 7]) {
    pen.moveTo(shift - 1, 8);
    pen.lineTo(shift + 8, -1);
  }
  pen.stroke();
  hatchMade = { key, pattern: context.createPattern(tile, "repeat") };
  return hatchMade.pattern;
}

const hatchSheet = document.createElement("canvas");

function drawCells(canvas, ground, view) {
  const context = sized(canvas, view);
  context.fillStyle = colour("beyond");
  context.fillRect(0, 0, view.width, view.height);
  onSheet(context, view);
  context.save();
  context.clip(windowPath);
  context.save();
  if (reachPaths[ground.source]) context.clip(reachPaths[ground.source]);
  context.fillStyle = colour("land");
  for (const outline of outlinePaths) if (outline.kind === "region") context.fill(outline.path);
  context.imageSmoothingEnabled = false;
  context.drawImage(ground.held.canvas, 0, 0);
  context.restore();
  if (ground.hatched) drawHatch(context, ground, view);
  context.restore();
}

// The hatch is made at the size of the screen, so that its lines stay thin at every zoom.
function drawHatch(context, ground, view) {
  const above = sized(hatchSheet, view);
  above.globalCompositeOperation = "copy";
  above.imageSmoothingEnabled = false;
  onSheet(above, view);
  above.drawImage(ground.differ.canvas, 0, 0);
  above.setTransform(1, 0, 0, 1, 0, 0);
  above.globalCompositeOperation = "source-in";
  above.fillStyle = hatch(above);
  above.fillRect(0, 0, hatchSheet.width, hatchSheet.height);
  above.globalCompositeOperation = "source-over";
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.drawImage(hatchSheet, 0, 0);
}

function drawLines(canvas, view) {
  canvas.width = 0; // empties it; on paper a cleared rectangle would be white and hide the cells
  const context = sized(canvas, view);
  onSheet(context, view);
  const scale = scaleOf(view);
  context.save();
  context.clip(windowPath);
  for (const outline of outlinePaths) {
    const region = outline.kind === "region";
    if (!region && scale < OUTLINES_FROM) continue;
    context.strokeStyle = colour(region ? "soft" : "ink");
    context.lineWidth = (region ? 1 : 1.4) / scale;
    context.setLineDash(region ? [5 / scale, 3 / scale] : []);
    context.stroke(outline.path);
  }
  context.restore();
  context.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
  drawNames(context, view);
  drawScale(context, view);
}

function drawNames(context, view) {
  const scale = scaleOf(view);
  const dots = drawDots(context, view);
  const taken = [];
  const sans = getComputedStyle(document.body).fontFamily;
  const zoomed = scale >= OUTLINES_FROM;
  const order = [...outlinePaths].sort((one, other) => rank(one) - rank(other));
  for (const outline of order) {
    const region = outline.kind === "region";
    const main = outline.id === data.mainPlace;
    const x = (outline.at[0] - view.x) * scale + view.width / 2;
    const y = (outline.at[1] - view.y) * scale + view.height / 2;
    context.font = region ? `500 11px ${sans}` : `${main ? 700 : 500} ${main ? 14 : 12}px ${sans}`;
    context.letterSpacing = region ? "1.5px" : "0px";
    const text = region ? outline.name.toUpperCase() : outline.name;
    const wide = context.measureText(text).width;
    const place = [[x - wide / 2, y + 4], [x + 9, y + 4], [x - wide - 9, y + 4], [x - wide / 2, y - 9], [x - wide / 2, y + 18]]
      .slice(region || zoomed ? 0 : 1, region ? 1 : 5)
      .find(([left, base]) => fits(taken, [left - 3, base - 12, left + wide + 3, base + 4], view));
    if (!place) continue;
    if (main) taken.push(...dots.filter((dot) => dot.id !== outline.id).map((dot) => dot.box)); // only its own name may cover a dot
    taken.push([place[0] - 3, place[1] - 12, place[0] + wide + 3, place[1] + 4]);
    context.lineWidth = 3.5;
    context.lineJoin = "round";
    context.strokeStyle = colour("land");
    context.globalAlpha = region ? 0.75 : 1;
    context.fillStyle = colour("ink");
    context.strokeText(text, place[0], place[1]);
    context.fillText(text, place[0], place[1]);
  }
  context.globalAlpha = 1;
  context.letterSpacing = "0px";
}

// A dot for each place while outlines are too small to see; returns the room they take.
function drawDots(context, view) {
  const scale = scaleOf(view);
  if (scale >= OUTLINES_FROM) return [];
  return outlinePaths.filter((outline) => outline.kind === "place").map((outline) => {
    const x = (outline.at[0] - view.x) * scale + view.width / 2;
    const y = (outline.at[1] - view.y) * scale + view.height / 2;
    dot(context, x, y, outline.id === data.mainPlace);
    return { id: outline.id, box: [x - 3, y - 3, x + 3, y + 3] };
  });
}

function rank(outline) {
  if (outline.id === data.mainPlace) return 0;
  return outline.kind === "place" ? 1 : 2;
}

function dot(context, x, y, main) {
  context.beginPath();
  context.arc(x, y, main ? 4 : 2.5, 0, 7);
  context.fillStyle = colour("ink");
  context.strokeStyle = colour("land");
  context.lineWidth = 1.5;
  context.fill();
  context.stroke();
}

function fits(taken, box, view) {
  if (box[0] < 2 || box[1] < 2 || box[2] > view.width - 2 || box[3] > view.height - 2) return false;
  return taken.every((other) => box[2] < other[0] || box[0] > other[2] || box[3] < other[1] || box[1] > other[3]);
}

function drawScale(context, view) {
  const pixels = scaleOf(view) / data.map.cellKm;
  const km = [1, 2, 5, 10, 20, 50, 100].filter((one) => one * pixels <= Math.min(140, view.width / 3)).pop() || 1;
  const left = 14;
  const base = view.height - 16;
  context.font = `600 12px ${getComputedStyle(document.body).fontFamily}`;
  const text = `${km} km`;
  context.fillStyle = colour("card");
  context.globalAlpha = 0.85;
  context.fillRect(left - 8, base - 22, Math.max(km * pixels, context.measureText(text).width) + 16, 32);
  context.globalAlpha = 1;
  context.fillStyle = colour("ink");
  context.fillRect(left, base, km * pixels, 3);
  context.fillText(text, left, base - 6);
}
