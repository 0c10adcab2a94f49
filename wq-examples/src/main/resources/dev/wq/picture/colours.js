/* Colours: of functions or queues, of bands, and those of the theme. */

class Colours {
  constructor(data, view) {
    this.data = data;
    this.view = view;
    this.ranks = {
      function: this.rank(data.functions.length, data.of.function),
      queue: this.rank(data.queues.length, data.of.queue),
    };
    data.queuesByUse = this.byUse(data.queues.length, data.of.queue, () => 1);
    this.refresh();
  }

  /** Numbers of the groups, the one with the most weight first. */
  byUse(groups, of, weight) {
    const sums = new Float64Array(groups);
    for (let i = 0; i < this.data.count; i++) sums[of[i]] += weight(i);
    return Array.from(sums.keys()).sort((a, b) => sums[b] - sums[a] || a - b);
  }

  /** By group its place in the order of the time that it ran. */
  rank(groups, of) {
    const {started, ended} = this.data.bands[0];
    const order = this.byUse(groups, of, (i) => Math.max(0, ended[i] - started[i]));
    const rank = new Int32Array(groups);
    order.forEach((group, place) => (rank[group] = place));
    rank.order = order;
    return rank;
  }

  /** Takes over the theme's colours. */
  refresh() {
    const style = getComputedStyle(document.documentElement);
    this.theme = document.documentElement.dataset.theme;
    const cache = new Map();
    this.get = (name) => {
      if (!cache.has(name)) cache.set(name, style.getPropertyValue(name).trim());
      return cache.get(name);
    };
    this.hatching = null;
    const family = getComputedStyle(document.body).fontFamily;
    this.font = "12px " + family;
    this.strong = "600 13px " + family;
  }

  /** Stripes for what is not known in detail. */
  hatch(context) {
    if (!this.hatching) {
      const tile = element("canvas", {width: 6, height: 6});
      const pen = tile.getContext("2d");
      pen.strokeStyle = this.get("--hatch");
      pen.lineWidth = 1.2;
      pen.beginPath();
      for (const x of [-3, 3, 9]) {
        pen.moveTo(x - 3, 9);
        pen.lineTo(x + 9, -3);
      }
      pen.stroke();
      this.hatching = context.createPattern(tile, "repeat");
    }
    return this.hatching;
  }

  ofRank(rank) {
    const palette = PALETTE[this.theme];
    return rank < palette.length ? palette[rank] : OTHER[this.theme];
  }

  of(item) {
    const {colour} = this.view;
    return this.ofRank(this.ranks[colour][this.data.of[colour][item]]);
  }

  ofQueue(queue) {
    return this.view.colour === "queue" ? this.ofRank(this.ranks.queue[queue]) : this.get("--level");
  }

  ofBand(number) {
    return number === 0 ? this.get("--recorded") : number === 1 ? this.get("--predicted") : this.get("--what-if");
  }

  ofCause(cause) {
    return PALETTE[this.theme][(CAUSES[cause] || ["", 0])[1]];
  }
}

/** The legend; one of its entries can be chosen to see only what has that colour. */
class Legend {
  constructor(data, view, colours) {
    Object.assign(this, {data, view, colours, list: document.getElementById("legend")});
  }

  show() {
    const {colour, only} = this.view;
    const names = colour === "function" ? this.data.functions : this.data.queues;
    const order = this.colours.ranks[colour].order.slice(0, PALETTE.light.length);
    const entries = order.map((group) => this.entry(names[group], group, this.colours.ofRank(this.colours.ranks[colour][group])));
    if (names.length > order.length) {
      entries.push(element("li", {className: "others"}, this.swatch(OTHER[this.colours.theme]),
        `${names.length - order.length} others`));
    }
    entries.push(element("li", {className: "others"}, element("i", {className: "swatch hatched"}),
      "CPU taken by others"));
    this.list.replaceChildren(...entries);
    this.list.classList.toggle("chosen", only >= 0);
  }

  swatch(colour) {
    const swatch = element("i", {className: "swatch"});
    swatch.style.background = colour;
    return swatch;
  }

  entry(name, group, colour) {
    const chosen = this.view.only === group;
    const button = element("button", {type: "button"}, this.swatch(colour), name);
    button.setAttribute("aria-pressed", String(chosen));
    button.addEventListener("click", () => {
      this.view.choose(chosen ? -1 : group);
      const again = [...this.list.querySelectorAll("button")].find((b) => b.textContent === name);
      if (again) again.focus();
    });
    return element("li", {}, button);
  }
}
