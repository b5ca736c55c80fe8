/** What never leaves in a file, and addresses that stand for others. Pure. */

import { isPublic } from './mapping.js';
import { shown } from './sdp.js';

const IPV4 = /(?<![\w.-])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]|-\w)/g;
const IPV6 = /(?<![\w:.])(?:[0-9a-fA-F]{0,4}:){2,7}(?:[0-9a-fA-F]{0,4}|(?:\d{1,3}\.){3}\d{1,3})(?![\w:.])/g;
const LOCAL_NAME = /(?<![\w.-])[\w-]{1,63}\.local(?![\w-])/g;
const URL_HOST = /^((?:stun|turn)s?:)([^:?[\]]+)/i;
const MEANINGLESS = new Set(['0.0.0.0', '127.0.0.1', '::', '::1']);
const SECRET_KEY = /(pwd|password|credential|secret|token|username|label)$/i;

/** Passwords, keys and words of people out; everything else stays. Descriptions keep their lines. */
export function withoutSecrets(value, key = '') {
  if (typeof value === 'string') return value.includes('\n') || /^[a-z]=/.test(value) ? value.split('\n').map(shown).join('\n') : shown(value);
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, key));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !SECRET_KEY.test(name)).map(([name, item]) => [name, withoutSecrets(item, name)]));
}

/**
 * Replaces each address by one that stands for it: the same one the same way everywhere, private ones by 10.0.0.N, public
 * ones by 203.0.113.N, those of IPv6 by fd00::N and 2001:db8::N, so that a path can still be read.
 */
export class AddressMask {
  #known = new Map();
  #counts = new Map();

  text(text) {
    return text
      .replace(URL_HOST, (whole, scheme, host) => (/^[\d.]+$/.test(host) ? whole : scheme + this.#stand(host.toLowerCase(), (n) => `server-${n}.example`)))
      .replace(IPV4, (address) => this.#address(address))
      .replace(IPV6, (address) => (address.includes('::') || address.split(':').length === 8 ? this.#address(address.toLowerCase()) : address))
      .replace(LOCAL_NAME, (name) => this.#stand(name, (n) => `hidden-${n}.local`));
  }

  /** Masks all strings of a plain value. */
  value(value) {
    if (typeof value === 'string') return this.text(value);
    if (Array.isArray(value)) return value.map((item) => this.value(item));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, this.value(item)]));
  }

  #address(address) {
    if (MEANINGLESS.has(address)) return address;
    const outside = isPublic(address);
    if (address.includes(':')) return this.#stand(address, outside ? (n) => `2001:db8::${n.toString(16)}` : (n) => `fd00::${n.toString(16)}`);
    return this.#stand(address, outside ? (n) => `203.0.113.${n}` : (n) => `10.0.0.${n}`);
  }

  #stand(real, name) {
    if (!this.#known.has(real)) {
      const kind = name(0);
      const n = (this.#counts.get(kind) ?? 0) + 1;
      this.#counts.set(kind, n);
      this.#known.set(real, name(n));
    }
    return this.#known.get(real);
  }
}
