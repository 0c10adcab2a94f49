/* The lanes of all bands on one canvas. */

const NEAR = 4; // pixels that the pointer may be off
const PALE = 0.35; // a work between start and end, where it has no CPU
const DIM = 0.12; // what is not searched for

class Timeline extends Plane {
  constructor(data, view, colours) {
    super(view, colours);
    this.data = data;
    this.canvas = document.getElementById("canvas");
    this.layouts = new Map();
    this.overview = new Overview(data, view, colours, this);
    this.scroller.addEventListener("scroll", () => view.changed(), {passive: true});
    new ResizeObserver(() => view.changed()).observe(this.scroller);
  }

  get layout() {
    const {lanes} = this.view;
    const {room} = this;
    const known = this.layouts.get(lanes);
    if (known && known.room === room) return known;
    this.layouts.set(lanes, {room, ...layOut(this.data, lanes, room)});
    return this.layouts.get(lanes);
  }

  draw() {
    this.measure();
    this.overview.draw();
    const {rows, height} = this.layout;
    const tall = Math.max(height, this.room - 2);
    const context = this.context(this.canvas, tall);
    this.grid(context, tall);
    context.save();
    context.beginPath();
    context.rect(GUTTER, 0, this.width, height);
    context.clip();
    for (const row of rows) if (this.isSeen(row)) this.drawRow(context, row);
    this.drawPlaces(context);
    context.restore();
    for (const row of rows) if (row.kind !== "header") this.drawLabel(context, row);
    for (const row of rows) if (row.kind === "header") this.drawHeader(context, row);
  }

  isSeen(row) {
    return row.y + row.height >= this.top && row.y <= this.top + this.room;
  }

  drawRow(context, row) {
    if (row.blocked) this.drawBlocked(context, row);
    if (row.running) {
      this.drawSlices(context, row, PALE);
      this.drawSlices(context, {...row, ...row.running}, 1);
      this.drawNames(context, row);
    } else if (row.kind === "slices") {
      this.drawSlices(context, row, 1);
      this.drawNames(context, row);
    } else if (row.kind === "level") {
      this.drawLevel(context, row);
    }
  }

  /* ---- lanes ---- */

  /** Hatched: the CPU was with something that is no worker while a worker was ready. */
  drawBlocked(context, row) {
    const {from, to} = row.blocked;
    const {view} = this;
    context.fillStyle = this.colours.hatch(context);
    let drawn = -1;
    for (let i = after(to, view.from); i < from.length && from[i] < view.to; i++) {
      const left = Math.max(drawn, Math.floor(this.x(from[i])), GUTTER);
      const right = Math.max(left, Math.min(Math.ceil(this.x(to[i])), GUTTER + this.width));
      if (right > left) context.fillRect(left, row.y + 2, right - left, row.height - 4);
      drawn = right;
    }
  }

  /** Slices too short to be seen share a pixel: as high as the part of it that they fill. */
  drawSlices(context, row, opacity) {
    const {view, colours} = this;
    const scale = this.width / (view.to - view.from);
    const top = row.y + 2, height = row.height - 4;
    const run = {pixel: -1, covered: 0, longest: 0, item: -1};
    const flush = () => {
      if (run.item >= 0) {
        const tall = Math.max(4, Math.min(1, run.covered) * height);
        context.globalAlpha = opacity * (view.shows(run.item) ? 1 : DIM);
        context.fillStyle = colours.of(run.item);
        context.fillRect(run.pixel, top + height - tall, 1, tall);
      }
      run.item = -1;
    };
    for (let i = after(row.to, view.from); i < row.from.length && row.from[i] < view.to; i++) {
      const left = GUTTER + (row.from[i] - view.from) * scale;
      const wide = (row.to[i] - row.from[i]) * scale;
      if (wide >= 2) {
        flush();
        context.globalAlpha = opacity * (view.shows(row.item[i]) ? 1 : DIM);
        context.fillStyle = colours.of(row.item[i]);
        const begin = Math.max(left, GUTTER - 2);
        const end = Math.min(left + wide, GUTTER + this.width + 2);
        context.fillRect(begin, top, Math.max(1, end - begin - 0.6), height);
        continue;
      }
      const pixel = Math.floor(left);
      if (pixel !== run.pixel || run.item < 0) {
        flush();
        Object.assign(run, {pixel, covered: 0, longest: -1});
      }
      run.covered += Math.max(wide, 0.05);
      const rank = wide + (view.shows(row.item[i]) ? 10 : 0);
      if (rank > run.longest) {
        run.longest = rank;
        run.item = row.item[i];
      }
    }
    flush();
    context.globalAlpha = 1;
  }

