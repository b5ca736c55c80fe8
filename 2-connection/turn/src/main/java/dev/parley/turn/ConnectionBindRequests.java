package dev.parley.turn;

import dev.parley.core.SocketCommand;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunErrorCode;
import dev.parley.stun.StunReader;
import java.util.Arrays;

/**
 * ConnectionBind, RFC 6062 section 5.4: a client's new connection becomes the other half of a
 * peer's. After the answer it carries no message any more, only bytes.
 */
final class ConnectionBindRequests {
    private final ServerContext context;
    private final Answers answers;
    private final AllocationTable table;
    private final StreamTable streams;
    private final PeerStreams peerStreams;
    private final HandOver handOver;

    ConnectionBindRequests(
            ServerContext context,
            Answers answers,
            AllocationTable table,
            StreamTable streams,
            PeerStreams peerStreams,
            HandOver handOver) {
        this.context = context;
        this.answers = answers;
        this.table = table;
        this.streams = streams;
        this.peerStreams = peerStreams;
        this.handOver = handOver;
    }

    void handle(ReplyTo to, StunReader request, Identity identity) {
        long id = request.u32(StunAttributeType.CONNECTION_ID);
        PeerStream stream = id == StunReader.ABSENT ? null : peerStreams.byId((int) id);
        if (id != StunReader.ABSENT
                && table.at(to.path()) == null
                && handOver.toOwnerOf(id, to, request)) {
            return;
        }
        ClientStream client = streams.at(to.path());
        if (stream == null
                || client == null
                || stream.state != PeerStream.State.PENDING
                || table.at(to.path()) != null) { // a control connection
            answers.refuse(to, StunErrorCode.BAD_REQUEST);
            return;
        }
        if (!identity.username().equals(stream.relay.allocation.owner.username())) {
            answers.refuse(to, StunErrorCode.WRONG_CREDENTIALS);
            return;
        }
        if (answers.success(to) == null) {
            return; // the client may ask again
        }
        answers.send(to);
        streams.adopt(to.path());
        peerStreams.bound(stream, to.path());
        client.bound = stream;
    }

    /**
     * Joins what was bound, when the message that asked for it is out of the way.
     *
     * @param buf {@code buf[off, off+len)}: what the client sent behind that message
     */
    void join(long now, PeerStream stream, byte[] buf, int off, int len) {
        if (len > 0) {
            stream.passed(now, stream.clientPath, len);
        }
        context.commands.add(
                new SocketCommand.JoinPaths(
                        stream.clientPath,
                        stream.peerPath,
                        Arrays.copyOfRange(buf, off, off + len),
                        stream::passed));
    }
}
