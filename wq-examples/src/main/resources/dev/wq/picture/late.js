/* The table of late works. One of its rows is in the order of Tab; arrows go to the others. */

class Late {
  constructor(data, view, go) {
    Object.assign(this, {data, view, go});
    this.table = document.getElementById("late");
    this.scroll = document.getElementById("late-scroll");
    this.columns = this.makeColumns();
    this.order = [...data.late];
    this.sortedBy = this.columns[2 + (data.bands.length > 1 ? 1 : 0)];
    this.down = true;
    document.getElementById("late-note").textContent =
      `The ${data.late.length} works that waited longest in a prediction. Choose one to see it above.`;
    this.table.append(this.head(), (this.body = element("tbody")));
    this.table.addEventListener("keydown", (event) => this.key(event));
    this.sort();
  }

  makeColumns() {
    const {data} = this;
    return [
      {name: "Work", text: (i) => data.functions[data.of.function[i]]},
      {name: "Queue", text: (i) => data.queues[data.of.queue[i]]},
      ...data.bands.map((band) => ({name: band.name, number: (i) => band.latency[i]})),
      ...this.change(),
      {name: "Mostly because", text: (i) => this.mainReason(i)},
    ];
  }

  /** What the last column changes. */
  change() {
    const {bands} = this.data;
    if (bands.length < 3) return [];
    const change = (i) => bands.at(-1).latency[i] - bands[1].latency[i];
    return [{name: "change", number: change, written: (i) => signed(change(i))}];
  }

  /** The longest reason in the first prediction. */
  mainReason(item) {
    const reasons = reasonsOf(this.data, this.data.bands[1], item);
    const longest = reasons.reduce((a, b) => (b.nanos > a.nanos ? b : a), {what: "", nanos: -1});
    return longest.what;
  }

  head() {
    this.heads = this.columns.map((column) => {
      const button = element("button", {type: "button", title: column.name}, column.name);
      button.addEventListener("click", () => this.sortBy(column));
      return element("th", {scope: "col", className: column.number ? "number" : ""}, button);
    });
    return element("thead", {}, element("tr", {}, ...this.heads));
  }

  sortBy(column) {
    this.down = this.sortedBy === column ? !this.down : Boolean(column.number);
    this.sortedBy = column;
    this.sort();
  }

  sort() {
    const {number, text} = this.sortedBy;
    const sign = this.down ? -1 : 1;
    this.order.sort((a, b) => sign * (number ? number(a) - number(b) : text(a).localeCompare(text(b))) || a - b);
    this.heads.forEach((head, at) => {
      const mine = this.columns[at] === this.sortedBy;
      head.setAttribute("aria-sort", mine ? (this.down ? "descending" : "ascending") : "none");
    });
    this.rows = new Map(this.order.map((item) => [item, this.row(item)]));
    this.body.replaceChildren(...this.rows.values());
    this.show();
  }

  row(item) {
    const cells = this.columns.map((column, at) => {
      if (at === 0) {
        const button = element("button", {type: "button", tabIndex: -1}, column.text(item));
        button.dataset.item = item;
        return element("td", {}, button);
      }
      return column.number
        ? element("td", {className: "number"}, (column.written ?? ((i) => time(column.number(i))))(item))
        : element("td", {title: column.text(item)}, column.text(item));
    });
    const row = element("tr", {}, ...cells);
    row.addEventListener("click", () => this.go(item));
    return row;
  }

  button(item) {
    return this.rows.get(item).querySelector("button");
  }

  /** Marks the selected work, and puts it into the order of Tab. */
  show() {
    const {selected} = this.view;
    const tabbed = this.rows.has(selected) ? selected : this.order[0];
    for (const [item, row] of this.rows) {
      row.classList.toggle("selected", item === selected);
      row.querySelector("button").tabIndex = item === tabbed ? 0 : -1;
      row.querySelector("button").setAttribute("aria-pressed", String(item === selected));
    }
    if (this.rows.has(selected)) this.scrollTo(this.rows.get(selected));
  }

  /** Up or down only, and only if the row can't be seen below the head. */
  scrollTo(row) {
    const {scroll} = this;
    const head = this.heads[0].offsetHeight;
    if (row.offsetTop < scroll.scrollTop + head) scroll.scrollTop = row.offsetTop - head;
    const below = row.offsetTop + row.offsetHeight - scroll.clientHeight;
    if (below > scroll.scrollTop) scroll.scrollTop = below;
  }

  key(event) {
    const item = Number(event.target.dataset.item ?? NaN);
    const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
    if (Number.isNaN(item) || !step) return;
    const next = this.order[this.order.indexOf(item) + step];
    if (next !== undefined) this.button(next).focus();
    event.preventDefault();
    event.stopPropagation();
  }

  /** The next late work in the table's order, or the one before. */
  neighbour(step) {
    const {order} = this;
    const at = order.indexOf(this.view.selected);
    if (at < 0) return step > 0 ? order[0] : order.at(-1);
    return order[(at + step + order.length) % order.length];
  }
}
