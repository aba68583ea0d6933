// Cells of each source: unpacked once, then moved from day to day by applying changes.
async function inflated(text) {
  const packed = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function unpackLayer(layer, size) {
  const bytes = await inflated(layer.packed);
  const count = layer.counts.reduce((sum, one) => sum + one, 0);
  const cells = new Int32Array(count);
  const after = bytes.subarray(4 * count, 5 * count);
  const before = new Uint8Array(count);
  const now = new Uint8Array(size);
  let cell = 0;
  for (let at = 0; at < count; at += 1) {
    const step = bytes[at] | (bytes[count + at] << 8) | (bytes[2 * count + at] << 16) | (bytes[3 * count + at] << 24);
    cell = (cell + step) | 0;
    cells[at] = cell;
    before[at] = now[cell];
    now[cell] = after[at];
  }
  const starts = [0];
  for (const one of layer.counts) starts.push(starts[starts.length - 1] + one);
  return { source: layer.source, layer: layer.layer, days: layer.days, starts, cells, before, after, now: new Uint8Array(size), sum: 0, step: 0 };
}

// Move a layer to a day, forwards or backwards; `touch` is told of each cell that changes.
function moveLayer(layer, day, touch) {
  while (layer.step < layer.days.length && layer.days[layer.step] <= day) {
    for (let at = layer.starts[layer.step]; at < layer.starts[layer.step + 1]; at += 1) {
      layer.now[layer.cells[at]] = layer.after[at];
      layer.sum += layer.after[at] - layer.before[at];
      touch(layer.cells[at]);
    }
    layer.step += 1;
  }
  while (layer.step > 0 && layer.days[layer.step - 1] > day) {
    layer.step -= 1;
    for (let at = layer.starts[layer.step + 1] - 1; at >= layer.starts[layer.step]; at -= 1) {
      layer.now[layer.cells[at]] = layer.before[at];
      layer.sum += layer.before[at] - layer.after[at];
      touch(layer.cells[at]);
    }
  }
}

// The map in force on a day: its first and last valid day, or null before a source's first map.
function mapOn(maps, day) {
  let low = 0;
  let high = maps.from.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (maps.from[middle] <= day) low = middle + 1;
    else high = middle;
  }
  if (!low) return null;
  const from = maps.from[low - 1];
  const to = maps.to[low - 1];
  return { from, to, late: Math.max(0, day - to) };
}
