/** The sheet for changing a gateway or a link at the moment that is shown, and running on from there. */

import { h } from '../../call/js/shared/dom.js';
import { openSheet } from '../../call/js/shared/sheets.js';
import { fieldGrid, linkFields, natFields } from './gateway-fields.js';
import { select } from './fields.js';
import { machinesOf, siteOf, sitesOf } from './net.js';
import { moment, text } from './messages.en.js';

const words = text.changes;

export function openChanges(lab, scene, fail) {
  const { run, player } = lab;
  const at = Math.floor(player.now / 1e6);
  const sites = sitesOf(run.topology).map(({ name }) => name);
  const machines = machinesOf(run.topology).map(({ machine }) => machine.name);
  const draft = { what: sites.length > 0 ? 'nat' : 'link', site: lab.chosenGateway ?? sites[0], node: sites[0] ?? machines[0], gateway: null, holder: null };
  const fields = h('div', { class: 'stack' });
  const problem = h('p', { class: 'field-error', role: 'alert' });
  const start = h('input', { type: 'checkbox', id: 'change-start' });
  const sheet = openSheet(words.title, h('div', { class: 'stack' }, h('p', { class: 'quiet' }, words.lead(moment(at * 1e6))), fields,
    h('label', { class: 'check', for: 'change-start' }, start, words.fromStart), problem,
    h('div', { class: 'row builder-end' }, h('button', { type: 'button', onclick: () => sheet.close() }, text.build.cancel), h('button', { type: 'button', class: 'primary', 'data-action': 'run-change', onclick: apply }, words.run))));
  sheet.classList.add('sheet-wide');
  draw();
  return sheet;

  function draw() {
    const kinds = { ...(sites.length > 0 ? { nat: words.nat, reboot: words.reboot } : {}), link: words.link };
    const parts = [select(words.what, kinds, draft.what, (what) => { draft.what = what; draw(); })];
    if (draft.what === 'link') {
      parts.push(select(words.of, named([...sites, ...machines]), draft.node, (node) => { draft.node = node; draft.holder = null; draw(); }));
      draft.holder ??= { link: structuredClone(linkOf(draft.node)) };
      parts.push(fieldGrid(linkFields(draft.holder, 'link')));
    } else {
      parts.push(select(words.of, named(sites), draft.site, (site) => { draft.site = site; draft.gateway = null; draw(); }));
      if (draft.what === 'nat') {
        draft.gateway ??= structuredClone(siteOf(run.topology, draft.site).gateway);
        parts.push(fieldGrid(natFields(draft.gateway, draw)));
      }
    }
    fields.replaceChildren(...parts);
  }

  function linkOf(name) {
    return siteOf(run.topology, name)?.uplink ?? machinesOf(run.topology).find(({ machine }) => machine.name === name).machine.link;
  }

  async function apply() {
    const when = start.checked ? 0 : at;
    const change = draft.what === 'link' ? { kind: 'link', at: when, node: draft.node, link: draft.holder.link }
      : draft.what === 'nat' ? { kind: 'nat', at: when, site: draft.site, nat: draft.gateway.nat } : { kind: 'reboot', at: when, site: draft.site };
    try {
      await scene.change([...scene.changes, change], start.checked ? 0 : player.count);
      sheet.close();
    } catch (error) {
      problem.textContent = error.message;
      if (!sheet.open) fail(error);
    }
  }
}

function named(names) {
  return Object.fromEntries(names.map((name) => [name, name]));
}
