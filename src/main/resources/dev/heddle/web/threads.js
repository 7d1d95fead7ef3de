// The tree: fetched once, and again when somebody looks again.
const query = new URLSearchParams(location.search).get('query') ?? '';
const address = '/threads.json' + (query ? '?query=' + encodeURIComponent(query) : '');
const things = (number, one) => count(number) + ' ' + one + (number === 1 ? '' : 's');

function groupElement(group) {
  const details = element('details');
  const summary = element('summary');
  const kind = group.virtual ? 'virtual thread' : 'platform thread';
  const does = [group.state?.toLowerCase().replaceAll('_', ' '), group.waitsFor && 'for ' + group.waitsFor,
    group.heldBy && 'held by ' + group.heldBy].filter(Boolean).join(' ');
  const alone = group.count === 1 && group.names[0];
  summary.append(element('strong', alone || things(group.count, kind)), alone ? `, ${kind}, at ` : ' at ', element('code', group.at || 'no frame'));
  if (does) summary.append(' ', element('span', does, {class: 'soft'}));
  const more = group.count - group.names.length;
  details.append(summary,
    element('p', group.names.map(name => name || '(no name)').join(', ') + (more > 0 ? ` and ${count(more)} more` : '')),
    element('pre', group.stack.join('\n') + (group.hiddenFrames ? `\n… ${count(group.hiddenFrames)} more frames` : '')));
  return details;
}

function containerElement(container) {
  const details = element('details', null, {class: 'card'});
  details.open = true;
  const summary = element('summary');
  summary.append(element('strong', container.kind === 'root' ? 'the process' : container.kind + ' ' + container.name),
    ' ', element('span', things(container.threads, 'thread') + (query ? `, ${count(container.matching)} found` : '')
      + (container.owner ? ', owned by ' + container.owner : ''), {class: 'soft'}));
  const children = element('div', null, {class: 'children'});
  children.append(...container.groups.map(groupElement));
  if (container.hiddenThreads) {
    children.append(element('p', `… ${things(container.hiddenThreads, 'more thread')} in ${things(container.hiddenGroups, 'more place')}`));
  }
  children.append(...container.containers.map(containerElement));
  details.append(summary, children);
  return details;
}

async function look() {
  byId('query').value = query;
  byId('json').href = address;
  try {
    const response = await fetch(address, {cache: 'no-store'});
    if (!response.ok) throw new Error((await response.text()).trim());
    const tree = await response.json();
    setText(byId('state'), `${things(tree.threads, 'thread')}, ${count(tree.virtualThreads)} of them virtual, at `
      + `${clock(Date.parse(tree.takenAt))}; looking took ${micros(tree.seconds * 1e6)}, and is not done again before ${clock(Date.parse(tree.nextAt))}`
      + (query ? `. ${count(tree.matching)} match “${query}”` : ''));
    byId('tree').replaceChildren(...tree.containers.map(containerElement));
  } catch (failure) {
    setText(byId('state'), failure instanceof TypeError ? 'The server has gone.' : failure.message);
  }
}

look();
