package dev.parley.turn;

import dev.parley.stun.AttributeSet;
import dev.parley.stun.ParseResult;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunErrorCode;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunReader;
import dev.parley.stun.StunWriter;
import dev.parley.stun.behaviour.Alternates;
import org.jspecify.annotations.Nullable;

/**
 * The entrance for whole messages of clients: tells STUN from ChannelData by the first two bits
 * (RFC 8656 section 12), requests from indications, and methods from each other.
 */
final class ClientMessages {
    private static final int MAX_UNKNOWN_LISTED = 16;

    private final ServerContext context;
    private final Answers answers;
    private final Authenticator authenticator;
    private final AllocationTable table;
    private final AllocateRequests allocate;
    private final RefreshRequests refresh;
    private final CreatePermissionRequests createPermission;
    private final ChannelBindRequests channelBind;
    private final ConnectRequests connect;
    private final ConnectionBindRequests connectionBind;
    private final Mobility mobility;
    private final HandOver handOver;
    private final ToPeer toPeer;
    private final BindingAnswers binding;
    private final StunReader reader = new StunReader();
    private final int[] unknown = new int[MAX_UNKNOWN_LISTED];

    ClientMessages(
            ServerContext context,
            Answers answers,
            Authenticator authenticator,
            AllocationTable table,
            AllocateRequests allocate,
            RefreshRequests refresh,
            CreatePermissionRequests createPermission,
            ChannelBindRequests channelBind,
            ConnectRequests connect,
            ConnectionBindRequests connectionBind,
            Mobility mobility,
            HandOver handOver,
            ToPeer toPeer) {
        this.context = context;
        this.answers = answers;
        this.authenticator = authenticator;
        this.table = table;
        this.allocate = allocate;
        this.refresh = refresh;
        this.createPermission = createPermission;
        this.channelBind = channelBind;
        this.connect = connect;
        this.connectionBind = connectionBind;
        this.mobility = mobility;
        this.handOver = handOver;
        this.toPeer = toPeer;
        binding = new BindingAnswers(context);
    }

    /** See {@link TurnServer#discovery}. */
    void discovery(Alternates alternates) {
        binding.discovery(alternates);
    }

    /**
     * Takes one message, {@code buf[off, off+len)}.
     *
     * @return false when it was no message at all; a stream that says such things is not TURN
     */
    boolean handle(long now, int path, byte[] buf, int off, int len) {
        int kind = len == 0 ? -1 : buf[off] >> 6 & 3;
        if (kind == 0) {
            return stun(now, path, buf, off, len);
        }
        if (kind == 1) {
            toPeer.channelData(now, sender(now, path), buf, off, len);
            return true;
        }
        context.counters.count(TurnCounter.DROPPED_NOT_TURN);
        return false;
    }

    private boolean stun(long now, int path, byte[] buf, int off, int len) {
        if (reader.parse(buf, off, len) != ParseResult.OK
                || (reader.has(StunAttributeType.FINGERPRINT) && !reader.verifyFingerprint())) {
            context.counters.count(TurnCounter.DROPPED_MALFORMED);
            return false;
        }
        switch (reader.messageClass()) {
            case REQUEST -> request(now, path);
            case INDICATION -> indication(now, path, off);
            case SUCCESS, ERROR -> context.counters.count(TurnCounter.DROPPED_UNEXPECTED);
        }
        return true;
    }

    /** Whose data come on that path. */
    private @Nullable Allocation sender(long now, int path) {
        Allocation allocation = table.at(path);
        if (allocation != null) {
            mobility.onData(now, path, allocation);
        }
        return allocation;
    }

    private void indication(long now, int path, int off) {
        switch (reader.method()) {
            case StunMethod.SEND -> toPeer.send(now, sender(now, path), reader, off);
            case StunMethod.BINDING -> {} // keeps a NAT's mapping alive, nothing else
            default -> context.counters.count(TurnCounter.DROPPED_UNEXPECTED);
        }
    }

