/* Where a time is on the screen, the same in all canvases. */

const GUTTER = 148; // names of lanes

class Plane {
  constructor(view, colours) {
    this.view = view;
    this.colours = colours;
    this.scroller = document.getElementById("lanes");
    this.measure();
  }

  /** Asks for the size once a frame: each question may make the browser lay out the page. */
  measure() {
    this.whole = this.scroller.clientWidth;
    this.width = Math.max(50, this.whole - GUTTER);
    this.room = this.scroller.clientHeight;
    this.top = this.scroller.scrollTop;
  }

  x(nanos) {
    const {from, to} = this.view;
    return GUTTER + ((nanos - from) / (to - from)) * this.width;
  }

  timeAt(x) {
    const {from, to} = this.view;
    return from + ((x - GUTTER) / this.width) * (to - from);
  }

  ticks() {
    const {from, to} = this.view;
    const step = niceStep(((to - from) * 110) / this.width);
    const ticks = [];
    for (let t = Math.ceil(from / step) * step; t <= to; t += step) ticks.push(t);
    ticks.step = step;
    return ticks;
  }

  /** Gives a canvas the size that it has on the screen, in the screen's pixels. */
  context(canvas, height) {
    const ratio = window.devicePixelRatio || 1;
    const width = this.whole;
    const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (canvas.width !== w || canvas.height !== h) {
      canvas.width = w;
      canvas.height = h;
      canvas.style.width = width + "px";
      canvas.style.height = height + "px";
    }
    const context = canvas.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    context.font = this.colours.font;
    context.textBaseline = "middle";
    return context;
  }
}
