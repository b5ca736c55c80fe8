/** The sheet in which a person builds a network and says what is sent in it. */

import { h, icon } from '../../call/js/shared/dom.js';
import { openSheet } from '../../call/js/shared/sheets.js';
import { fieldGrid, firewallField, linkFields, natFields } from './gateway-fields.js';
import { numberField, select, textField } from './fields.js';
import { MOST_MACHINES, add, addInner, addMachine, emptyNet, goodName, livingTraffic, needsTarget, remove, rename, trafficKinds } from './net-builder.js';
import { machinesOf } from './net.js';
import { text } from './messages.en.js';

const words = text.build;

/** Starts from what is shown; `fail` is told when it cannot be run. */
export function openBuilder(lab, scene, fail) {
  const net = lab.run ? scene.copy() : emptyNet();
  net.topology.name = 'mine';
  net.traffic = livingTraffic(net.topology, net.traffic);
  const body = h('div', { class: 'stack builder' });
  const problem = h('p', { class: 'field-error', role: 'alert' });
  const sheet = openSheet(words.title, h('div', { class: 'stack' }, h('p', { class: 'quiet' }, words.lead), body, problem,
    h('div', { class: 'row builder-end' }, h('button', { type: 'button', 'data-action': 'cancel-build', onclick: () => sheet.close() }, words.cancel), h('button', { type: 'button', class: 'primary', 'data-action': 'run-build', onclick: run }, words.run))));
  sheet.classList.add('sheet-wide');
  draw();
  return sheet;

  function change(topology) {
    if (machinesOf(topology).length > MOST_MACHINES) {
      problem.textContent = words.too(MOST_MACHINES);
      return;
    }
    problem.textContent = '';
    net.topology = topology;
    net.traffic = livingTraffic(topology, net.traffic);
    draw();
  }

  /** Draws all anew; whoever had the focus gets it back, if still there. */
  function draw() {
    const focus = document.activeElement?.dataset?.action;
    const open = new Set([...body.querySelectorAll('details[open]')].map((one) => one.dataset.thing));
    body.replaceChildren(
      h('div', { class: 'row' }, ['home', 'office', 'carrier', 'server'].map((kind) => h('button', { type: 'button', 'data-action': `add-${kind}`, onclick: () => change(add(net.topology, kind)) }, `+ ${words.add[kind]}`))),
      ...net.topology.machines.map((machine) => machinePart(machine, open)), ...net.topology.sites.map((site) => sitePart(site, open)), trafficPart());
    if (focus) (body.querySelector(`[data-action="${focus}"]`) ?? sheet).focus?.();
  }

  function head(kind, name, note) {
    return h('summary', {}, h('span', { class: 'builder-name' }, h('strong', {}, name), ' ', h('span', { class: 'small quiet' }, `${kind} · ${note}`)));
  }

  function nameField(name) {
    return textField(words.name, name, (to) => {
      if (!goodName(net.topology, name, to)) return false;
      net.traffic = net.traffic.map((item) => ({ ...item, from: item.from === name ? to : item.from, to: item.to === name ? to : item.to }));
      change(rename(net.topology, name, to));
      return true;
    });
  }

  function removeButton(name) {
    return h('button', { type: 'button', class: 'plain builder-remove', 'data-action': `remove-${name}`, onclick: () => change(remove(net.topology, name)) }, icon('close', true), words.remove(name));
  }

  function machinePart(machine, open, kind = words.server) {
    return h('details', { class: 'builder-thing', 'data-thing': machine.name, open: open.has(machine.name) }, head(kind, machine.name, machine.addresses[0]),
      fieldGrid(nameField(machine.name), linkFields(machine, 'link')), removeButton(machine.name));
  }

  function sitePart(site, open) {
    const fields = h('div', {});
    const again = () => fields.replaceChildren(fieldGrid(nameField(site.name), firewallField(site.gateway), natFields(site.gateway, again), linkFields(site, 'uplink')));
    again();
    return h('details', { class: 'builder-thing', 'data-thing': site.name, open: open.has(site.name) }, head(words.site, site.name, `${site.gateway.outside[0]}, ${site.inside.join(', ')}`),
      fields,
      h('div', { class: 'builder-inside' },
        ...site.machines.map((machine) => machinePart(machine, open, words.machine)), ...site.sites.map((inner) => sitePart(inner, open)),
        h('div', { class: 'row' },
          h('button', { type: 'button', 'data-action': `add-machine-${site.name}`, onclick: () => change(addMachine(net.topology, site.name)) }, `+ ${words.add.host}`),
          site.gateway.nat.kind !== 'none' && site.inside[0].startsWith('100.64') ? h('button', { type: 'button', 'data-action': `add-inner-${site.name}`, onclick: () => change(addInner(net.topology, site.name)) }, `+ ${words.add.inner}`) : null)),
      removeButton(site.name));
  }

  function trafficPart() {
    const draft = { kind: 'ping', from: '', to: '', at: net.traffic.length * 1000 };
    const names = machinesOf(net.topology).map(({ machine }) => machine.name);
    [draft.from = '', draft.to = names[0] ?? ''] = [names.at(-1), names[0]];
    const options = Object.fromEntries(names.map((name) => [name, name]));
    const kinds = Object.fromEntries(trafficKinds(net.topology).map((kind) => [kind, text.traffic.kinds[kind]]));
    const target = select(text.traffic.to, options, draft.to, (to) => { draft.to = to; });
    return h('section', { class: 'stack-tight', 'aria-labelledby': 'builder-traffic' }, h('h3', { id: 'builder-traffic' }, text.traffic.title),
      h('ul', { class: 'stack-tight' }, net.traffic.map((item, i) => h('li', { class: 'builder-item' }, h('span', { class: 'numbers' }, text.traffic.words(item)), h('button', { type: 'button', class: 'plain only-icon', 'aria-label': text.traffic.remove(text.traffic.words(item)), onclick: () => { net.traffic.splice(i, 1); draw(); } }, icon('close'))))),
      net.traffic.length === 0 ? h('p', { class: 'quiet small' }, text.traffic.none) : null,
      names.length < 2 ? null : h('div', { class: 'stack-tight' },
        fieldGrid(
          select(text.traffic.what, kinds, draft.kind, (kind) => { draft.kind = kind; target.hidden = !needsTarget(kind); }, { wide: true }),
          select(text.traffic.from, options, draft.from, (from) => { draft.from = from; }), target,
          numberField(text.traffic.at, draft.at, { min: 0, max: 3_600_000, unit: words.units.ms }, (at) => { draft.at = at; })),
        h('button', { type: 'button', 'data-action': 'add-traffic', onclick: () => { net.traffic.push(itemOf(draft)); draw(); } }, `+ ${text.traffic.add}`)));
  }

  async function run() {
    try {
      await scene.open({ net: { topology: net.topology, traffic: net.traffic }, seed: net.seed });
      sheet.close();
    } catch (error) {
      problem.textContent = error.message;
      if (!sheet.open) fail(error);
    }
  }
}

function itemOf({ kind, from, to, at }) {
  return needsTarget(kind) ? { kind, at, from, to } : { kind, at, from };
}
