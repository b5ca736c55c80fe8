package dev.parley.turn;

import dev.parley.stun.StunErrorCode;
import dev.parley.stun.StunReader;
import java.util.Arrays;

/**
 * Leads clients to the core that has what they ask for. Only after they have authenticated: who
 * cannot has no way to occupy anything in another core.
 */
final class HandOver {
    private final ServerContext context;
    private final Answers answers;
    private final StreamTable streams;

    HandOver(ServerContext context, Answers answers, StreamTable streams) {
        this.context = context;
        this.answers = answers;
        this.streams = streams;
    }

    /** The same by a number that tells whose it is. */
    boolean toOwnerOf(long marked, ReplyTo to, StunReader request) {
        return toOwner(context.shard.ownerOf(marked), to, request);
    }

    /**
     * Hands an authenticated request over when it is another core's.
     *
     * @return whether it is the other's; then there is nothing more to answer
     */
    boolean toOwner(int owner, ReplyTo to, StunReader request) {
        if (owner == context.shard.number()) {
            return false;
        }
        byte[] buf = request.buffer();
        int off = request.start();
        int end = off + request.length();
        if (!context.paths.transport(to.path()).isStream()) {
            if (context.shard.crossing().datagram(owner, to.path(), buf, off, end - off)) {
                context.counters.count(TurnCounter.HANDED_OVER);
            } else {
                answers.refuse(to, StunErrorCode.INSUFFICIENT_CAPACITY);
            }
            return true;
        }
        context.counters.count(TurnCounter.HANDED_OVER);
        ClientStream stream = streams.at(to.path());
        if (stream == null) {
            throw new IllegalStateException("a request came on a stream that is not there");
        }
        // Once the message is out of the way, see follow.
        stream.owner = owner;
        stream.unused = Arrays.copyOfRange(buf, off, end);
        return true;
    }

    /**
     * Gives a connection away.
     *
     * @param buf {@code buf[off, off+len)}: what came behind the request
     */
    void follow(ClientStream stream, byte[] buf, int off, int len) {
        byte[] request = stream.unused;
        byte[] all = Arrays.copyOf(request, request.length + len);
        System.arraycopy(buf, off, all, request.length, len);
        streams.forget(stream.path);
        context.shard.crossing().stream(stream.owner, stream.path, all, 0, all.length);
    }
}
