// The charts: what they show of a sample, and a table of the same for who can't see them.
const CHARTS = [
  {title: 'Open connections', write: count, series: [['open', s => s.connections]]},
  {title: 'Answers a second', write: perSecond, series: [
    ['greetings', s => s.rates.greetings], ['datagrams', s => s.rates.datagrams]]},
  {title: 'Own work', note: 'from read to answer', write: micros, log: true, series: [
    ['p50', s => s.handling?.p50], ['p99', s => s.handling?.p99], ['p99.9', s => s.handling?.p999]]},
  {title: 'CPU', note: 'cores in use', write: cores, least: 0.1, series: [['process', s => s.cpu]]},
  {title: 'Memory', write: bytes, binary: true, series: [
    ['resident', s => s.resident], ['heap taken', s => s.heapCommitted], ['heap used', s => s.heapUsed]]},
  {title: 'Threads', write: count, series: [
    ['sessions', s => s.sessionThreads], ['platform', s => s.platformThreads]]},
  {title: 'The JDK’s scheduler', note: 'event loops have their own; its load from Java 24 on', write: count, series: [
    ['parallelism', s => s.parallelism], ['on a carrier', s => s.mounted], ['queued', s => s.queued]]},
  {title: 'Not served, a second', write: perSecond, series: [
    ['connections', s => s.rates.refused], ['datagrams', s => s.rates.dropped]]},
];
const SPAN = 300;
const HEIGHT = 170;
const TABLE_ROWS = 12;
const TABLE_STEP = 5;
const STROKES = [[], [6, 3], [2, 3]];
const DASHES = ['solid', 'dashed', 'dotted'];
const WHOLE = [...Array(12).keys()].flatMap(n => [1, 2, 5].map(digit => digit * 10 ** n));
const BINARY = [...Array(41).keys()].map(n => 2 ** n);
const style = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function decades(plot, axis, min, max) {
  const splits = [];
  for (let power = Math.ceil(Math.log10(min)); 10 ** power <= max; power++) splits.push(10 ** power);
  return splits;
}

/** Samples with none beside them, to which no line leads: they are dots. */
function lonely(plot, series) {
  const values = plot.data[series];
  return [...values.keys()].filter(i => values[i] != null && values[i - 1] == null && values[i + 1] == null);
}

class Chart {
  constructor(plan, parent) {
    this.plan = plan;
    this.figure = element('figure', null, {class: 'chart'});
    const caption = element('figcaption', plan.title);
    if (plan.note) caption.append(' ', element('span', plan.note));
    this.at = element('span', '', {class: 'at'});
    caption.append(this.at);
    this.place = element('div', null, {role: 'img'});
    this.details = element('details');
    this.details.append(element('summary', 'As a table', {'aria-label': plan.title + ' as a table'}));
    this.scroll = element('div', null, {class: 'scroll'});
    this.details.append(this.scroll);
    this.details.addEventListener('toggle', () => this.writeTable());
    this.figure.append(caption, this.place, this.details);
    parent.append(this.figure);
    this.draw();
  }

  draw() {
    this.plot?.destroy();
    const {plan} = this;
    const axis = {stroke: style('--soft'), grid: {stroke: style('--grid'), width: 1},
      ticks: {show: false}, font: '12px system-ui, sans-serif'};
    this.plot = new uPlot({
      width: this.width(), height: HEIGHT,
      scales: {
        x: {range: (u, min, max) => [Math.min(min, max - SPAN), max]},
        y: plan.log ? {distr: 3, range: (u, min, max) => min > 0 ? [min / 2, max * 2] : [1, 1000]}
          : {range: (u, min, max) => [0, Math.max(1.1 * max, plan.least ?? 1)]},
      },
      axes: [
        {...axis, size: 28, incrs: [60, 120], space: 44, values: (u, ticks) => ticks.map(t => clock(t * 1000).slice(0, 5))},
        {...axis, size: 66, ...(plan.binary ? {incrs: BINARY} : plan.least ? {} : {incrs: WHOLE}),
          ...(plan.log ? {splits: decades} : {}),
          values: (u, ticks) => ticks.map(t => t == null ? '' : plan.write(t))},
      ],
      series: [
        {label: 'at', value: (u, t) => t == null ? '' : clock(t * 1000)},
        ...plan.series.map(([label], i) => ({label, stroke: style('--s' + i), width: 1.75,
          dash: STROKES[i], points: {show: false, filter: lonely, size: 4, fill: style('--s' + i)}, value: (u, value) => plan.write(value)})),
      ],
      legend: {live: true, markers: {width: 2, dash: (u, i) => DASHES[i - 1]}},
      cursor: {y: false, drag: {x: false, y: false}, sync: {key: 'moment'}},
      hooks: {setCursor: [() => this.tell()]},
    }, this.data ?? [[], ...plan.series.map(() => [])], this.place);
  }

  /** The legend tells of the moment that the pointer is at, over whatever chart; else the newest. */
  tell() {
    const {idx, left} = this.plot.cursor;
    const pointed = idx != null && left >= 0 ? this.samples?.[idx] : null;
    setText(this.at, pointed ? clock(pointed.time) : '');
    if (!pointed && this.samples?.length) this.plot.setLegend({idx: this.samples.length - 1});
  }

  width() {
    return Math.max(this.place.clientWidth, 200);
  }

  show(samples) {
    this.samples = samples;
    this.data = [samples.map(s => s.time / 1000),
      ...this.plan.series.map(([, of]) => samples.map(s => of(s) ?? null))];
    this.plot.setData(this.data);
    this.tell();
    const last = samples.at(-1);
    const now = this.plan.series.map(([label, of]) => `${label} ${this.plan.write(of(last))}`);
    this.place.setAttribute('aria-label', `Chart: ${this.plan.title}, now ${now.join(', ')}`);
    if (this.details.open && !this.details.contains(document.activeElement)) this.writeTable();
  }

  resize() {
    if (this.width() !== this.plot.width) this.plot.setSize({width: this.width(), height: HEIGHT});
  }

  writeTable() {
    if (!this.details.open || !this.samples) return;
    const table = element('table');
    const head = table.createTHead().insertRow();
    head.append(element('th', 'At', {scope: 'col'}));
    for (const [label] of this.plan.series) head.append(element('th', label, {scope: 'col', class: 'n'}));
    const body = table.createTBody();
    for (let i = 0; i < TABLE_ROWS; i++) {
      const sample = this.samples.at(-1 - i * TABLE_STEP);
      if (!sample) break;
      const row = body.insertRow();
      row.append(element('th', clock(sample.time), {scope: 'row'}));
      for (const [, of] of this.plan.series) row.append(element('td', this.plan.write(of(sample)), {class: 'n'}));
    }
    this.scroll.replaceChildren(table);
  }
}
