/* What is known of the selected work, recorded and predicted side by side, and why it waited. */

class Details {
  constructor(data, view, colours, go) {
    Object.assign(this, {data, view, colours, go});
    this.place = document.getElementById("details");
  }

  show() {
    const item = this.view.selected;
    if (item < 0) {
      this.place.replaceChildren(element("p", {className: "note"},
        "Choose a work in the timeline or in the table, or press n for the latest one."));
      return;
    }
    const parts = [this.title(item)];
    for (const band of this.data.bands) {
      const reasons = reasonsOf(this.data, band, item);
      if (reasons.length) parts.push(this.reasons(band, reasons));
    }
    this.place.replaceChildren(...parts, this.times(item));
  }

  title(item) {
    const {data} = this;
    const of = (kind, names) => names[data.of[kind][item]];
    const title = element("p", {className: "what"},
      element("strong", {}, of("function", data.functions)), " of ", element("strong", {}, of("queue", data.queues)),
      `, pool ${of("pool", data.pools)}, work ${of("work", data.works).replace(/^0+(?=.)/, "")}`);
    const cause = data.of.cause[item];
    if (cause >= 0) {
      const button = element("button", {type: "button", className: "link"}, data.functions[data.of.function[cause]]);
      button.addEventListener("click", () => this.go(cause));
      title.append(", queued by ", button);
    }
    return title;
  }

  times(item) {
    const {bands} = this.data;
    const row = (name, value, note) => element("tr", {}, element("th", {scope: "row"}, name),
      ...bands.map((band) => {
        const cell = element("td", {}, value(band));
        if (note && band !== bands[0]) cell.append(element("small", {}, note(band)));
        return cell;
      }));
    const off = (field) => (band) =>
      band[field][item] >= 0 && bands[0][field][item] >= 0 ? " " + signed(band[field][item] - bands[0][field][item]) : "";
    const at = (field) => (band) => moment(band[field][item]);
    const head = element("tr", {}, element("th"), ...bands.map((band) => {
      const swatch = element("i", {className: "swatch line"});
      swatch.style.background = this.colours.ofBand(band.number);
      return element("th", {scope: "col", title: band.name}, swatch, band.name);
    }));
    return element("table", {className: "figures"}, element("thead", {}, head), element("tbody", {},
      row("latency", (band) => time(band.latency[item]), off("latency")),
      row("queued", at("queued"), off("queued")),
      row("activated", at("activated"), off("activated")),
      row("started", at("started"), off("started")),
      row("ended", at("ended"), off("ended")),
      row("had a CPU for", (band) => time(band.ran[item])),
      row("worker", (band) => band.workers[band.worker[item]] ?? "–"),
      row("CPU", (band) => (band.cpu[item] >= 0 ? String(band.cpu[item]) : "–"))));
  }

  reasons(band, reasons) {
    const sum = reasons.reduce((total, reason) => total + reason.nanos, 0);
    const bar = element("div", {className: "bar-of"});
    bar.setAttribute("aria-hidden", "true");
    const list = element("ol", {className: "reasons"});
    for (const reason of reasons) {
      const part = element("i", {title: reason.what});
      part.style.flexGrow = String(reason.nanos / Math.max(1, sum));
      part.style.background = this.colours.ofCause(reason.cause);
      bar.append(part);
      const swatch = element("i", {className: "swatch", title: (CAUSES[reason.cause] || [reason.cause])[0]});
      swatch.style.background = this.colours.ofCause(reason.cause);
      list.append(element("li", {}, swatch, element("b", {}, time(reason.nanos)), element("span", {}, reason.what)));
    }
    return element("div", {className: "why"},
      element("h3", {}, `Why it waited ${time(sum)} (${band.name})`), bar, list);
  }
}
