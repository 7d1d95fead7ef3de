// The tree: fetched once, and again when somebody looks again, or there is a server again.
const AGAIN = 2000;
const asked = () => new URLSearchParams(location.search).get('query') ?? '';
const search = text => text ? '?query=' + encodeURIComponent(text) : '';
let query = asked();
let seen = null;
let looks = 0;
let waiting = null;
const things = (number, one) => count(number) + ' ' + one + (number === 1 ? '' : 's');

function groupElement(group) {
  const details = element('details');
  const summary = element('summary');
  const does = [group.state.toLowerCase().replaceAll('_', ' '), group.waitsFor && 'for ' + group.waitsFor].filter(Boolean).join(' ');
  const alone = group.count === 1 && group.names[0];
  summary.append(element('strong', alone || things(group.count, 'thread')), ' ',
    element('span', group.virtual ? 'virtual' : 'platform', {class: 'kind'}), ' ',
    group.at ? frameElement(group.at) : element('span', 'in native code', {class: 'soft'}));
  if (does) summary.append(' ', element('span', does, {class: 'soft'}));
  const more = group.count - group.names.length;
  details.append(summary,
    element('p', group.names.map(name => name || '(no name)').join(', ') + (more > 0 ? ` and ${count(more)} more` : '')),
    element('pre', group.stack.join('\n') + (group.hiddenFrames ? `\n… ${count(group.hiddenFrames)} more frames` : '')));
  return details;
}

const threadsWithin = container => container.containers.map(threadsWithin).reduce((a, b) => a + b, container.threads);

/** Scopes before executors: what the server has structured before what the JDK keeps; then the largest. */
const byInterest = (a, b) => (b.kind === 'scope') - (a.kind === 'scope') || threadsWithin(b) - threadsWithin(a);

function containerElement(container) {
  const isRoot = container.kind === 'root';
  const details = element('details', null, {class: threadsWithin(container) ? 'card' : 'card none'});
  details.open = true;
  const summary = element('summary');
  if (!isRoot) summary.append(element('span', container.kind, {class: 'kind'}), ' ');
  summary.append(element('strong', isRoot ? 'The process' : container.name),
    ' ', element('span', things(container.threads, 'thread') + (isRoot ? ' of its own' : '') + (query ? `, ${count(container.matching)} found` : '')
      + (container.owner ? ', owned by ' + container.owner : ''), {class: 'soft'}));
  const children = element('div', null, {class: 'children'});
  const within = container.containers.toSorted(byInterest).map(containerElement);
  if (isRoot) children.append(...within);
  children.append(...container.groups.map(groupElement));
  if (container.hiddenThreads) {
    children.append(element('p', `… ${things(container.hiddenThreads, 'more thread')} in ${things(container.hiddenGroups, 'more place')}`));
  }
  if (!isRoot) children.append(...within);
  details.append(summary, children);
  return details;
}

function say(text, isGone = false) {
  setText(byId('state'), text);
  byId('state').classList.toggle('gone', isGone);
  document.body.classList.toggle('stale', isGone);
}

function show(tree) {
  seen = clock(Date.parse(tree.takenAt));
  say(`${things(tree.threads, 'thread')}, ${count(tree.virtualThreads)} of them virtual, at `
    + `${seen}; looking took ${micros(tree.seconds * 1e6)}, and is not done again before ${clock(Date.parse(tree.nextAt))}`
    + (query ? `. ${count(tree.matching)} match “${query}”` : ''));
  byId('tree').replaceChildren(...tree.containers.map(containerElement));
}

/** Of several looks the last counts. What was seen stays while there is no server. */
async function look() {
  const number = ++looks;
  clearTimeout(waiting);
  byId('json').href = '/threads.json' + search(query);
  try {
    const response = await fetch('/threads.json' + search(query), {cache: 'no-store'});
    if (!response.ok) throw new Error((await response.text()).trim());
    const tree = await response.json();
    if (number === looks) show(tree);
  } catch (failure) {
    if (number !== looks) return;
    if (!(failure instanceof TypeError)) return say(failure.message);
    say('The server has gone' + (seen ? `; this was seen at ${seen}` : '') + '. Trying again…', true);
    waiting = setTimeout(look, AGAIN);
  }
}

function lookFor(text) {
  query = text;
  byId('query').value = query;
  say('Looking…');
  look();
}

byId('query').form.addEventListener('submit', event => {
  event.preventDefault();
  const text = byId('query').value;
  if (text !== query) history.pushState(null, '', '/threads' + search(text));
  lookFor(text);
});
addEventListener('popstate', () => lookFor(asked()));
lookFor(query);
