/**
 * The server's TCP side on Netty: TLS, HTTP, WebSocket and STUN/TURN streams, on one port if
 * wanted.
 *
 * <pre>
 *   TcpServer --- TcpListener (port) --- connection
 *                                          | TLS, if the port has a TlsContext
 *                                          | first bytes: 00...... + magic cookie?
 *                            yes           v           no
 *                 StreamHandler  <---------+--------->  HTTP
 *                 bytes in, bytes out                    | Upgrade: websocket?
 *                                          no            v           yes
 *                               HttpHandler  <-----------+--------->  WebSocketHandler
 *                               request -> response                   WebSocketListener
 * </pre>
 *
 * <p>RFC 9110 and 9112 (HTTP/1.1), 6455 (WebSocket), 8446 (TLS 1.3), 8656 section 3.1 (TURN over
 * TCP and TLS). Not implemented: HTTP/2 and 3, compression of any kind (it would let an attacker
 * guess secrets or blow up memory), large or streamed bodies, client certificates, proxies in
 * front.
 *
 * <p>No type of Netty is visible outside. Every table and buffer has a cap.
 */
package dev.parley.netty;
