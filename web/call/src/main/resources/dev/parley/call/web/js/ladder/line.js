/** One member's ways through the server: polling, a poll that is held, a WebSocket. See docs/latency.md. */

export const POLL_EVERY_MILLIS = 1000;
const AGAIN_MILLIS = 1000;

/** Two tokens for a pair, or `{refused}`. */
export async function beginPair() {
  const answer = await fetch('/api/ladder', { method: 'POST', cache: 'no-store' });
  return answer.ok ? answer.json() : { refused: answer.status };
}

export class Line {
  #token;
  #onProbe;
  #onSignal;
  #socket = null;
  #ended = new AbortController();
  #pollTimer = 0;
  #retryTimer = 0;

  /** `onProbe(text)` for what the other or the server's echo says, `onSignal(value)` for longer words of the other; `onState()`. */
  constructor(token, { onProbe, onSignal = () => {}, onState = () => {} }) {
    this.#token = token;
    this.#onProbe = onProbe;
    this.#onSignal = onSignal;
    this.onState = onState;
    this.gone = false;
  }

  start() {
    this.#connect();
    this.#poll();
    this.#hold();
  }

  stop() {
    this.#ended.abort();
    clearTimeout(this.#pollTimer);
    clearTimeout(this.#retryTimer);
    if (this.#socket) {
      this.#socket.onclose = this.#socket.onmessage = null;
      this.#socket.close();
    }
  }

  get socketOpen() {
    return this.#socket?.readyState === 1;
  }

  /** By WebSocket; what cannot be sent now is lost. */
  write(text) {
    if (this.socketOpen) this.#socket.send(text);
  }

  signal(value) {
    this.write(`s${JSON.stringify(value)}`);
  }

  /** By HTTP into the other's box, `poll` or `long`. */
  say(box, text) {
    // Read to its end, so that the connection serves the next; what fails is lost, and counted so.
    this.#ask(`/say?box=${box}&token=${this.#token}`, { method: 'POST', body: text }).then((answer) => answer.text()).catch(() => {});
  }

  /** By HTTP to the server and back. */
  async echo(text) {
    const answer = await this.#ask(`/echo?token=${this.#token}`, { method: 'POST', body: text }).catch(() => null);
    if (answer?.ok) this.#onProbe(await answer.text());
  }

  #connect() {
    const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ladder?token=${this.#token}`);
    this.#socket = socket;
    socket.onopen = () => this.onState();
    socket.onmessage = ({ data }) => {
      if (typeof data !== 'string') return;
      if (data[0] === 's') this.#hearSignal(data.slice(1));
      else this.#onProbe(data);
    };
    socket.onclose = ({ code }) => {
      this.gone ||= code === 4001;
      this.onState();
      if (!this.gone) this.#retryTimer = setTimeout(() => this.#connect(), AGAIN_MILLIS);
    };
  }

  #hearSignal(text) {
    let value;
    try {
      value = JSON.parse(text);
    } catch {
      return; // not ours
    }
    this.#onSignal(value);
  }

  async #poll() {
    await this.#hear('poll');
    if (!this.#ended.signal.aborted && !this.gone) this.#pollTimer = setTimeout(() => this.#poll(), POLL_EVERY_MILLIS);
  }

  async #hold() {
    while (!this.#ended.signal.aborted && !this.gone) {
      if (!(await this.#hear('long'))) await new Promise((resolve) => setTimeout(resolve, AGAIN_MILLIS));
    }
  }

  async #hear(box) {
    try {
      const answer = await this.#ask(`/hear?box=${box}&token=${this.#token}`);
      if (answer.status === 404) {
        this.gone = true;
        this.onState();
      }
      if (!answer.ok) return false;
      for (const text of await answer.json()) this.#onProbe(text);
      return true;
    } catch {
      return false; // the next time, perhaps
    }
  }

  #ask(path, options = {}) {
    return fetch(`/api/ladder${path}`, { ...options, cache: 'no-store', signal: this.#ended.signal });
  }
}
