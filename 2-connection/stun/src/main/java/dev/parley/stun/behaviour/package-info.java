/**
 * NAT behaviour discovery, RFC 5780: what kind of NAT stands between a client and a server that has
 * two addresses.
 *
 * <pre>
 *   client                         NAT                    server: two addresses, two ports
 *   NatDiscovery                                          StunServer, or TURN's
 *     socket 1  --- mapping: asks each of the four ---&gt;     A1:P1  A1:P2
 *                   "from where do you see me?"             A2:P1  A2:P2   BehaviourResponder
 *     socket 2  --- filtering: asks A1:P1 alone ---------&gt;  A1:P1
 *               &lt;-- are answers let in that come from  ---  A2:P2, A1:P2
 *     socket 3  --- hairpinning: to socket 1's own mapping, and back
 *     socket 4.. -- lifetime: silent for a while; is an answer still let in?
 *     v
 *   NatDiscoveryEvent.Finished(NatReport): mapping, filtering, hairpinning, ports, lifetime
 * </pre>
 *
 * <p>The words for kinds are those of RFC 4787. A server with one address and two ports serves a
 * part of the tests, and the report says which part.
 *
 * <p>Not implemented: discovery over TCP and TLS, CACHE-TIMEOUT, XOR-RESPONSE-TARGET and other
 * leftovers of RFC 3489, the test for two inside machines that want one port (it needs two
 * machines).
 */
package dev.parley.stun.behaviour;
