// The page: takes samples from /events and shows them; says so when none come, and tries again.
const MOST = 300;
const OVERDUE = 4000;
const AGAIN = 2000;
const NOW = {
  connections: s => count(s.connections),
  greetingRate: s => perSecond(s.rates.greetings),
  p50: s => micros(s.handling?.p50),
  p99: s => micros(s.handling?.p99),
  cpu: s => cores(s.cpu),
  resident: s => bytes(s.resident),
  platformThreads: s => count(s.platformThreads),
  sessionThreads: s => count(s.sessionThreads),
  served: s => count(s.served),
  greetings: s => count(s.greetings),
  bytesIn: s => count(s.bytesIn),
  bytesOut: s => count(s.bytesOut),
  acceptFailures: s => count(s.acceptFailures),
  datagrams: s => count(s.datagrams),
  replies: s => count(s.replies),
};
let samples = [];
let source = null;
let lastSeen = 0;
let waiting = null;
const charts = CHARTS.map(plan => new Chart(plan, byId('charts')));

function say(kind, text) {
  byId('state').className = 'state ' + kind;
  setText(byId('state'), text);
  document.body.classList.toggle('stale', kind === 'gone');
}

function show() {
  const last = samples.at(-1);
  if (!last) return;
  for (const cell of document.querySelectorAll('[data-now]')) setText(cell, NOW[cell.dataset.now](last));
  for (const table of document.querySelectorAll('[data-reasons]')) showReasons(table, last);
  if (!document.hidden) for (const chart of charts) chart.show(samples);
  say(last.state, last.state === 'ready' ? 'Live' : 'The server is draining');
  document.title = (last.state === 'ready' ? perSecond(last.rates.greetings) + '/s' : 'Draining') + ' – Heddle';
}

function showReasons(table, sample) {
  const name = table.dataset.reasons;
  for (const [reason, number] of Object.entries(sample[name])) {
    const id = name + '-' + reason;
    if (!byId(id)) {
      const row = table.tBodies[0].insertRow();
      const words = reason.replaceAll('_', ' ');
      row.append(element('th', name === 'dropped' ? 'dropped: ' + words : words, {scope: 'row'}),
        element('td', '', {id}));
    }
    setText(byId(id), count(number));
    byId(id).parentNode.classList.toggle('zero', number === 0);
  }
}

function showPinning(pinning) {
  const {places} = pinning;
  const note = byId('pinning-note');
  setText(note, pinning.problem ?? (places.length > 0
    ? 'Virtual threads blocked here and kept their carriers, which no other could use meanwhile:'
    : 'None since somebody has looked at this page.'));
  note.classList.toggle('found', places.length > 0);
  byId('pinning').hidden = places.length === 0;
  const body = byId('pinning').querySelector('tbody');
  const open = new Set([...body.querySelectorAll('details[open]')].map(d => d.dataset.place));
  const focused = body.contains(document.activeElement) ? document.activeElement.parentNode.dataset.place : null;
  body.replaceChildren(...places.map(place => {
    const row = element('tr');
    const where = element('td', null, {class: 't'});
    const id = [place.place, place.reason, place.operation].join();
    const details = element('details', null, {'data-place': id});
    details.open = open.has(id);
    const summary = element('summary');
    summary.append(frameElement(place.place));
    details.append(summary, element('p', [place.reason, place.operation, place.thread && 'thread ' + place.thread]
      .filter(Boolean).join('; ')), element('pre', place.stack.join('\n')));
    where.append(details);
    row.append(where, element('td', count(place.count)), element('td', micros(place.longest)),
      element('td', micros(place.total)), element('td', clock(place.lastSeen), {class: 't'}));
    return row;
  }));
  [...body.querySelectorAll('details')].find(d => d.dataset.place === focused)?.firstChild.focus({preventScroll: true});
}

function gone() {
  if (byId('state').classList.contains('gone')) return;
  const since = samples.length ? '; the figures are of ' + clock(samples.at(-1).time) : '';
  say('gone', 'The server has gone' + since + '. Trying again…');
  document.title = 'Gone – Heddle';
}

// What a closed stream means: no server, or one that has viewers enough.
async function explain() {
  try {
    await fetch('/health', {cache: 'no-store', signal: AbortSignal.timeout(AGAIN)});
    if (!samples.length) say('waiting', 'The server has as many viewers as it takes. Trying again…');
    else gone();
  } catch {
    gone();
  }
}

function connect() {
  clearTimeout(waiting);
  source?.close();
  source = new EventSource('/events');
  const hear = (type, take) => source.addEventListener(type, event => {
    lastSeen = Date.now();
    take(JSON.parse(event.data));
  });
  hear('about', about => {
    setText(byId('about'), `Heddle ${about.version} on Java ${about.java}, ${about.threads} threads, process ${about.pid}, since ${new Date(about.started).toLocaleString('en-GB')}`);
  });
  hear('history', history => { samples = history; show(); });
  hear('sample', sample => {
    samples.push(sample);
    if (samples.length > MOST) samples.shift();
    show();
  });
  hear('pinning', showPinning);
  source.onerror = () => {
    source.close();
    explain();
    clearTimeout(waiting);
    waiting = setTimeout(connect, AGAIN);
  };
}

setInterval(() => {
  if (samples.length && Date.now() - lastSeen > OVERDUE) gone();
}, 1000);
document.addEventListener('visibilitychange', show);
new ResizeObserver(() => charts.forEach(chart => chart.resize())).observe(byId('charts'));
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => charts.forEach(chart => chart.draw()));
connect();
