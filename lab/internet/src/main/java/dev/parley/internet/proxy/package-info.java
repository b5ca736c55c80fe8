/**
 * An HTTP proxy that opens connections for others: how TURN over TLS leaves an office whose
 * firewall lets nobody out but the proxy.
 *
 * <pre>
 *   client                        proxy                         target
 *     | -- CONNECT a.b.c.d:443 --&gt; |                              |
 *     |                            | -- a connection of its own -&gt; |
 *     | &lt;----------- 200 --------- |                              |
 *     | &lt;=========== bytes, both ways, as fast as the slower =====&gt; |
 *
 *   HttpConnect.through(host, proxy)  a Dialer
 *   HttpProxy.on(host, port)          the proxy
 * </pre>
 *
 * <p>RFC 9110 section 9.3.6 in the messages of RFC 9112.
 *
 * <p>Not implemented: any other method, authentication, TLS to the proxy, a proxy behind a proxy.
 */
package dev.parley.internet.proxy;
