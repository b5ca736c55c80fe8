/** The signs of the outside world that a call acts on: the network changed, the page is looked at again, the page goes. */

const FORMER_SELF = 'parley.former';

/** Runs `networkChanged()`, `seen()` and `goodbye()` at their time; the function given back ends that. */
export function watchOutside({ networkChanged, seen, goodbye }) {
  const end = new AbortController();
  const listen = (target, type, run) => target?.addEventListener(type, run, { signal: end.signal });
  listen(window, 'online', networkChanged);
  listen(navigator.connection, 'change', connectionChange(networkChanged));
  listen(document, 'visibilitychange', () => {
    if (document.visibilityState === 'visible') seen();
  });
  listen(window, 'pagehide', goodbye);
  return () => end.abort();
}

/** `change` also fires when only an estimate of speed moved; only another kind of network counts. */
function connectionChange(run) {
  let type = navigator.connection?.type;
  return () => {
    if (navigator.connection.type === type) return;
    type = navigator.connection.type;
    run();
  };
}

/** A reloaded page takes over the seat of its former self; kept only from the unloading to the loading. */
export function keepFormerSelf(room, identity) {
  try {
    sessionStorage.setItem(FORMER_SELF, JSON.stringify({ room, ...identity }));
  } catch {
    // Without storage the seat is freed by leaving alone.
  }
}

export function takeFormerSelf(room) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(FORMER_SELF));
    sessionStorage.removeItem(FORMER_SELF);
    return kept?.room === room ? { peer: kept.peer, token: kept.token } : null;
  } catch {
    return null;
  }
}
