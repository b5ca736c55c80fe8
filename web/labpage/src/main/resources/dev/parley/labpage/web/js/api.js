/** What the page asks of its server. */

export class Refused extends Error {}

export async function catalogue() {
  return json(await fetch('/lab/api/catalogue', { cache: 'no-store' }));
}

/** Runs something: `{scenario}` or `{topology, traffic}`, with `seed` and `changes`; resolves to the run's document. */
export async function run(request) {
  return json(await post('/lab/api/run', request));
}

/** The same run as a capture for Wireshark. */
export async function pcapng(request) {
  const answer = await post('/lab/api/pcapng', request);
  if (!answer.ok) throw new Refused(await answer.text());
  return answer.blob();
}

function post(path, body) {
  return fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
}

/** A refusal is said by the server in words; anything else is no answer. */
async function json(answer) {
  if (answer.status >= 400 && answer.status < 500) throw new Refused((await answer.text()).trim());
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return answer.json();
}
