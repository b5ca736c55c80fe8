/** Runs in a page before anything else: keeps every connection it makes in `connections`, so that a test can end one. */
export function keepConnections() {
  window.connections = [];
  window.RTCPeerConnection = new Proxy(window.RTCPeerConnection, {
    construct(target, args) {
      const connection = new target(...args);
      window.connections.push(connection);
      return connection;
    },
  });
}
