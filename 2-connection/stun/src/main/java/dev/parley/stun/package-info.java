/**
 * STUN: a small message format with integrity, and the one question it was made for.
 *
 * <pre>
 *   client                                 server
 *   StunClient                             BindingResponder
 *      | Binding request  --------------------&gt;  |   StunReader: in place, nothing thrown
 *      |   (again at 0.5, 1.5, 3.5 ... s)        |   no state, 2.2 times the bytes at most
 *      | &lt;--------------------  XOR-MAPPED-ADDRESS |   StunWriter: into the caller's memory
 *      v
 *   StunEvent.Mapped: "you are 198.51.100.7:40000"
 *
 *   below, and used by TURN and ICE as well:
 *   StunReader  StunWriter  MessageIntegrity  LongTermCredential  ShortTermCredential
 * </pre>
 *
 * <p>RFC 8489 (STUN), and the attributes of RFC 8656 (TURN), RFC 6062 (TURN with TCP relays), RFC
 * 8016 (mobility), RFC 5780 (NAT behaviour) and RFC 8445 (ICE). Strings are prepared as RFC 8265
 * says. Test vectors: RFC 5769 and RFC 8489 appendix B.
 *
 * <p>Not implemented: finding servers by DNS (RFC 8489 section 8), STUN over DTLS, RFC 3489 clients
 * (no magic cookie), measured RTO. RFC 5780 itself is {@link dev.parley.stun.behaviour}.
 */
package dev.parley.stun;
