// How figures are written. Text reaches the page as text alone: nothing here makes markup of it.
const byId = id => document.getElementById(id);
const whole = new Intl.NumberFormat('en', {maximumFractionDigits: 0});
const digits = new Intl.NumberFormat('en', {maximumSignificantDigits: 3});
const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

const count = value => value == null ? '–' : whole.format(value);
const perSecond = value => value == null ? '–'
  : value >= 100 || value === 0 ? whole.format(value) : digits.format(value);

function bytes(value) {
  if (value == null) return '–';
  let unit = 0;
  for (; value >= 1024 && unit < UNITS.length - 1; unit++) value /= 1024;
  return digits.format(value) + ' ' + UNITS[unit];
}

function micros(value) {
  if (value == null) return '–';
  if (value < 1e3) return digits.format(value) + ' µs';
  return value < 1e6 ? digits.format(value / 1e3) + ' ms' : digits.format(value / 1e6) + ' s';
}

const cores = value => value == null ? '–' : value.toFixed(2);
const clock = millis => new Date(millis).toLocaleTimeString('en-GB');

function element(tag, text, attributes = {}) {
  const made = document.createElement(tag);
  if (text != null) made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

/** May be broken after its dots, where there is no room. */
function frameElement(text) {
  const code = element('code');
  for (const piece of text.split(/(?<=\.)/)) code.append(piece, element('wbr'));
  return code;
}

function setText(node, text) {
  if (node.textContent !== text) node.textContent = text; // what stays is not read out again
}
