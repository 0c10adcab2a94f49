/* What is shown: the window of time, the lanes and colours, what is selected and searched for. */

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
