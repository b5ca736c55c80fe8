/**
 * Two browsers, one plain RTCPeerConnection each, the descriptions carried by the test: no server of ours. When this
 * fails, the machine or its browsers are at fault, not Parley.
 */

import assert from 'node:assert/strict';
import { createServer } from 'node:https';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { Authority, whyNoAuthority } from '../lib/authority.mjs';
import { launch, whyNot } from '../lib/browsers.mjs';
import { freePort } from '../lib/ports.mjs';
import { until } from '../lib/wait.mjs';

const PAGE = '<!doctype html><title>harness</title><script>var arrived = true</script>';

for (const second of ['chromium', 'firefox']) {
  const reason = whyNot('chromium') ?? whyNot(second) ?? whyNoAuthority();
  describe(`the harness with chromium and ${second}`, { skip: reason ?? false }, () => {
    let server;
    let origin;
    const browsers = [];

    before(async () => {
      const authority = new Authority();
      const port = await freePort();
      server = createServer({ cert: readFileSync(authority.serverCertificate), key: readFileSync(authority.serverKey) }, (request, response) => {
        response.setHeader('Content-Type', 'text/html');
        response.end(PAGE);
      });
      await new Promise((resolve) => server.listen(port, resolve));
      origin = `https://localhost:${port}/`;
      for (const kind of ['chromium', second]) browsers.push(await launch(kind, { authority }));
    });

    after(async () => {
      for (const browser of browsers) await browser.close();
      server?.close();
    });

    it('lets two browsers see and hear each other', { timeout: 90_000 }, async () => {
      const pages = await Promise.all(browsers.map((browser) => open(browser, origin)));
      const offer = await pages[0].evaluate(describeSelf, null);
      const answer = await pages[1].evaluate(describeSelf, offer);
      await pages[0].evaluate((sdp) => pc.setRemoteDescription({ type: 'answer', sdp }), answer);
      for (const page of pages) {
        const seen = await until('30 frames and half a second of sound', async () => {
          const counts = await page.evaluate(count);
          return counts.frames >= 30 && counts.samples >= 24_000 && counts;
        }, { withinMillis: 30_000, describe: () => page.evaluate(count) });
        assert.ok(seen.frames >= 30);
      }
    });
  });
}

async function open(browser, origin) {
  const page = (await browser.pages())[0] ?? (await browser.newPage());
  await page.goto(origin);
  assert.ok(await page.evaluate(() => isSecureContext), 'the page is a secure context, so its certificate is trusted');
  return page;
}

/** In the page: makes the offer, or the answer to one, with all its candidates. */
async function describeSelf(offer) {
  globalThis.pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
  for (const track of stream.getTracks()) pc.addTrack(track, stream);
  pc.ontrack = ({ track }) => {
    const element = document.createElement(track.kind);
    element.muted = true;
    element.autoplay = true;
    element.srcObject = new MediaStream([track]);
    document.body.append(element);
  };
  if (offer) await pc.setRemoteDescription({ type: 'offer', sdp: offer });
  await pc.setLocalDescription();
  await new Promise((resolve) => {
    const done = () => pc.iceGatheringState === 'complete' && resolve();
    pc.onicegatheringstatechange = done;
    done();
    setTimeout(resolve, 3000);
  });
  return pc.localDescription.sdp;
}

/** In the page: what has arrived. */
async function count() {
  const counts = { frames: 0, samples: 0, connection: pc.connectionState };
  for (const stat of (await pc.getStats()).values()) {
    if (stat.type !== 'inbound-rtp') continue;
    counts.frames += stat.framesDecoded ?? 0;
    counts.samples += stat.totalSamplesReceived ?? 0;
  }
  return counts;
}
