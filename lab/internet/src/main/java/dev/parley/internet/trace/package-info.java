/**
 * What happened in a simulated internet, written down and read back.
 *
 * <pre>
 *   Internet --NetworkEvent--&gt; PcapngTrace      for Wireshark: packets of every link, with comments
 *                         \--&gt; JsonLinesTrace   everything, one object a line
 *                                   |
 *                                   v
 *                               Recording       what one host was sent and what it sent
 *                                   |
 *                                   v
 *                                Replay         a core lives through it again, alone
 * </pre>
 *
 * <p>pcapng as in draft-ietf-opsawg-pcapng; headers as in RFC 791, 8200, 768, 9293, 792 and 4443.
 *
 * <p>Not implemented: reading pcapng; replaying streams (a recording has the segments of TCP, but a
 * core gets datagrams only).
 */
package dev.parley.internet.trace;
