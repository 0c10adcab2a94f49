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
    overview.canvas.addEventListener("pointerdown", (event) => {
      overview.canvas.setPointerCapture(event.pointerId);
      this.first = overview.timeAt(event.offsetX);
      this.choose(event);
    });
    overview.canvas.addEventListener("pointermove", (event) => event.buttons && this.choose(event));
  }

  /** Dragged in the overview: from where to where; not dragged: there, as wide as now. */
  choose(event) {
    const at = this.timeline.overview.timeAt(event.offsetX);
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
