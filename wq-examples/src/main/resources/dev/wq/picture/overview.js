/* The whole recording in one strip, with the part that is shown, and the axis below it. */

class Overview {
  constructor(data, view, colours, plane) {
    Object.assign(this, {data, view, colours, plane});
    this.canvas = document.getElementById("overview");
    this.axis = document.getElementById("axis");
    this.busy = this.busyShares();
  }

  draw() {
    this.drawStrip();
    this.drawAxis();
  }

  drawAxis() {
    const context = this.plane.context(this.axis, 26);
    const {colours, data} = this;
    const ticks = this.plane.ticks();
    for (const tick of ticks) {
      const x = Math.round(this.plane.x(tick));
      context.fillStyle = colours.get("--grid");
      context.fillRect(x, 16, 1, 10);
      context.fillStyle = colours.get("--muted");
      const label = tickLabel(tick, ticks.step);
      const width = context.measureText(label).width;
      if (x - width / 2 > GUTTER - 4) context.fillText(label, x - width / 2, 9);
    }
    context.fillStyle = colours.get("--late");
    for (const item of data.late) this.lateMark(context, this.plane.x(data.bands[0].started[item]));
  }

  lateMark(context, x) {
    if (x < GUTTER || x > GUTTER + this.plane.width) return;
    context.beginPath();
    context.moveTo(x, 26);
    context.lineTo(x - 4, 18);
    context.lineTo(x + 4, 18);
    context.fill();
  }

  /** How busy workers kept the CPUs, in a thousand parts of the recording; the busiest is 1. */
  busyShares() {
    const shares = new Float64Array(1000);
    const part = this.data.end / shares.length;
    const {from, length} = this.data.bands[0].stints;
    for (let s = 0; s < from.length; s++) {
      let at = from[s];
      const end = at + length[s];
      for (let p = Math.floor(at / part); at < end && p < shares.length; p++) {
        const until = Math.min(end, (p + 1) * part);
        shares[p] += Math.max(0, until - at) / part;
        at = until;
      }
    }
    const most = shares.reduce((a, b) => Math.max(a, b), 1e-9);
    return shares.map((share) => share / most);
  }

  x(nanos) {
    return GUTTER + (nanos / this.data.end) * this.plane.width;
  }

  timeAt(x) {
    return ((x - GUTTER) / this.plane.width) * this.data.end;
  }

  drawStrip() {
    const height = 44;
    const context = this.plane.context(this.canvas, height);
    const {colours, view} = this;
    const {width} = this.plane;
    context.fillStyle = colours.get("--muted");
    context.fillText("CPUs busy", 10, height / 2);
    context.fillStyle = colours.get("--lane");
    context.fillRect(GUTTER, 2, width, height - 4);
    context.fillStyle = colours.get("--level");
    for (let pixel = 0; pixel < width; pixel++) {
      const share = this.busy[Math.floor((pixel / width) * this.busy.length)];
      const tall = share * (height - 8);
      if (tall > 0.2) context.fillRect(GUTTER + pixel, height - 3 - tall, 1, tall);
    }
    context.fillStyle = colours.get("--late");
    for (const item of this.data.late) {
      context.fillRect(this.x(this.data.bands[0].started[item]) - 0.5, 2, 1.5, 6);
    }
    const from = this.x(view.from), to = Math.max(from + 2, this.x(view.to));
    context.fillStyle = colours.get("--veil");
    context.fillRect(GUTTER, 2, from - GUTTER, height - 4);
    context.fillRect(to, 2, GUTTER + width - to, height - 4);
    context.strokeStyle = colours.get("--accent");
    context.lineWidth = 1.5;
    context.strokeRect(from, 2, to - from, height - 4);
  }
}
