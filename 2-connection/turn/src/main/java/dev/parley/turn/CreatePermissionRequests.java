package dev.parley.turn;

import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunErrorCode;
import dev.parley.stun.StunReader;
import java.util.LinkedHashSet;
import java.util.Set;

/** CreatePermission, RFC 8656 section 10.2: one or more peers, all of them or none. */
final class CreatePermissionRequests {
    private final Answers answers;
    private final Permissions permissions;

    CreatePermissionRequests(Answers answers, Permissions permissions) {
        this.answers = answers;
        this.permissions = permissions;
    }

    void handle(long now, ReplyTo to, StunReader request, Allocation allocation) {
        Set<IpAddress> peers = new LinkedHashSet<>();
        int fresh = 0;
        for (int i = 0; i < request.attributeCount(); i++) {
            if (request.attributeType(i) != StunAttributeType.XOR_PEER_ADDRESS) {
                continue;
            }
            TransportAddress peer = request.xorAddressAt(i);
            int error =
                    peer == null ? StunErrorCode.BAD_REQUEST : permissions.check(allocation, peer);
            if (peer == null || error != 0) {
                answers.refuse(to, error);
                return;
            }
            if (peers.add(peer.ip()) && !permissions.has(allocation, peer.ip())) {
                fresh++;
            }
        }
        if (peers.isEmpty()) {
            answers.refuse(to, StunErrorCode.BAD_REQUEST);
            return;
        }
        if (fresh > permissions.room(allocation)) {
            answers.refuse(to, StunErrorCode.INSUFFICIENT_CAPACITY);
            return;
        }
        for (IpAddress peer : peers) {
            Relay relay = allocation.relay(peer.v6());
            if (relay != null) {
                permissions.install(now, relay, peer);
            }
        }
        if (answers.success(to) != null) {
            answers.send(to);
        }
    }
}
