package dev.parley.turn.client;

import dev.parley.core.IpAddress;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunReader;
import dev.parley.stun.StunWriter;
import org.jspecify.annotations.Nullable;

/** The wish that datagrams pass between the relay and one address, RFC 8656 section 9. */
final class Permission implements Exchange {
    private final Permissions permissions;
    final IpAddress peer;
    final int slot;

    /** A CreatePermission is under way. */
    boolean asking;

    /** It was granted at least once, and the owner told. */
    boolean granted;

    long expiresAt;

    Permission(Permissions permissions, IpAddress peer, int slot) {
        this.permissions = permissions;
        this.peer = peer;
        this.slot = slot;
    }

    boolean stands(long now) {
        return granted && now < expiresAt;
    }

    @Override
    public int method() {
        return StunMethod.CREATE_PERMISSION;
    }

    @Override
    public void write(StunWriter request) {
        request.xorAddress(
                StunAttributeType.XOR_PEER_ADDRESS, peer.v6(), peer.high(), peer.low(), 0);
    }

    @Override
    public void onSuccess(long now, long askedAt, StunReader response) {
        asking = false;
        permissions.granted(askedAt, this);
    }

    @Override
    public void onFailure(long now, TurnFailure failure, int code, @Nullable StunReader response) {
        asking = false;
        permissions.refused(now, this, failure, code);
    }
}
