/* Lanes: what is drawn in a row, as arrays in order of time. Slices of a lane don't overlap. */

/** Groups slices by lane and sorts them; a slice begins where the one before ends, at the earliest. */
function laneSlices(lanes, count, laneOf, from, to, item) {
  const members = lanes.map(() => []);
  for (let i = 0; i < count; i++) {
    const lane = laneOf(i);
    if (lane >= 0 && from(i) >= 0 && to(i) >= from(i)) members[lane].push(i);
  }
  lanes.forEach((lane, number) => {
    const slices = members[number].sort((a, b) => from(a) - from(b) || a - b);
    lane.from = Float64Array.from(slices, from);
    lane.to = Float64Array.from(slices, to);
    lane.item = Int32Array.from(slices, item);
    for (let i = 1; i < slices.length; i++) {
      lane.from[i] = Math.max(lane.from[i], lane.to[i - 1]);
      lane.to[i] = Math.max(lane.to[i], lane.from[i]);
    }
  });
  return lanes;
}

function cpuLanes(data, band) {
  const {stints} = band;
  const lanes = Array.from({length: band.cpus}, (_, cpu) =>
    ({kind: "slices", label: "CPU " + cpu, blocked: data.blocked[cpu]}));
  return laneSlices(
    lanes, stints.execution.length, (s) => stints.cpu[s], (s) => stints.from[s],
    (s) => stints.from[s] + stints.length[s], (s) => stints.execution[s]);
}

/** From start to end, and within it when the worker had a CPU. */
function workerLanes(band) {
  const {stints} = band;
  const lanes = laneSlices(
    band.workers.map((label) => ({kind: "slices", label})), band.started.length,
    (i) => band.worker[i], (i) => band.started[i], (i) => band.ended[i], (i) => i);
  const running = laneSlices(
    band.workers.map(() => ({})), stints.execution.length, (s) => band.worker[stints.execution[s]],
    (s) => stints.from[s], (s) => stints.from[s] + stints.length[s], (s) => stints.execution[s]);
  return lanes.map((lane, number) => ({...lane, running: running[number]}));
}

/** How many of the items are between two of their times: times of change, and the number from then. */
function levels(items, from, to) {
  const ups = Float64Array.from(items, (i) => from[i]).sort();
  const downs = Float64Array.from(items, (i) => to[i]).sort();
  const at = new Float64Array(2 * items.length);
  const level = new Int32Array(2 * items.length);
  let up = 0, down = 0, n = 0, most = 0;
  while (down < downs.length) {
    const now = up < ups.length ? Math.min(ups[up], downs[down]) : downs[down];
    while (up < ups.length && ups[up] === now) up++;
    while (down < downs.length && downs[down] === now) down++;
    at[n] = now;
    level[n++] = up - down;
    most = Math.max(most, up - down);
  }
  return {at: at.subarray(0, n), level: level.subarray(0, n), most};
}

function levelLane(label, items, from, to, queue) {
  return {kind: "level", label, queue, ...levels(items, from, to)};
}

function waitingItems(band) {
  const items = [];
  for (let i = 0; i < band.latency.length; i++) if (band.latency[i] >= 0) items.push(i);
  return items;
}

function waitingLane(band) {
  return levelLane("waiting", waitingItems(band), band.queued, band.started, -1);
}

/** A lane for each queue, the busiest first: how many works wait in it. */
function queueLanes(data, band) {
  const items = data.queues.map(() => []);
  for (const i of waitingItems(band)) items[data.of.queue[i]].push(i);
  return data.queuesByUse
    .filter((queue) => items[queue].length > 0)
    .map((queue) => levelLane(data.queues[queue], items[queue], band.queued, band.started, queue));
}

const HEIGHTS = {
  cpu: {slices: 38, level: 46},
  worker: {slices: 19, level: 40},
  queue: {slices: 38, level: 34},
};
const HEADER = 30;
const GAP = 10;

/** All rows of the timeline from top to bottom, with their places; they fit the height if they can. */
function layOut(data, mode, room) {
  const rows = [];
  let y = 0;
  for (const band of data.bands) {
    rows.push({kind: "header", label: band.name, band, y, height: HEADER});
    y += HEADER;
    const lanes =
      mode === "cpu" ? [...cpuLanes(data, band), waitingLane(band)]
      : mode === "worker" ? [...workerLanes(band), waitingLane(band)]
      : queueLanes(data, band);
    for (const lane of lanes) {
      const height = HEIGHTS[mode][lane.kind];
      rows.push({...lane, band, y, height});
      y += height;
    }
    y += GAP;
  }
  const fixed = data.bands.length * (HEADER + GAP);
  const factor = (room - fixed) / (y - fixed);
  resize(rows, Math.min(1.7, Math.max(mode === "cpu" ? 0.6 : 1, factor)));
  const most = new Map(); // the same scale in all bands
  for (const row of rows) {
    if (row.kind === "level") most.set(row.label, Math.max(row.most, most.get(row.label) || 1));
  }
  let below = null;
  for (const row of rows.toReversed()) {
    if (row.kind === "level") row.scale = most.get(row.label);
    below ??= row.y + row.height;
    row.end = below; // of its band
    if (row.kind === "header") below = null;
  }
  const last = rows.at(-1);
  return {rows, height: last.y + last.height + GAP};
}

function resize(rows, factor) {
  let y = 0;
  for (const row of rows) {
    if (row.kind === "header" && y > 0) y += GAP;
    row.y = y;
    if (row.kind !== "header") row.height = Math.floor(row.height * factor);
    y += row.height;
  }
}

/** The first index whose value is greater than x. */
function after(sorted, x) {
  let low = 0, high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] > x) high = middle;
    else low = middle + 1;
  }
  return low;
}
