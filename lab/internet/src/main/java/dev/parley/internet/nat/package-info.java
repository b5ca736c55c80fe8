/**
 * Network address translators and firewalls, as they behave.
 *
 * <pre>
 *             inside                                                        outside
 *                      Middleboxes.of(gateway, random, ledger)
 *   Packet --&gt; outbound   +------------------------------------+
 *                         | FragmentTracker: ports for all     | --&gt; gate.outward
 *                         |   FirewallBox -&gt; Translator        |
 *   gate.inward &lt;--       |               or Masquerade        | inbound &lt;-- Packet
 *                         |               or Nat64Translator   |
 *                         +------------------------------------+
 *                           gate.drop(packet, reason, row)
 *
 *   Translator, Nat64Translator: Mappings (AddressPool, PortChooser) and their Filter
 *   Masquerade: Connections        FirewallBox: Insides and their Filter
 *   all of them: Rows in TupleTables; a Ledger hears of every row that comes, is used and goes
 * </pre>
 *
 * <p>RFC 4787 (UDP), 5382 (TCP), 5508 (ICMP), 7857 (updates), 7422 (blocks of ports), 6146, 7915
 * and 6052 (NAT64), 6147 (DNS64), 6092 (IPv6 firewalls), and Linux's masquerade as measured. With
 * the ledger closed a packet on a known row costs some look-ups by hash and no memory, however full
 * the table is.
 *
 * <p>DEVIATION: nothing is said to the sender of a packet that is dropped (RFC 5382 REQ-4, RFC 5508
 * REQ-8, RFC 6092 REC-34 want an ICMP error, at least sometimes). TCP options, the checksums and
 * the neutrality of RFC 6052 do not exist here.
 *
 * <p>Not implemented: port forwarding and PCP; ALGs, as RFC 4787 REQ-10 asks; ICMP but echo and
 * errors; static mappings; Linux's early drop when its table is full.
 */
package dev.parley.internet.nat;
