/* Distributions of latency: percentiles to the right, stretched towards 100 %, time upwards. */

const CHART = {width: 440, height: 190, left: 52, right: 12, top: 10, bottom: 24};
const PERCENTILES = [0.5, 0.95, 0.99, 0.999, 1];
const DASHES = ["", "", "6 3", "2 3", "8 3 2 3"];

class Latency {
  constructor(data, view, colours) {
    Object.assign(this, {data, view, colours});
    this.select = document.getElementById("queue");
    this.chart = document.getElementById("chart");
    this.table = document.getElementById("percentiles");
    this.sorted = new Map();
    this.fill();
    this.select.addEventListener("change", () => this.show());
  }

  fill() {
    const counts = new Int32Array(this.data.queues.length);
    for (let i = 0; i < this.data.count; i++) {
      if (this.data.bands.some((band) => band.latency[i] >= 0)) counts[this.data.of.queue[i]]++;
    }
    this.select.append(new Option("all queues", "-1"));
    for (const queue of this.data.queuesByUse) {
      if (counts[queue] > 0) this.select.append(new Option(`${this.data.queues[queue]} (${counts[queue]})`, queue));
    }
  }

  /** The latencies of each band, sorted. */
  latencies(queue) {
    if (!this.sorted.has(queue)) {
      this.sorted.set(queue, this.data.bands.map((band) =>
        band.latency.filter((latency, i) => latency >= 0 && (queue < 0 || this.data.of.queue[i] === queue)).sort()));
    }
    return this.sorted.get(queue);
  }

  show() {
    const bands = this.latencies(Number(this.select.value));
    const most = Math.max(...bands.map((sorted) => sorted.at(-1) || 0), 10 * MICRO);
    const count = Math.max(...bands.map((sorted) => sorted.length), 2);
    this.scale = {
      low: MICRO,
      high: 10 ** Math.ceil(Math.log10(most) - 1e-9),
      nines: Math.min(5, Math.max(1.3, Math.log10(count))),
    };
    const svg = drawing("svg", {viewBox: `0 0 ${CHART.width} ${CHART.height}`, role: "img",
      "aria-label": "Latency by percentile; the table below has the figures"});
    this.axes(svg);
    this.marks(svg);
    bands.forEach((sorted, number) => this.curve(svg, sorted, number));
    this.chart.replaceChildren(svg);
    this.figures(bands);
  }

  x(share) {
    const nines = Math.min(this.scale.nines, -Math.log10(Math.max(1 - share, 1e-9)));
    return CHART.left + (nines / this.scale.nines) * (CHART.width - CHART.left - CHART.right);
  }

  y(nanos) {
    const {low, high} = this.scale;
    const share = Math.log(Math.max(nanos, low) / low) / Math.log(high / low);
    return CHART.height - CHART.bottom - share * (CHART.height - CHART.top - CHART.bottom);
  }

  axes(svg) {
    for (let nanos = this.scale.low; nanos <= this.scale.high * 1.01; nanos *= 10) {
      const y = this.y(nanos);
      svg.append(drawing("line", {x1: CHART.left, x2: CHART.width - CHART.right, y1: y, y2: y, class: "grid"}));
      svg.append(drawing("text", {x: CHART.left - 6, y: y + 4, class: "label end"}, time(nanos).replace(/\.0+ /, " ")));
    }
    let labelled = -Infinity; // where the last label is
    for (const share of [0, 0.5, 0.9, 0.99, 0.999, 0.9999]) {
      if (-Math.log10(1 - share) > this.scale.nines) continue;
      const x = this.x(share);
      svg.append(drawing("line", {x1: x, x2: x, y1: CHART.top, y2: CHART.height - CHART.bottom, class: "grid"}));
      if (x - labelled < 30) continue;
      labelled = x;
      svg.append(drawing("text", {x, y: CHART.height - 8, class: "label middle"}, `${+(share * 100).toFixed(2)} %`));
    }
  }

  curve(svg, sorted, number) {
    const points = [];
    for (let x = CHART.left; x <= CHART.width - CHART.right && sorted.length; x += 1.5) {
      const nines = ((x - CHART.left) / (CHART.width - CHART.left - CHART.right)) * this.scale.nines;
      const at = Math.min(sorted.length - 1, Math.floor((1 - 10 ** -nines) * sorted.length));
      points.push(`${x.toFixed(1)},${this.y(sorted[at]).toFixed(1)}`);
    }
    const line = drawing("polyline", {points: points.join(" "), class: "curve", "stroke-dasharray": DASHES[number % DASHES.length]});
    line.style.stroke = this.colours.ofBand(number);
    line.style.strokeWidth = number === 0 ? "4" : "1.75";
    line.style.opacity = number === 0 ? "0.55" : "1";
    svg.append(line);
  }

  /** Where the selected work is. */
  marks(svg) {
    const {selected} = this.view;
    if (selected < 0) return;
    this.data.bands.forEach((band, number) => {
      if (band.latency[selected] < 0) return;
      const y = this.y(band.latency[selected]);
      const line = drawing("line", {x1: CHART.left, x2: CHART.width - CHART.right, y1: y, y2: y, class: "mark"});
      line.style.stroke = this.colours.ofBand(number);
      svg.append(line);
    });
  }

  figures(bands) {
    const names = PERCENTILES.map((p) => (p === 1 ? "max" : `p${+(p * 100).toFixed(1)}`));
    const head = element("tr", {}, element("th", {scope: "col"}, ""), element("th", {scope: "col"}, "works"),
      ...names.map((name) => element("th", {scope: "col"}, name)));
    const rows = bands.map((sorted, number) => {
      const swatch = element("i", {className: "swatch line"});
      swatch.style.background = this.colours.ofBand(number);
      return element("tr", {}, element("th", {scope: "row", title: this.data.bands[number].name}, swatch, this.data.bands[number].name),
        element("td", {}, String(sorted.length)),
        ...PERCENTILES.map((p) => element("td", {}, sorted.length
          ? time(sorted[Math.min(sorted.length - 1, Math.ceil(p * sorted.length) - 1)]) : "–")));
    });
    this.table.replaceChildren(element("thead", {}, head), element("tbody", {}, ...rows));
  }
}
