/** Chromium (by CDP) and Firefox (by WebDriver BiDi) of the system, each with a fresh profile. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { ownAddresses } from './authority.mjs';
import { have, temporaryFolder } from './children.mjs';

const CHROMIUM = [process.env.CHROMIUM, 'chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const FIREFOX = [process.env.FIREFOX, 'firefox-esr', 'firefox'];
const START_MILLIS = 90_000; // seconds on an idle machine
const ATTEMPTS = 3;

const CHROMIUM_FLAGS = [
  '--no-sandbox', // the tests may run as root, where Chromium has none
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream', // also makes it tell its own addresses instead of mDNS names
  '--autoplay-policy=no-user-gesture-required',
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
  '--mute-audio',
];

const LEFT_OUT = { devices: ['--use-fake-device-for-media-stream'], permission: ['--use-fake-ui-for-media-stream'] };

const FIREFOX_PREFERENCES = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'media.autoplay.default': 0,
  'media.autoplay.blocking_policy': 0,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
  'network.proxy.type': 0,
  'network.trr.mode': 5,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'app.update.enabled': false,
  'app.normandy.enabled': false,
  'toolkit.telemetry.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'extensions.update.enabled': false,
};

const executable = { chromium: find(CHROMIUM), firefox: find(FIREFOX) };

function find(names) {
  return names.find((name) => name && have(name)) ?? null;
}

/** Why this browser cannot be driven here, or null. */
export function whyNot(kind) {
  return executable[kind] ? null : `${kind} is missing (Debian package ${kind === 'firefox' ? 'firefox-esr' : kind})`;
}

/**
 * Starts a browser; with an authority it trusts the certificates that this one signed. `camera`: a video file that
 * Chromium's camera shows instead of its test picture. `door`: a program that runs its arguments on a machine of a lab;
 * for Chromium alone, which is driven through pipes. `without`: `devices` for a machine that has none, `permission` for
 * a person who lets the page have none; for Chromium alone.
 */
export async function launch(kind, options = {}) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await launchOnce(kind, options);
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      console.error(`${kind} did not start (${error.message}): once more`);
    }
  }
}

async function launchOnce(kind, { authority, camera, door, without = null, width = 1280, height = 800 }) {
  const home = temporaryFolder(kind);
  const profile = join(home, 'profile');
  const scratch = join(home, 'tmp'); // what they and PulseAudio leave behind goes away with the home
  for (const folder of [profile, scratch]) mkdirSync(folder);
  if (authority) authority.trustIn(kind === 'firefox' ? profile : join(home, '.pki', 'nssdb'));
  const options = {
    executablePath: door ? behind(door, path(executable[kind])) : path(executable[kind]),
    headless: true,
    userDataDir: profile,
    env: { ...process.env, HOME: home, XDG_CONFIG_HOME: join(home, '.config'), XDG_CACHE_HOME: join(home, '.cache'), TMPDIR: scratch },
    timeout: START_MILLIS,
    protocolTimeout: START_MILLIS,
    defaultViewport: { width, height },
  };
  const alone = !door && ownAddresses().length === 0; // no network at all: loopback must do
  return puppeteer.launch(
    kind === 'firefox'
      ? { ...options, browser: 'firefox', extraPrefsFirefox: { ...FIREFOX_PREFERENCES, ...(alone && { 'media.peerconnection.ice.loopback': true }) } }
      : { ...options, pipe: true, args: [...CHROMIUM_FLAGS.filter((flag) => !LEFT_OUT[without]?.includes(flag)), ...(alone ? ['--allow-loopback-in-peer-connection'] : []), ...(camera ? [`--use-file-for-fake-video-capture=${camera}`] : [])] },
  );
}

/** A program that runs the other one behind that door. */
function behind(door, program) {
  const file = join(temporaryFolder('behind'), 'browser');
  writeFileSync(file, `#!/bin/sh\nexec '${door}' '${program}' "$@"\n`, { mode: 0o755 });
  return file;
}

function path(name) {
  return name.includes('/') ? name : process.env.PATH.split(':').map((folder) => join(folder, name)).find((file) => have(file));
}
