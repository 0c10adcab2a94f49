/* Data. Numbers come packed (see Packed.java): 7 bits a byte, low ones first, zigzag, mostly as
   differences, in base64. Unpacked, everything is a typed array by execution. */

function bytesOf(base64) {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

function unpack(base64) {
  const bytes = bytesOf(base64);
  let count = 0;
  for (const byte of bytes) count += byte < 128;
  const numbers = new Float64Array(count);
  let at = 0, value = 0, scale = 1;
  for (const byte of bytes) {
    value += (byte & 127) * scale; // not shifted: times need more than 32 bits
    scale *= 128;
    if (byte < 128) {
      numbers[at++] = value % 2 ? -(value + 1) / 2 : value / 2;
      value = 0;
      scale = 1;
    }
  }
  return numbers;
}

function unpackSums(base64) {
  const numbers = unpack(base64);
  for (let i = 1; i < numbers.length; i++) numbers[i] += numbers[i - 1];
  return numbers;
}

/** Where each execution's reasons are in the flat list of reasons. */
function readReasons(base64, count) {
  const flat = unpack(base64);
  const start = new Int32Array(count + 1);
  if (flat.length === 0) return {flat, start, any: false};
  let at = 0;
  for (let i = 0; i < count; i++) {
    start[i] = at;
    at += 1 + 2 * flat[at];
  }
  start[count] = at;
  return {flat, start, any: true};
}

function readBand(raw, number, count) {
  const band = {
    number,
    name: raw.name,
    cpus: raw.cpus,
    workers: raw.workers,
    queued: unpackSums(raw.queued),
    activated: unpackSums(raw.activated),
    started: unpackSums(raw.started),
    ended: unpackSums(raw.ended),
    worker: unpackSums(raw.worker),
    stints: {
      execution: unpackSums(raw.stints.execution),
      cpu: unpackSums(raw.stints.cpu),
      from: unpackSums(raw.stints.from),
      length: unpackSums(raw.stints.length),
    },
    reasons: readReasons(raw.because, count),
    latency: new Float64Array(count).fill(-1),
    cpu: new Int16Array(count).fill(-1),
    ran: new Float64Array(count),
  };
  for (let i = 0; i < count; i++) {
    if (band.queued[i] >= 0 && band.started[i] >= 0) {
      band.latency[i] = band.started[i] - band.queued[i];
    }
  }
  const {execution, cpu, length} = band.stints;
  for (let s = 0; s < execution.length; s++) {
    const i = execution[s];
    if (band.cpu[i] < 0) band.cpu[i] = cpu[s];
    band.ran[i] += length[s];
  }
  return band;
}

function intervals(from, length) {
  return {from, to: length.map((wide, i) => from[i] + wide)};
}

function readData(text) {
  const raw = JSON.parse(text);
  const {count} = raw.executions;
  const data = {
    ...raw,
    count,
    of: {
      function: unpackSums(raw.executions.function),
      queue: unpackSums(raw.executions.queue),
      pool: unpackSums(raw.executions.pool),
      work: unpackSums(raw.executions.work),
      cause: unpackSums(raw.executions.cause),
    },
    bands: raw.bands.map((band, number) => readBand(band, number, count)),
    blocked: raw.blocked.map(({from, length}) => intervals(unpackSums(from), unpackSums(length))),
    late: Array.from(unpackSums(raw.late)),
  };
  data.queues = raw.queues.map((name) => name || "(flush or unknown)");
  data.end = Math.max(raw.span, 1, ...data.bands.map((band) => band.ended.reduce((a, b) => Math.max(a, b), 0)));
  return data;
}

/** The reasons of an execution's latency in a band: [{cause, what, nanos}]. */
function reasonsOf(data, band, item) {
  const {flat, start, any} = band.reasons;
  const reasons = [];
  if (!any) return reasons;
  for (let at = start[item] + 1; at < start[item + 1]; at += 2) {
    reasons.push({...data.reasons[flat[at]], nanos: flat[at + 1]});
  }
  return reasons;
}
