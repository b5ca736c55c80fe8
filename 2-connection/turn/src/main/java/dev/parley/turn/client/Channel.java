package dev.parley.turn.client;

import dev.parley.core.TransportAddress;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunReader;
import dev.parley.stun.StunWriter;
import org.jspecify.annotations.Nullable;

/** A number that stands for one peer, RFC 8656 section 12. */
final class Channel implements Exchange {
    /** The smallest number; the others follow by slot. */
    static final int FIRST = 0x4000;

    /** Number and length. */
    static final int HEADER_BYTES = 4;

    private final Channels channels;
    final TransportAddress peer;
    final int slot;

    /** It shall be bound; else the number only waits until it may mean another peer. */
    boolean wanted = true;

    /** A ChannelBind is under way. */
    boolean asking;

    /** The server has bound it, and the owner was told. */
    boolean bound;

    /** The server may know it: a ChannelBind has left, and perhaps its answer was lost. */
    boolean asked;

    long askedLast;
    long expiresAt;

    Channel(Channels channels, TransportAddress peer, int slot) {
        this.channels = channels;
        this.peer = peer;
        this.slot = slot;
    }

    int number() {
        return FIRST + slot;
    }

    boolean carries(long now) {
        return bound && now < expiresAt;
    }

    @Override
    public int method() {
        return StunMethod.CHANNEL_BIND;
    }

    @Override
    public void write(StunWriter request) {
        request.u16(StunAttributeType.CHANNEL_NUMBER, number())
                .xorAddress(StunAttributeType.XOR_PEER_ADDRESS, peer);
    }

    @Override
    public void onSuccess(long now, long askedAt, StunReader response) {
        asking = false;
        channels.bound(askedAt, this);
    }

    @Override
    public void onFailure(long now, TurnFailure failure, int code, @Nullable StunReader response) {
        asking = false;
        channels.refused(now, this, failure, code);
    }
}
