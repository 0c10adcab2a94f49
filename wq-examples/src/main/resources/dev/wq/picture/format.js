/* How times and elements are written. */

const MICRO = 1e3, MILLI = 1e6, SECOND = 1e9;

/** A length of time with three digits: 12.3 ms. */
function time(nanos) {
  if (!(nanos >= 0)) return "–";
  const [value, unit] =
    nanos < MICRO ? [nanos, "ns"]
    : nanos < MILLI ? [nanos / MICRO, "µs"]
    : nanos < SECOND ? [nanos / MILLI, "ms"]
    : [nanos / SECOND, "s"];
  const digits = unit === "ns" || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return value.toFixed(digits) + " " + unit;
}

/** A point in time, to the microsecond. */
function moment(nanos) {
  return nanos < 0 ? "–" : (nanos / SECOND).toFixed(6) + " s";
}

/** A point on an axis with the unit and digits that its step needs. */
function tickLabel(nanos, step) {
  const [unit, name] = step >= SECOND / 10 ? [SECOND, " s"] : [MILLI, " ms"];
  const digits = Math.max(0, Math.ceil(-Math.log10(step / unit) - 1e-9));
  return (nanos / unit).toFixed(Math.min(digits, 6)) + name;
}

/** The step of 1, 2 or 5 times a power of ten that is at least this. */
function niceStep(atLeast) {
  const power = 10 ** Math.floor(Math.log10(atLeast));
  return power * [1, 2, 5, 10].find((n) => n * power >= atLeast * 0.999999);
}

function signed(nanos) {
  return nanos === 0 ? "±0" : (nanos < 0 ? "−" : "+") + time(Math.abs(nanos));
}

/** An element; names of the recording only ever get into the page as text. */
function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in made) made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

function drawing(name, attributes, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** Black or white, whichever can be read on a colour. */
function inkOn(colour) {
  const channel = (at) => {
    const c = parseInt(colour.slice(at, at + 2), 16) / 255;
    return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  const light = 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
  return light > 0.2 ? "#000000" : "#ffffff";
}

/* Colours that can be told apart with any colour vision (after Okabe and Ito), for both themes. */
const PALETTE = {
  light: ["#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7", "#56b4e9", "#882255", "#999933"],
  dark: ["#4fa3e3", "#f0b23a", "#2cc79a", "#f2793a", "#e29bc3", "#9adcff", "#c2558c", "#c6c65a"],
};
const OTHER = {light: "#9aa1ad", dark: "#717a88"};
const CAUSES = {
  activation: ["waits for activation (max_active)", 1],
  behind: ["behind other works", 0],
  waking: ["worker on its way", 5],
  creating: ["worker being made", 7],
  others: ["CPU taken by others", 3],
  preempted: ["CPU taken by another pool", 4],
  barrier: ["behind a flush", 6],
  switching: ["switching", 2],
};
