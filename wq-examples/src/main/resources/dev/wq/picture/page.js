/* The page: what is shown, how that changes, and who is told. */

const KEYS = [
  ["← →", "move in time"],
  ["↑ ↓", "move through the lanes"],
  ["+ −", "zoom in, out"],
  ["Home, End", "to the beginning, to the end"],
  ["0", "show the whole recording"],
  ["n, p", "next, previous late work, in the order of the table"],
  ["/", "search; Enter goes to the next find, Shift and Enter to the one before"],
  ["z", "zoom to the selected work"],
  ["[ ]", "previous, next work of the same worker"],
  ["l, c", "other lanes, other colours"],
  ["t", "dark or light"],
  ["Esc", "select nothing, clear the search"],
  ["?", "these keys"],
];
const SHORTEST = 2 * MICRO; // window

class View {
  constructor(data) {
    this.data = data;
    this.from = 0;
    this.to = data.end;
    this.lanes = "cpu";
    this.colour = "function";
    this.selected = -1;
    this.only = -1; // function or queue
    this.found = []; // executions, by recorded start
    this.text = "";
    this.mask = null;
    this.waiting = false;
    this.listeners = [];
  }

  shows(item) {
    return this.mask === null || this.mask[item] === 1;
  }

  showsQueue(queue) {
    return this.colour !== "queue" || this.only < 0 || this.only === queue;
  }

  /** Draws before the next frame, however often something changes. */
  changed() {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      for (const listener of this.listeners) listener();
    });
  }

  show(from, to) {
    const wide = Math.min(this.data.end * 1.02, Math.max(SHORTEST, to - from));
    const margin = this.data.end * 0.01;
    this.from = Math.min(Math.max(-margin, (from + to - wide) / 2), this.data.end + margin - wide);
    this.to = this.from + wide;
    this.changed();
  }

  all() {
    this.show(0, this.data.end);
  }

  zoom(factor, around = (this.from + this.to) / 2) {
    this.show(around - (around - this.from) * factor, around + (this.to - around) * factor);
  }

  move(share) {
    const by = (this.to - this.from) * share;
    const margin = this.data.end * 0.01;
    const fits = Math.min(Math.max(by, -margin - this.from), this.data.end + margin - this.to);
    this.show(this.from + fits, this.to + fits);
  }

  search(text) {
    this.text = text.trim().toLowerCase();
    this.refilter();
  }

  choose(group) {
    this.only = group;
    this.refilter();
  }

  refilter() {
    const {data, text, only, colour} = this;
    const holds = (names) => names.map((name) => text === "" || name.toLowerCase().includes(text));
    const [byFunction, byQueue, byWork] = [holds(data.functions), holds(data.queues), holds(data.works)];
    this.found = [];
    this.mask = text === "" && only < 0 ? null : new Uint8Array(data.count);
    for (let i = 0; this.mask && i < data.count; i++) {
      const named = byFunction[data.of.function[i]] || byQueue[data.of.queue[i]] || byWork[data.of.work[i]];
      if (named && text !== "") this.found.push(i);
      this.mask[i] = named && (only < 0 || data.of[colour][i] === only) ? 1 : 0;
    }
    this.changed();
  }
}

class App {
  constructor(data) {
    this.data = data;
    this.root = document.documentElement;
    this.themeFromSystem();
    this.view = new View(data);
    this.colours = new Colours(data, this.view);
    this.legend = new Legend(data, this.view, this.colours);
    this.timeline = new Timeline(data, this.view, this.colours);
    this.latency = new Latency(data, this.view, this.colours);
    this.late = new Late(data, this.view, (item) => this.go(item));
    this.details = new Details(data, this.view, this.colours, (item) => this.go(item));
    this.view.listeners.push(() => this.draw());
    this.heading();
    this.controls();
    new Pointer(this.timeline, this.view, this);
    document.addEventListener("keydown", (event) => this.key(event));
    this.panels();
    this.legend.show();
    this.view.all();
  }

  byId(id) {
    return document.getElementById(id);
  }

  heading() {
    const {data} = this;
    document.title = data.name.split("/").at(-1) + " – wq";
    this.byId("name").textContent = data.name.split("/").at(-1);
    this.byId("name").title = data.name;
    const facts = [data.label, data.kernel && "Linux " + data.kernel, `${data.cpus} CPUs`,
      time(data.span), `${data.count} works run`];
    this.byId("about").textContent = facts.filter(Boolean).join(" · ");
    this.byId("key-list").append(...KEYS.flatMap(([key, what]) => [element("dt", {}, key), element("dd", {}, what)]));
  }

  /* ---- drawing ---- */

