/** A throw-away certificate authority, one for each run, trusted by the browsers of the tests alone. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { have, run, temporaryFolder } from './children.mjs';

const NICKNAME = 'Parley test authority';

/** Why there can be no authority here, or null. */
export function whyNoAuthority() {
  if (!have('openssl')) return 'openssl is missing';
  if (!have('certutil')) return 'certutil is missing (Debian package libnss3-tools)';
  return null;
}

/** The addresses of this machine that are not loopback. */
export function ownAddresses() {
  return Object.values(networkInterfaces())
    .flat()
    .filter((address) => !address.internal && !address.address.startsWith('fe80:'))
    .map((address) => address.address);
}

/** A host for STUN and TURN URLs: Firefox sends no datagrams to a loopback address. */
export function ownHost() {
  return ownAddresses().find((address) => address.includes('.')) ?? 'localhost';
}

export class Authority {
  /** `more`: further names of the server, such as `DNS:server`. */
  constructor(more = []) {
    const folder = temporaryFolder('authority');
    const file = (name) => join(folder, name);
    this.certificate = file('authority.pem');
    this.serverCertificate = file('server.pem');
    this.serverKey = file('server.key');
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
    const quiet = { stdio: 'pipe' };
    run('openssl', ['req', '-x509', ...key, '-keyout', file('authority.key'), '-out', this.certificate, '-days', '2', '-subj', `/CN=${NICKNAME}`,
      '-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign,cRLSign'], quiet);
    run('openssl', ['req', ...key, '-keyout', this.serverKey, '-out', file('server.csr'), '-subj', '/CN=localhost'], quiet);
    const names = ['DNS:localhost', 'IP:127.0.0.1', 'IP:::1', ...ownAddresses().map((address) => `IP:${address}`), ...more];
    writeFileSync(file('extensions'), `subjectAltName=${names.join(',')}\nextendedKeyUsage=serverAuth\nbasicConstraints=CA:FALSE\n`);
    run('openssl', ['x509', '-req', '-in', file('server.csr'), '-CA', this.certificate, '-CAkey', file('authority.key'), '-CAcreateserial',
      '-out', this.serverCertificate, '-days', '2', '-extfile', file('extensions')], quiet);
  }

  /** Makes the certificate database in a folder trust this authority: a Firefox profile, or Chromium's nssdb. */
  trustIn(database) {
    mkdirSync(database, { recursive: true });
    run('certutil', ['-d', `sql:${database}`, '-N', '--empty-password']);
    run('certutil', ['-d', `sql:${database}`, '-A', '-t', 'C,,', '-n', NICKNAME, '-i', this.certificate]);
  }
}
