/**
 * TCP for simulated hosts: enough for TURN over TCP and TLS, for WebSocket flows, and for what NATs
 * and firewalls do to them.
 *
 * <pre>
 *   host.tcp().listen(443, (now, stream) -&gt; handler)
 *   host.tcp().connect(remote, handler)  --&gt; Stream: write, close, abort, pause, resume
 *                                        StreamHandler: opened, received, ended, closed
 *
 *   TcpStack  --segments--&gt;  TcpConnection   the states
 *                              TcpSender       SendQueue, NewReno, RoundTripTime, SegmentSize
 *                              TcpReceiver     ReceiveQueue
 *
 *   TlsShape                 a stream in records with the round trips of TLS 1.3, not encrypted
 * </pre>
 *
 * <p>RFC 9293 (states, simultaneous open and close, zero windows), RFC 6298 (retransmission timer),
 * RFC 5681, 6582, 6928 and 3042 (NewReno, a first window of ten segments, limited transmit), RFC
 * 7323 (window scale only), RFC 5961 (resets inside the window are questioned), RFC 1191 and 8201
 * (path MTU by "packet too big"), and a simple search for black holes after RFC 4821.
 *
 * <p>Not implemented: SACK, timestamps, ECN, urgent data, Nagle's wait (small writes leave at
 * once), keep-alive, fast open. TIME-WAIT lasts a minute, not four.
 */
package dev.parley.internet.tcp;