  draw() {
    this.timeline.draw();
    const {view, root} = this;
    const {from, to} = view;
    this.byId("window").textContent = `${time(to - from)} from ${tickLabel(Math.max(0, from), (to - from) / 100)}`;
    this.byId("found").textContent = view.text === "" ? "" : `${view.found.length} found`;
    root.dataset.from = Math.round(from);
    root.dataset.to = Math.round(to);
    root.dataset.selected = view.selected;
    root.dataset.lanes = view.lanes;
    root.dataset.ready = "true";
  }

  panels() {
    this.latency.show();
    this.late.show();
    this.details.show();
  }

  /* ---- what can be done ---- */

  select(item) {
    this.view.selected = item;
    this.panels();
    this.byId("said").textContent = item < 0 ? "" : this.described(item);
    this.view.changed();
  }

  described(item) {
    const {data} = this;
    const waits = data.bands.map((band) => `${band.name} ${time(band.latency[item])}`);
    return `${data.functions[data.of.function[item]]} of ${data.queues[data.of.queue[item]]}, waited: ${waits.join(", ")}`;
  }

  /** Selects an execution and shows it, with its wait, in all bands. */
  go(item) {
    let from = Infinity, to = 0;
    for (const band of this.data.bands) {
      for (const at of [band.queued[item], band.started[item], band.ended[item]]) {
        if (at < 0) continue;
        from = Math.min(from, at);
        to = Math.max(to, at);
      }
    }
    if (from > to) return;
    const wide = Math.max(100 * MICRO, (to - from) * 1.5);
    this.view.show((from + to - wide) / 2, (from + to + wide) / 2);
    this.select(item);
    this.timeline.reveal(item);
  }

  /** Selects an execution, and moves only if it can't be seen. */
  visit(item) {
    const {started, ended} = this.data.bands[0];
    const {from, to} = this.view;
    if (started[item] < from || ended[item] > to) {
      const middle = (started[item] + ended[item]) / 2;
      const wide = Math.max(to - from, (ended[item] - started[item]) * 1.2);
      this.view.show(middle - wide / 2, middle + wide / 2);
    }
    this.select(item);
    this.timeline.reveal(item);
  }

  find(step) {
    const {found, selected} = this.view;
    if (found.length === 0) return;
    const at = after(found, selected);
    const next = step > 0 ? at : at - (found[at - 1] === selected ? 2 : 1);
    this.visit(found[(next + found.length) % found.length]);
  }

  /** The work that the same worker ran next, or before. */
  sameWorker(step) {
    const {selected} = this.view;
    const {worker} = this.data.bands[0];
    if (selected < 0) return;
    let i = selected + step;
    while (i >= 0 && i < worker.length && worker[i] !== worker[selected]) i += step;
    if (i >= 0 && i < worker.length) this.visit(i);
  }

  setLanes(lanes) {
    this.view.lanes = lanes;
    document.querySelector(`input[name=lanes][value=${lanes}]`).checked = true;
    this.view.changed();
  }

  setColour(colour) {
    this.view.colour = colour;
    document.querySelector(`input[name=colour][value=${colour}]`).checked = true;
    this.view.choose(-1);
  }

  /* ---- theme ---- */

  themeFromSystem() {
    const dark = window.matchMedia("(prefers-color-scheme: dark)");
    const follow = () => this.setTheme(dark.matches ? "dark" : "light");
    follow();
    dark.addEventListener("change", follow);
  }

  setTheme(theme) {
    this.root.dataset.theme = theme;
    if (!this.view) return;
    this.colours.refresh();
    this.legend.show();
    this.panels();
    this.view.changed();
  }

  toggleTheme() {
    this.setTheme(this.root.dataset.theme === "dark" ? "light" : "dark");
  }

  /* ---- controls ---- */

  controls() {
    const click = (id, action) => this.byId(id).addEventListener("click", action);
    click("theme", () => this.toggleTheme());
    click("help", () => this.byId("keys").showModal());
    click("in", () => this.view.zoom(0.5));
    click("out", () => this.view.zoom(2));
    click("fit", () => this.view.all());
    for (const input of document.querySelectorAll("input[name=lanes]")) {
      input.addEventListener("change", () => this.setLanes(input.value));
    }
    for (const input of document.querySelectorAll("input[name=colour]")) {
      input.addEventListener("change", () => this.setColour(input.value));
    }
    this.view.listeners.push(() => this.legendIfChanged());
    const search = this.byId("search");
    search.addEventListener("input", () => this.view.search(search.value));
    search.addEventListener("keydown", (event) => {
      if (event.key === "Enter") this.find(event.shiftKey ? -1 : 1);
      if (event.key === "Escape") this.clear();
    });
  }

  legendIfChanged() {
    const now = this.view.colour + this.view.only;
    if (now !== this.legendOf) this.legend.show();
    this.legendOf = now;
  }

  clear() {
    this.byId("search").value = "";
    this.byId("lanes").focus();
    this.view.search("");
    this.view.choose(-1);
    this.select(-1);
  }

