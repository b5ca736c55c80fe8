package dev.parley.turn.client;

import dev.parley.core.TransportAddress;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunReader;
import dev.parley.stun.StunWriter;
import org.jspecify.annotations.Nullable;

/** Connect, RFC 6062 section 4.3. */
final class ConnectExchange implements Exchange {
    private final ClientContext context;
    private final TransportAddress peer;

    ConnectExchange(ClientContext context, TransportAddress peer) {
        this.context = context;
        this.peer = peer;
    }

    @Override
    public int method() {
        return StunMethod.CONNECT;
    }

    @Override
    public void write(StunWriter request) {
        request.xorAddress(StunAttributeType.XOR_PEER_ADDRESS, peer);
    }

    @Override
    public void onSuccess(long now, long askedAt, StunReader response) {
        long id = response.u32(StunAttributeType.CONNECTION_ID);
        context.events.add(
                id == StunReader.ABSENT
                        ? new TurnClientEvent.ConnectFailed(peer, TurnFailure.NOT_UNDERSTOOD, 0)
                        : new TurnClientEvent.PeerConnected(peer, (int) id, false));
    }

    @Override
    public void onFailure(long now, TurnFailure failure, int code, @Nullable StunReader response) {
        context.events.add(new TurnClientEvent.ConnectFailed(peer, failure, code));
    }
}
