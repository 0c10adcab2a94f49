/* The page: its parts, its controls and its keys. */

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
    document.querySelector("main").classList.toggle("many", data.bands.length > 2);
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
    this.byId("window").textContent = [Math.max(0, from), Math.min(this.data.end, to)]
      .map((at) => tickLabel(at, niceStep((to - from) / 100))).join(" – ");
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
    if (item === undefined) return; // nothing is late
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

new App(readData(document.getElementById("data").textContent));