    private void request(long now, int path) {
        switch (reader.method()) {
            case StunMethod.BINDING -> {
                context.counters.count(TurnCounter.BINDING_REQUESTS);
                context.witness.binding(path, reader);
                binding.answer(path, reader);
            }
            case StunMethod.ALLOCATE -> {
                context.counters.count(TurnCounter.ALLOCATE_REQUESTS);
                authenticated(now, path);
            }
            case StunMethod.REFRESH -> {
                context.counters.count(TurnCounter.REFRESH_REQUESTS);
                authenticated(now, path);
            }
            case StunMethod.CREATE_PERMISSION -> {
                context.counters.count(TurnCounter.CREATE_PERMISSION_REQUESTS);
                authenticated(now, path);
            }
            case StunMethod.CHANNEL_BIND -> {
                context.counters.count(TurnCounter.CHANNEL_BIND_REQUESTS);
                authenticated(now, path);
            }
            case StunMethod.CONNECT -> {
                context.counters.count(TurnCounter.CONNECT_REQUESTS);
                overStream(now, path);
            }
            case StunMethod.CONNECTION_BIND -> {
                context.counters.count(TurnCounter.CONNECTION_BIND_REQUESTS);
                overStream(now, path);
            }
            // RFC 8489 section 6.3: a method that is not known is not answered.
            default -> context.counters.count(TurnCounter.OTHER_REQUESTS);
        }
    }

    /**
     * DEVIATION: RFC 6062 answers such requests over UDP by 400; no client sends them, so that an
     * answer would reach none but who was named by a forged address.
     */
    private void overStream(long now, int path) {
        if (context.config.tcpRelays() && context.paths.transport(path).isStream()) {
            authenticated(now, path);
        }
    }

    private void authenticated(long now, int path) {
        Allocation here = table.at(path);
        if (here != null && here.requests.isSpent(now)) {
            context.counters.count(TurnCounter.REQUESTS_LIMITED);
            return;
        }
        boolean byTicket = Mobility.concerns(reader);
        Allocation allocation = byTicket ? mobility.named(reader) : here;
        ReplyTo stranger = ReplyTo.stranger(path, reader);
        boolean elsewhere =
                byTicket && here == null && mobility.ownerOf(reader) != context.shard.number();
        Identity identity = authenticator.identify(now, stranger, reader, allocation, elsewhere);
        if (identity == null) {
            return;
        }
        if (here != null) {
            here.requests.spend(now);
        }
        ReplyTo to = stranger.sealedWith(identity.key());
        int unknownCount = reader.unknownRequired(AttributeSet.TURN_TCP, unknown);
        if (unknownCount > 0) {
            StunWriter answer = answers.error(to, StunErrorCode.UNKNOWN_ATTRIBUTE);
            if (answer != null) {
                answer.unknownAttributes(unknown, unknownCount);
                answers.send(to);
            }
        } else if (to.method() == StunMethod.ALLOCATE) {
            allocate.handle(now, to, reader, identity, allocation);
        } else if (to.method() == StunMethod.CONNECTION_BIND) {
            connectionBind.handle(to, reader, identity);
        } else if (byTicket) {
            byTicket(now, to, identity, allocation, here);
        } else if (allocation == null || !allocation.isLive()) {
            answers.refuse(to, StunErrorCode.ALLOCATION_MISMATCH);
        } else if (!identity.username().equals(allocation.owner.username())) {
            answers.refuse(to, StunErrorCode.WRONG_CREDENTIALS);
        } else {
            withAllocation(now, to, allocation);
        }
    }

    private void byTicket(
            long now,
            ReplyTo to,
            Identity identity,
            @Nullable Allocation named,
            @Nullable Allocation here) {
        if (here == null && handOver.toOwner(mobility.ownerOf(reader), to, reader)) {
            return;
        }
        int error = mobility.check(now, to.path(), reader, identity, named, here);
        if (error != 0 || named == null) {
            answers.refuse(to, error);
        } else {
            refresh.handle(now, to, reader, named);
        }
    }

    private void withAllocation(long now, ReplyTo to, Allocation allocation) {
        switch (to.method()) {
            case StunMethod.REFRESH -> refresh.handle(now, to, reader, allocation);
            case StunMethod.CREATE_PERMISSION ->
                    createPermission.handle(now, to, reader, allocation);
            case StunMethod.CHANNEL_BIND -> channelBind.handle(now, to, reader, allocation);
            case StunMethod.CONNECT -> connect.handle(now, to, reader, allocation);
            default -> throw new IllegalStateException("no handler for method " + to.method());
        }
    }
}
