/**
 * Network address translators and firewalls, as they behave.
 *
 * <pre>
 *             inside                          outside
 *   Packet --&gt; outbound(packet, gate) --&gt; gate.outward
 *              inbound(packet, gate)  &lt;-- Packet
 *   gate.inward &lt;--
 *                     gate.drop(packet, reason, row)
 * </pre>
 *
 * <p>RFC 4787 (UDP), 5382 (TCP), 5508 (ICMP), 7857 (updates), 6146 (NAT64), 6092 (IPv6 firewalls),
 * and Linux's masquerade as measured.
 */
package dev.parley.internet.nat;
