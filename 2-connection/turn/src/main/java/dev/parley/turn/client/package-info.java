/**
 * A TURN client as a protocol core: RFC 8656, RFC 6062 (relays by TCP) and RFC 8016 (mobility),
 * with the long-term credentials of RFC 8489.
 *
 * <pre>
 *   owner                         TurnClient                             server
 *     | allocate, close   +-------------------------------+                |
 *     |-----------------> | Allocation --+                |  Allocate      |
 *     | permit            | Permissions -+-> Requests  ---|--------------> |
 *     |-----------------> | Channels ----+   (retransmit, |  Refresh ...   |
 *     | bind              |     ^             401, 438)   |                |
 *     | send              |     |                         |  Send,         |
 *     |-----------------> | Outbound  --------------------|--------------> |
 *     | sink, events      |     |                         |  ChannelData   |
 *     | &lt;---------------- | Inbound &lt;-- FrameCutter &lt;-----|--------------- |
 *     |                   +-------------------------------+  Data          |
 * </pre>
 *
 * <p>One {@link dev.parley.turn.client.TurnClient} is one allocation on one path. Trying another
 * transport or server, resolving names and making connections are the caller's.
 *
 * <p>Not implemented: third-party authorization (RFC 7635), several peers in one CreatePermission.
 */
package dev.parley.turn.client;