  /** Names of the slices with room for one. */
  drawNames(context, row) {
    const {view} = this;
    const least = ((view.to - view.from) / this.width) * 44;
    for (let i = after(row.to, view.from); i < row.from.length && row.from[i] < view.to; i++) {
      const from = Math.max(row.from[i], view.from), to = Math.min(row.to[i], view.to);
      if (to - from > least && view.shows(row.item[i])) this.drawName(context, row, row.item[i], this.x(from), this.x(to));
    }
  }

  drawName(context, row, item, begin, end) {
    const y = row.y + row.height / 2;
    context.save();
    context.beginPath();
    context.rect(begin, y - 9, end - begin - 5, 18);
    context.clip();
    const name = this.data.functions[this.data.of.function[item]];
    if (row.running) { // on two shades of a colour: with a halo
      context.strokeStyle = this.colours.get("--card");
      context.lineJoin = "round";
      context.lineWidth = 3;
      context.strokeText(name, begin + 5, y + 0.5);
    }
    context.fillStyle = row.running ? this.colours.get("--ink") : inkOn(this.colours.of(item));
    context.fillText(name, begin + 5, y + 0.5);
    context.restore();
  }

  /** An area: in each pixel the most that there were. */
  drawLevel(context, row) {
    const {view} = this;
    const bottom = row.y + row.height - 3, high = row.height - 8;
    const step = (view.to - view.from) / this.width;
    let i = Math.max(0, after(row.at, view.from) - 1);
    context.fillStyle = row.queue >= 0 ? this.colours.ofQueue(row.queue) : this.colours.get("--level");
    context.globalAlpha = row.queue >= 0 && !view.showsQueue(row.queue) ? 0.15 : 1;
    for (let pixel = 0; pixel < this.width; pixel++) {
      const end = view.from + (pixel + 1) * step;
      let most = i < row.at.length && row.at[i] < end ? row.level[i] : 0;
      while (i + 1 < row.at.length && row.at[i + 1] < end) most = Math.max(most, row.level[++i]);
      if (most > 0) {
        const tall = Math.max(1, (high * most) / row.scale);
        context.fillRect(GUTTER + pixel, bottom - tall, 1, tall);
      }
    }
    context.globalAlpha = 1;
  }

  drawLabel(context, row) {
    const y = row.y + row.height / 2;
    const most = row.kind === "level" ? "≤ " + row.scale : "";
    const room = GUTTER - 18 - context.measureText(most).width;
    context.fillStyle = this.colours.get("--muted");
    context.fillText(most, room + 8, y);
    context.save();
    context.beginPath();
    context.rect(0, row.y, room, row.height);
    context.clip();
    context.fillText(row.label, 10, y);
    context.restore();
  }

  /** A band's header stays in sight as long as any of its lanes is. */
  headerTop(row) {
    return Math.max(row.y, Math.min(this.top, row.end - row.height));
  }

  drawHeader(context, row) {
    const {colours, view} = this;
    const top = this.headerTop(row);
    context.fillStyle = colours.get("--card");
    context.fillRect(0, top, GUTTER + this.width, row.height);
    context.fillStyle = colours.ofBand(row.band.number);
    context.fillRect(0, top + 8, 3, row.height - 12);
    context.font = colours.strong;
    context.fillStyle = colours.get("--ink");
    context.fillText(row.label, 10, top + row.height / 2 + 2, GUTTER - 18);
    context.font = colours.font;
    if (view.selected >= 0) {
      context.save();
      context.beginPath();
      context.rect(GUTTER, 0, this.width, row.end);
      context.clip();
      this.drawWait(context, row.band, top + row.height - 7, view.selected);
      context.restore();
    }
  }

  grid(context, height) {
    const {colours, layout} = this;
    context.fillStyle = colours.get("--lane");
    for (const row of layout.rows) {
      if (row.kind !== "header") context.fillRect(GUTTER, row.y + 1, this.width, row.height - 2);
    }
    context.fillStyle = colours.get("--grid");
    for (const tick of this.ticks()) context.fillRect(Math.round(this.x(tick)), 0, 1, height);
    context.fillRect(GUTTER - 1, 0, 1, height);
  }

