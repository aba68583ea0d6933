// Pixels of the map: one for each cell, repainted only where something changed.
const STALE_DAYS = 7; // a map older than this is shown, but takes no part in the disagreement
const DIFFER = 8; // sixteenths: half a cell

// One byte a cell, 1 where a source's map reaches; null where it reaches everywhere.
function reachOf(source) {
  const spans = data.map.maps[source].reach;
  if (!spans) return null;
  const reach = new Uint8Array(data.map.columns * data.map.rows);
  for (let row = 0; row < data.map.rows; row += 1) {
    for (let column = spans[2 * row]; column <= spans[2 * row + 1]; column += 1) reach[row * data.map.columns + column] = 1;
  }
  return reach;
}

function makeGround(layers) {
  const { columns, rows } = data.map;
  for (const layer of layers) layer.reach = reachOf(layer.source);
  const surface = () => {
    const canvas = document.createElement("canvas");
    canvas.width = columns;
    canvas.height = rows;
    const context = canvas.getContext("2d");
    return { canvas, context, image: context.createImageData(columns, rows) };
  };
  return {
    columns, rows, layers, held: surface(), differ: surface(),
    source: null, against: "", touched: new Uint8Array(columns * rows), list: [], day: null, hatched: 0,
  };
}

function heldLayer(ground, source) {
  return ground.layers.find((layer) => layer.source === source && layer.layer === "held");
}

function contestedLayer(ground, source) {
  return ground.layers.find((layer) => layer.source === source && layer.layer === "contested");
}

// Sources that draw the same side and have a fresh map: those that can disagree.
function comparable(ground, day) {
  const slot = data.map.maps[ground.source].slot;
  return ground.layers.filter((layer) => {
    const maps = data.map.maps[layer.source];
    const map = layer.layer === "held" && maps.slot === slot && mapOn(maps, day);
    return map && map.late <= STALE_DAYS;
  });
}

function paintCell(ground, cell, shown, colours) {
  const held = shown.held ? shown.held.now[cell] : 0;
  const contested = shown.contested ? shown.contested.now[cell] : 0;
  const sum = Math.min(held + contested, 16);
  const pixels = ground.held.image.data;
  const at = 4 * cell;
  pixels[at + 3] = Math.round((255 * sum) / 16);
  if (!sum) return;
  const part = held / (held + contested);
  for (let channel = 0; channel < 3; channel += 1) {
    pixels[at + channel] = part * colours.held[channel] + (1 - part) * colours.contested[channel];
  }
}

function markCell(ground, cell, group) {
  let low = 16;
  let high = 0;
  let heard = 0; // ground outside a source's box is no disagreement: the source says nothing of it
  for (const layer of group) {
    if (layer.reach && !layer.reach[cell]) continue;
    heard += 1;
    const value = layer.now[cell];
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const alpha = heard > 1 && high - low >= DIFFER ? 255 : 0;
  const at = 4 * cell + 3;
  const pixels = ground.differ.image.data;
  ground.hatched += (alpha ? 1 : 0) - (pixels[at] ? 1 : 0);
  pixels[at] = alpha;
}

// Bring the ground to a source and a day; `all` repaints every cell, as after a change of theme.
function paintGround(ground, source, day, all) {
  const touch = (cell) => {
    if (ground.touched[cell]) return;
    ground.touched[cell] = 1;
    ground.list.push(cell);
  };
  for (const layer of ground.layers) moveLayer(layer, day, touch);
  const switched = source !== ground.source;
  ground.source = source;
  ground.day = day;
  const group = comparable(ground, day);
  const against = group.map((layer) => layer.source).join("+");
  const shown = { held: heldLayer(ground, source), contested: contestedLayer(ground, source) };
  const colours = { held: channels(`side-${data.map.maps[source].slot}`), contested: channels("contested") };
  const whole = all || switched || against !== ground.against;
  ground.against = against;
  if (whole) {
    for (let cell = 0; cell < ground.touched.length; cell += 1) {
      paintCell(ground, cell, shown, colours);
      markCell(ground, cell, group);
    }
  } else {
    for (const cell of ground.list) {
      paintCell(ground, cell, shown, colours);
      markCell(ground, cell, group);
    }
  }
  for (const cell of ground.list) ground.touched[cell] = 0;
  const changed = whole || ground.list.length > 0;
  ground.list = [];
  if (changed) {
    ground.held.context.putImageData(ground.held.image, 0, 0);
    ground.differ.context.putImageData(ground.differ.image, 0, 0);
  }
  return { group, changed };
}

function heldKm2(layer) {
  return (layer.sum / 16) * data.map.cellKm ** 2;
}
