/**
 * An internet in a box: hosts, routers, NATs, firewalls and links in virtual time.
 *
 * <pre>
 *   Topology (data) --&gt; Internet.of(topology, seed)
 *
 *     Host "ana" --Link-- Router "home" --Link-- core --Link-- Host "server"
 *       |                   Middlebox: NAT, firewall
 *       Program: any ProtocolCore, unchanged
 *
 *   Internet.observe(event -&gt; ...)      every hop, rewrite, drop and table row, with its time
 * </pre>
 *
 * <p>The same topology, programs and seed give the same events, byte for byte, on every machine.
 * One thread; no clock, no sockets.
 */
package dev.parley.internet;
