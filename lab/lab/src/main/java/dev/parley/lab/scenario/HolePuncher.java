package dev.parley.lab.scenario;

import dev.parley.core.Paths;
import dev.parley.core.ProtocolCore;
import dev.parley.core.RandomSource;
import dev.parley.core.TransmitQueue;
import dev.parley.core.TransmitSlot;
import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import dev.parley.stun.MessageIntegrity;
import dev.parley.stun.ParseResult;
import dev.parley.stun.RetransmissionPolicy;
import dev.parley.stun.ShortTermCredential;
import dev.parley.stun.ShortTermKey;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunClass;
import dev.parley.stun.StunClient;
import dev.parley.stun.StunCredential;
import dev.parley.stun.StunEvent;
import dev.parley.stun.StunReader;
import dev.parley.stun.StunWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The idea of ICE and nothing more: two of these ask a STUN server for their outside addresses, are
 * told each other's, and send Binding requests to all of them, from one socket, until answers come
 * back from where the requests went.
 *
 * <p>Requests carry a name and are sealed with a password that the other one told, as in ICE: or
 * one would take whoever has the same private address here for the other one there. No roles, no
 * priorities: for lessons, and as the smallest thing that punches holes.
 */
public final class HolePuncher implements ProtocolCore<PunchEvent> {
    private static final int MAX_REMOTES = 32;
    private static final int MAX_ANSWER_BYTES = 128;
    private static final RetransmissionPolicy CHECKS =
            new RetransmissionPolicy(200_000_000L, 5, 8, 1_000_000_000L);

    private final Paths paths;
    private final int socket;
    private final StunClient client;
    private final String name;
    private final String password;
    private final MessageIntegrity key;
    private final StunReader reader = new StunReader();
    private final StunWriter writer = new StunWriter();
    private final TransmitQueue queue = new TransmitQueue(64 * 1024, 256);
    private final ArrayDeque<PunchEvent> events = new ArrayDeque<>();
    private final Map<Integer, TransportAddress> checks = new HashMap<>(); // by transaction
    private final Set<TransportAddress> remotes = new LinkedHashSet<>();
    private final Set<TransportAddress> working = new LinkedHashSet<>();
    private @Nullable StunCredential other;
    private int stunTransaction = -1;

    /**
     * A puncher that has not begun.
     *
     * @param socket the number of the socket that everything goes through
     * @param name how the other one calls us
     */
    public HolePuncher(Paths paths, int socket, RandomSource random, String name) {
        this.paths = paths;
        this.socket = socket;
        this.name = name;
        password = Long.toHexString(random.nextLong() | Long.MIN_VALUE);
        key = new MessageIntegrity(ShortTermKey.of(password));
        client = new StunClient(paths, random, CHECKS);
    }

    /** Asks that STUN server for our outside address. */
    public void gather(long now, TransportAddress stunServer) {
        stunTransaction = client.request(now, path(stunServer), null);
        takeFromClient();
    }

    /** What the other one must know to reach us. */
    public String password() {
        return password;
    }

    /** Says who the other one is; what came from there before is tried now. */
    public void meet(long now, String otherName, String otherPassword) {
        other = new ShortTermCredential(otherName + ":" + name, otherPassword);
        remotes.forEach(remote -> ask(now, remote));
        takeFromClient();
    }

    /** Tries that address of the other one, at once or when we meet; again is harmless. */
    public void check(long now, TransportAddress remote) {
        if (remotes.size() < MAX_REMOTES && remotes.add(remote)) {
            ask(now, remote);
            takeFromClient();
        }
    }

    private void ask(long now, TransportAddress remote) {
        if (other != null) {
            checks.put(client.request(now, path(remote), other), remote);
        }
    }

    /** Sends a text to an address; meant for one that {@link PunchEvent.Works}. */
    public void send(TransportAddress remote, String text) {
        byte[] data = text.getBytes(StandardCharsets.UTF_8);
        int path = path(remote);
        paths.retain(path); // until it is sent; there are few of them
        queue.offer(path, data, 0, data.length);
    }

    private int path(TransportAddress remote) {
        return paths.intern(socket, remote, Transport.UDP);
    }

    @Override
    public void receive(long now, int path, byte[] buf, int off, int len) {
        if (reader.parse(buf, off, len) != ParseResult.OK) {
            String text = new String(buf, off, len, StandardCharsets.UTF_8);
            events.add(new PunchEvent.Received(paths.remote(path), text));
            return;
        }
        if (reader.messageClass() == StunClass.REQUEST) {
            answer(now, path);
        } else {
            client.receive(now, path, buf, off, len);
            takeFromClient();
        }
    }

    private void answer(long now, int path) {
        TransportAddress source = paths.remote(path);
        String username = reader.text(StunAttributeType.USERNAME);
        if (username == null || !username.startsWith(name + ":") || !reader.verifyIntegrity(key)) {
            return; // meant for somebody else of the same address
        }
        int at = queue.begin(path, MAX_ANSWER_BYTES);
        if (at >= 0) {
            writer.wrap(queue.buffer(), at, MAX_ANSWER_BYTES)
                    .beginResponse(StunClass.SUCCESS, reader)
                    .xorAddress(StunAttributeType.XOR_MAPPED_ADDRESS, source)
                    .messageIntegrity(key);
            queue.commit(writer.finish());
        }
        if (!remotes.contains(source)) {
            events.add(new PunchEvent.Heard(source));
            check(now, source); // who reaches us may be reachable there
        }
    }

    private void takeFromClient() {
        for (StunEvent event; (event = client.pollEvent()) != null; ) {
            take(event);
        }
        if (other != null && !remotes.isEmpty() && checks.isEmpty() && working.isEmpty()) {
            events.add(new PunchEvent.Failed());
            remotes.clear();
        }
    }

    private void take(StunEvent event) {
        boolean gathering = event.transaction() == stunTransaction;
        TransportAddress remote = checks.remove(event.transaction());
        switch (event) {
            case StunEvent.Mapped(int _, TransportAddress address) -> {
                if (gathering) {
                    events.add(new PunchEvent.Reflexive(address));
                } else if (remote != null && working.add(remote)) {
                    events.add(new PunchEvent.Works(remote));
                }
            }
            case StunEvent.Failed _, StunEvent.Refused _, StunEvent.Redirected _ -> {
                if (gathering) {
                    events.add(new PunchEvent.NoStun());
                }
            }
        }
    }

    @Override
    public void onTimeout(long now) {
        client.onTimeout(now);
        takeFromClient();
    }

    @Override
    public long nextTimeout() {
        return client.nextTimeout();
    }

    @Override
    public int pollTransmit(long now, TransmitSlot out) {
        int length = queue.poll(out);
        return length > 0 ? length : client.pollTransmit(now, out);
    }

    @Override
    public @Nullable PunchEvent pollEvent() {
        return events.poll();
    }
}