  /* ---- keys ---- */

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || this.byId("keys").open) return;
    if (event.target.closest("input[type=search], select")) return;
    const inChoice = event.target.closest("input[type=radio]");
    const action = this.actions()[event.key];
    if (!action || (inChoice && event.key.startsWith("Arrow"))) return;
    event.preventDefault();
    action();
  }

  actions() {
    const {view, data} = this;
    const scroll = (by) => this.byId("lanes").scrollBy(0, by);
    const wide = view.to - view.from;
    const others = {cpu: "worker", worker: "queue", queue: "cpu"};
    return {
      ArrowLeft: () => view.move(-0.15),
      ArrowRight: () => view.move(0.15),
      ArrowUp: () => scroll(-60),
      ArrowDown: () => scroll(60),
      "+": () => view.zoom(0.6),
      "=": () => view.zoom(0.6),
      "-": () => view.zoom(1 / 0.6),
      Home: () => view.show(0, wide),
      End: () => view.show(data.end - wide, data.end),
      0: () => view.all(),
      n: () => this.go(this.late.neighbour(1)),
      p: () => this.go(this.late.neighbour(-1)),
      z: () => view.selected >= 0 && this.go(view.selected),
      "[": () => this.sameWorker(-1),
      "]": () => this.sameWorker(1),
      l: () => this.setLanes(others[view.lanes]),
      c: () => this.setColour(view.colour === "queue" ? "function" : "queue"),
      t: () => this.toggleTheme(),
      "/": () => this.byId("search").focus(),
      "?": () => this.byId("keys").showModal(),
      Escape: () => this.clear(),
    };
  }
}

/** Mouse, pen and finger on the timeline. */
class Pointer {
  constructor(timeline, view, app) {
    Object.assign(this, {timeline, view, app, tip: document.getElementById("tip"), drag: null});
    const {canvas, overview, scroller} = timeline;
    canvas.addEventListener("pointerdown", (event) => this.grab(event));
    canvas.addEventListener("pointermove", (event) => this.move(event));
    canvas.addEventListener("pointerup", (event) => this.drop(event));
    canvas.addEventListener("pointerleave", () => (this.tip.hidden = true));
    canvas.addEventListener("dblclick", (event) => view.zoom(0.25, timeline.timeAt(event.offsetX)));
    scroller.addEventListener("wheel", (event) => this.wheel(event), {passive: false});
    overview.addEventListener("pointerdown", (event) => {
      overview.setPointerCapture(event.pointerId);
      this.first = timeline.overviewTime(event.offsetX);
      this.choose(event);
    });
    overview.addEventListener("pointermove", (event) => event.buttons && this.choose(event));
  }

  /** Dragged in the overview: from where to where; not dragged: there, as wide as now. */
  choose(event) {
    const at = this.timeline.overviewTime(event.offsetX);
    const dragged = Math.abs(at - this.first) > this.timeline.data.end / 200;
    const half = (this.view.to - this.view.from) / 2;
    if (dragged) this.view.show(Math.min(at, this.first), Math.max(at, this.first));
    else this.view.show(at - half, at + half);
  }

  grab(event) {
    this.timeline.canvas.setPointerCapture(event.pointerId);
    this.drag = {x: event.offsetX, from: this.view.from, to: this.view.to, moved: false};
  }

  move(event) {
    const {drag, timeline, view} = this;
    if (!drag || !event.buttons) return this.hover(event);
    const by = event.offsetX - drag.x;
    if (Math.abs(by) > 3) drag.moved = true;
    if (!drag.moved) return;
    this.tip.hidden = true;
    const nanos = (by / timeline.width) * (drag.to - drag.from);
    view.show(drag.from - nanos, drag.to - nanos);
  }

  drop(event) {
    if (this.drag && !this.drag.moved) {
      const item = this.timeline.itemAt(event.offsetX, event.offsetY);
      if (item >= 0) this.app.select(item);
    }
    this.drag = null;
  }

  hover(event) {
    const {timeline, tip} = this;
    const item = timeline.itemAt(event.offsetX, event.offsetY);
    tip.hidden = item < 0;
    if (item < 0) return;
    tip.textContent = this.app.described(item);
    const box = tip.parentElement.getBoundingClientRect();
    const left = event.clientX - box.left + 14;
    tip.style.left = Math.min(left, box.width - tip.offsetWidth - 8) + "px";
    tip.style.top = event.clientY - box.top + 16 + "px";
  }

  wheel(event) {
    const x = event.clientX - this.timeline.canvas.getBoundingClientRect().left;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      this.view.zoom(Math.exp(event.deltaY * 0.002), this.timeline.timeAt(x));
    } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      event.preventDefault();
      this.view.move((event.deltaX || event.deltaY) / this.timeline.width);
    }
  }
}

new App(readData(document.getElementById("data").textContent));
