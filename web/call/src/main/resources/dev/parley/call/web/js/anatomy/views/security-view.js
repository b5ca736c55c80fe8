/** What DTLS and SRTP agreed on. */

import { own } from '../../shared/own.js';
import { h } from '../../shared/dom.js';
import { securityOf } from '../model/security.js';
import { facts, Parts, words } from './parts.js';

export class SecurityView {
  constructor() {
    this.element = h('div', { class: 'stack' }, h('p', {}, words.security.lead));
    this.parts = new Parts(this.element);
  }

  show({ recording, peer, name }) {
    const security = securityOf(recording, peer);
    const said = words.security;
    this.parts.put('dtls', [security.version, security.cipher, security.role, security.iceRole, security.state, security.setup], () => h('section', { class: 'finding', 'data-security': 'dtls' }, h('h2', {}, said.handshake), facts([
      [said.state, security.state ? own(said.states, security.state) ?? security.state : said.unknown],
      [said.version, security.version ?? said.unknown],
      [said.cipher, named(security.cipher)],
      [said.role, security.role ? own(said.roles, security.role) ?? security.role : said.unknown],
      [said.setup, said.setups(security.setup.here, security.setup.there)],
      [said.iceRole, security.iceRole ? own(said.iceRoles, security.iceRole) ?? security.iceRole : said.unknown],
    ])));
    this.parts.put('srtp', security.srtp ?? '', () => h('section', { class: 'finding', 'data-security': 'srtp' }, h('h2', {}, said.media), facts([[said.cipher, named(security.srtp)]])));
    this.parts.put('certificates', [security.certificates, name], () => h('section', { class: 'finding', 'data-security': 'certificates' }, h('h2', {}, said.certificates), security.certificates.map((certificate) => certificateOf(certificate, name))));
  }
}

function certificateOf({ side, hash, fingerprint, said, matches }, name) {
  const verdict = matches === null ? (said ? words.security.announced : words.security.unknown) : matches ? words.security.matches : words.security.differs;
  return h('div', { class: 'certificate', 'data-side': side, 'data-matches': matches === null ? null : String(matches) },
    h('h3', {}, side === 'here' ? words.security.here : words.security.there(name)),
    h('p', { class: 'mono fingerprint' }, hash ? `${hash} ` : '', grouped(fingerprint ?? said ?? '')),
    h('p', { class: matches === false ? 'is-bad' : 'small quiet' }, verdict));
}

/** Breaks between the bytes, so that a fingerprint fits a phone. */
function grouped(fingerprint) {
  return fingerprint.split(':').flatMap((byte, i) => (i === 0 ? [byte] : [h('wbr'), `:${byte}`]));
}

function named(cipher) {
  if (!cipher) return words.security.unknown;
  const meaning = words.security.ciphers[cipher];
  return h('span', {}, h('code', {}, cipher), meaning ? h('span', { class: 'quiet' }, ` ${meaning}`) : null);
}