  /* ---- what is selected ---- */

  /** Rows and slices in which an execution is drawn. */
  placesOf(item) {
    const places = [];
    for (const row of this.layout.rows) {
      if (row.kind !== "slices") continue;
      const {started, ended} = row.band;
      for (let i = Math.max(0, after(row.to, started[item] - 1)); i < row.from.length && row.from[i] <= ended[item]; i++) {
        if (row.item[i] === item) places.push({row, from: row.from[i], to: row.to[i]});
      }
    }
    return places;
  }

  drawPlaces(context) {
    const {selected} = this.view;
    if (selected < 0) return;
    context.strokeStyle = this.colours.get("--select");
    context.fillStyle = this.colours.get("--select");
    context.lineWidth = 2;
    const reached = new Set();
    for (const {row, from, to} of this.placesOf(selected)) {
      const left = this.x(from), wide = Math.max(2, this.x(to) - left);
      context.strokeRect(left - 1, row.y + 1, wide + 1, row.height - 2);
      if (!reached.has(row.band)) this.drawDrop(context, row, selected);
      reached.add(row.band);
    }
  }

  /** From the end of the wait, in the band's header, down to the lane where the work started. */
  drawDrop(context, row, item) {
    const header = this.layout.rows.find((r) => r.kind === "header" && r.band === row.band);
    const top = this.headerTop(header) + header.height;
    context.globalAlpha = 0.6;
    context.fillRect(this.x(row.band.started[item]) - 0.5, top, 1, Math.max(0, row.y - top));
    context.globalAlpha = 1;
  }

  /** The time from queueing to start, as an arrow. */
  drawWait(context, band, y, item) {
    if (band.latency[item] < 0) return;
    const from = this.x(band.queued[item]), to = this.x(band.started[item]);
    const select = this.colours.get("--select");
    context.fillStyle = select;
    context.fillRect(from, y - 1, Math.max(1, to - from), 2);
    this.drawReasons(context, band, item, y);
    context.fillStyle = select;
    context.fillRect(from - 1, y - 6, 2, 12);
    context.beginPath();
    context.moveTo(to + 1, y);
    context.lineTo(to - 7, y - 6);
    context.lineTo(to - 7, y + 6);
    context.fill();
    const text = "waited " + time(band.latency[item]);
    const width = context.measureText(text).width;
    const begin = Math.max(from, GUTTER), end = Math.min(to, GUTTER + this.width);
    if (end - begin > width + 24) context.fillText(text, (begin + end - width) / 2, y - 12);
    else context.fillText(text, from - width - 8, y);
  }

  /** A wait's reasons follow each other: each colours its stretch of the wait. */
  drawReasons(context, band, item, y) {
    let at = band.queued[item];
    for (const {cause, nanos} of reasonsOf(this.data, band, item)) {
      const from = this.x(at), to = this.x(at + nanos);
      context.fillStyle = this.colours.ofCause(cause);
      if (to - from > 0.5) context.fillRect(from, y - 3, to - from, 6);
      at += nanos;
    }
  }

  /** Scrolls so that an execution's lanes can be seen. */
  reveal(item) {
    const place = this.placesOf(item)[0];
    if (!place) return;
    const {scrollTop, clientHeight} = this.scroller;
    const {y, height} = place.row;
    if (y < scrollTop + HEADER || y + height > scrollTop + clientHeight) {
      this.scroller.scrollTop = Math.max(0, y - clientHeight / 3);
    }
  }

  /** The execution that is drawn at a place of the lanes; -1 if there is none. */
  itemAt(x, y) {
    const {rows} = this.layout;
    const inHeader = (r) => r.kind === "header" && y >= this.headerTop(r) && y < this.headerTop(r) + r.height;
    const row = rows.find(inHeader) ?? rows.find((r) => y >= r.y && y < r.y + r.height);
    if (!row || row.kind !== "slices" || x < GUTTER) return -1;
    const at = this.timeAt(x), near = this.timeAt(x + NEAR) - at;
    let best = -1, nearest = near;
    for (let i = after(row.to, at - near); i < row.from.length && row.from[i] <= at + near; i++) {
      const off = Math.max(row.from[i] - at, at - row.to[i], 0);
      if (off < nearest || (off === 0 && best < 0)) {
        best = row.item[i];
        nearest = off;
      }
    }
    return best;
  }
}
