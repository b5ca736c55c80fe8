package dev.parley.fuzz;

import static dev.parley.fuzz.FuzzTarget.check;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import dev.parley.stun.LongTermKey;
import dev.parley.stun.MessageIntegrity;
import dev.parley.stun.ParseResult;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunClass;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunReader;
import dev.parley.stun.StunWriter;
import dev.parley.stun.TransactionId;
import dev.parley.turn.Bandwidth;
import dev.parley.turn.PeerRewrite;
import dev.parley.turn.PortRange;
import dev.parley.turn.Quotas;
import dev.parley.turn.RelayAddress;
import dev.parley.turn.TurnCredentials;
import dev.parley.turn.TurnServerConfig;
import dev.parley.turn.TurnServerConfigBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What clients, peers and operators do with a relay, one after the other, as an input says it: a
 * byte with the options of the relay, then three bytes for each deed, of which some take further
 * bytes as they are.
 */
final class RelayScript {
    private static final String SECRET = "shared secret";
    private static final String TIMED = 1_800_000_300L + ":carl";
    private static final List<TransportAddress> PLACES =
            parsed(
                    "198.51.100.1:40000",
                    "198.51.100.2:40001",
                    "203.0.113.3:40000",
                    "[2001:db8:1::4]:40001",
                    "198.51.100.1:50000",
                    "203.0.113.3:50001");
    private static final int FIRST_STREAM = 4;
    private static final List<TransportAddress> PEERS =
            parsed(
                    "8.8.8.8:7000",
                    "8.8.8.8:7001",
                    "8.8.4.4:7000",
                    "[2606:4700::1]:7000",
                    "5.5.5.5:7000",
                    "10.0.0.1:7000",
                    "8.8.8.8:53",
                    "10.9.9.9:7000");
    private static final IpAddress RELAY = IpAddress.parse("192.0.2.10");
    private static final int FIRST_PORT = 50_000;
    private static final int[] ADVANCES = {0, 1, 6, 29, 41, 60, 130, 301, 599, 3601};
    private static final int MOST_DEEDS = 160;

    private final byte[] input;
    private int at = 1;
    private final RelayCluster cluster;
    private final byte[] buf = new byte[8192];
    private final Map<TransportAddress, byte[]> nonces = new HashMap<>();
    private final List<byte[]> tickets = new ArrayList<>();
    private final List<byte[]> tokens = new ArrayList<>();
    private final List<TransportAddress> relayed = new ArrayList<>();

    /** Connections on which a message may have begun that whatever comes next completes. */
    private final Set<Integer> uneven = new HashSet<>();

    private long nextId;

    RelayScript(byte[] input) {
        this.input = input;
        int options = input.length == 0 ? 0 : input[0];
        cluster = new RelayCluster(config(options, true), 1 + (options & 1));
    }

    private static List<TransportAddress> parsed(String... addresses) {
        return Arrays.stream(addresses).map(TransportAddress::parse).toList();
    }

    private static TurnServerConfig config(int options, boolean withBob) {
        TurnCredentials credentials =
                new TurnCredentials("parley").user("ann", "pass").secret(SECRET);
        boolean onePort = (options & 3) == 2; // only a core that is alone can share its one port
        TurnServerConfigBuilder builder =
                TurnServerConfig.builder()
                        .credentials(withBob ? credentials.user("bob", "word") : credentials)
                        .relayAddress(RelayAddress.of(RELAY))
                        .relayAddress(IpAddress.parse("2001:db8::10"))
                        .relayPorts(
                                onePort
                                        ? PortRange.single(FIRST_PORT)
                                        : new PortRange(FIRST_PORT, FIRST_PORT + 15))
                        .quotas(new Quotas(5, 6, 8, 4, 3, 4))
                        .queueBytes(256 * 1024)
                        .strictExpiry((options & 4) != 0)
                        .mobility((options & 32) == 0);
        if ((options & 8) != 0) {
            builder.bandwidth(new Bandwidth(1000, 1500));
        }
        if ((options & 16) != 0) {
            builder.peerRewrite(
                    new PeerRewrite(IpAddress.parse("5.5.5.5"), IpAddress.parse("10.9.9.9")));
        }
        return builder.build();
    }

    private int next() {
        return at < input.length ? input[at++] & 0xFF : 0;
    }

    private byte[] nextBytes(int length) {
        int end = Math.min(input.length, at + length);
        byte[] bytes = Arrays.copyOfRange(input, Math.min(at, end), end);
        at = Math.max(at, end);
        return bytes;
    }

    void run() {
        for (int deed = 0; deed < MOST_DEEDS && at < input.length; deed++) {
            act(next() & 15, next(), next());
            cluster.checkBooks();
            learn();
        }
        cluster.end();
    }

    private void act(int deed, int a, int b) {
        int place = (a & 7) % PLACES.size();
        int user = a >> 6;
        switch (deed) {
            case 0 -> allocate(place, user, b);
            case 1 -> {
                TransportAddress second = peer(b >> 4);
                request(
                        place,
                        user,
                        StunMethod.CREATE_PERMISSION,
                        writer -> {
                            writer.xorAddress(StunAttributeType.XOR_PEER_ADDRESS, peer(b));
                            return b > 0x8F
                                    ? writer.xorAddress(StunAttributeType.XOR_PEER_ADDRESS, second)
                                    : writer;
                        });
            }
            case 2 ->
                    request(
                            place,
                            user,
                            StunMethod.CHANNEL_BIND,
                            writer ->
                                    writer.u16(StunAttributeType.CHANNEL_NUMBER, channel(b >> 4))
                                            .xorAddress(
                                                    StunAttributeType.XOR_PEER_ADDRESS, peer(b)));
            case 3 -> data(place, () -> send(place, peer(b), new byte[1 + (a >> 3) * 20]));
            case 4 -> data(place, () -> channelData(place, channel(b >> 4), 1 + (a >> 3) * 20));
            case 5 -> fromPeer(a, peer(b), new byte[1 + b]);
            case 6 ->
                    request(
                            place,
                            user,
                            StunMethod.REFRESH,
                            writer -> writer.u32(StunAttributeType.LIFETIME, b * 17));
            case 7 -> move(place, user, b);
            case 8 -> cluster.advance(ADVANCES[b % ADVANCES.length]);
            case 9 -> stranger(place, nextBytes(b));
            case 10 -> sealed(place, user, nextBytes(b));
            case 11 -> data(place, () -> send(place, peer(b), iceCheck(a >> 3 & 3, b >> 4 & 3)));
            case 12 -> {
                cluster.disconnect(PLACES.get(place));
                uneven.remove(place);
            }
            case 13 -> operate(a, b);
            case 14 -> cluster.cores.get(a % cluster.cores.size()).failures = b % 20;
            default -> fromPeer(a, peer(b), iceCheck(a >> 3 & 3, b >> 4 & 3));
        }
    }

    /** One of the fixed ones, or a relay. */
    private TransportAddress peer(int b) {
        int number = b & 15;
        if (number < PEERS.size()) {
            return PEERS.get(number);
        }
        return relayed.isEmpty()
                ? new TransportAddress(RELAY, FIRST_PORT)
                : relayed.get(Math.floorMod(relayed.size() - 1 - number, relayed.size()));
    }

    private static int channel(int number) {
        return 0x4000 + (number & 3);
    }

    private interface Attributes {
        StunWriter to(StunWriter writer);
    }

    private byte[] message(StunClass messageClass, int method, Attributes attributes) {
        StunWriter writer =
                new StunWriter()
                        .wrap(buf, 0, buf.length)
                        .begin(messageClass, method, new TransactionId(7, nextId++));
        return Arrays.copyOf(buf, attributes.to(writer).finish());
    }

    private void put(int place, byte[] bytes) {
        if (place < FIRST_STREAM) {
            cluster.datagram(PLACES.get(place), bytes);
        } else {
            cluster.stream(PLACES.get(place), bytes);
        }
    }

    private static String name(int user) {
        return user == 0 ? "ann" : user == 1 ? "bob" : TIMED;
    }

    private static String password(int user) {
        return user == 0 ? "pass" : user == 1 ? "word" : TurnCredentials.password(SECRET, TIMED);
    }

    private StunWriter seal(StunWriter writer, int place, int user) {
        return writer.text(StunAttributeType.USERNAME, name(user))
                .text(StunAttributeType.REALM, "parley")
                .bytes(
                        StunAttributeType.NONCE,
                        nonces.getOrDefault(PLACES.get(place), "none".getBytes(US_ASCII)))
                .messageIntegrity(
                        new MessageIntegrity(
                                LongTermKey.md5(name(user), "parley", password(user))));
    }

    private void request(int place, int user, int method, Attributes attributes) {
        if (!nonces.containsKey(PLACES.get(place))) {
            put(
                    place,
                    message(
                            StunClass.REQUEST,
                            StunMethod.ALLOCATE,
                            writer -> writer.u8(StunAttributeType.REQUESTED_TRANSPORT, 17)));
            learn();
        }
        put(
                place,
                message(
                        StunClass.REQUEST,
                        method,
                        writer -> seal(attributes.to(writer), place, user)));
    }

    private void allocate(int place, int user, int options) {
        request(
                place,
                user,
                StunMethod.ALLOCATE,
                writer -> {
                    writer.u8(StunAttributeType.REQUESTED_TRANSPORT, 17);
                    if ((options & 1) != 0) {
                        writer.flag(StunAttributeType.MOBILITY_TICKET);
                    }
                    if ((options & 2) != 0) {
                        writer.evenPort((options & 4) != 0);
                    } else if ((options & 8) != 0) {
                        writer.u8(StunAttributeType.ADDITIONAL_ADDRESS_FAMILY, 2);
                    } else if ((options & 16) != 0 && !tokens.isEmpty()) {
                        writer.bytes(StunAttributeType.RESERVATION_TOKEN, tokens.getLast());
                    } else if ((options & 32) != 0) {
                        writer.u8(StunAttributeType.REQUESTED_ADDRESS_FAMILY, 2);
                    }
                    return (options & 64) != 0
                            ? writer.u32(StunAttributeType.LIFETIME, options * 10)
                            : writer;
                });
    }

    private void move(int place, int user, int which) {
        byte[] ticket =
                tickets.isEmpty()
                        ? new byte[32]
                        : tickets.get(
                                        Math.max(
                                                0,
                                                tickets.size() - 1 - (which & 7) % tickets.size()))
                                .clone();
        if ((which & 8) != 0) {
            ticket[which >> 4] ^= 1;
        }
        request(
                place,
                user,
                StunMethod.REFRESH,
                writer -> writer.bytes(StunAttributeType.MOBILITY_TICKET, ticket));
    }

    // ---- data: what comes in goes out or is counted

    private void send(int place, TransportAddress peer, byte[] data) {
        put(
                place,
                message(
                        StunClass.INDICATION,
                        StunMethod.SEND,
                        writer ->
                                writer.xorAddress(StunAttributeType.XOR_PEER_ADDRESS, peer)
                                        .bytes(StunAttributeType.DATA, data)));
    }

    private void channelData(int place, int channel, int length) {
        byte[] message = new byte[4 + (length + 3 & ~3)];
        message[0] = (byte) (channel >> 8);
        message[1] = (byte) channel;
        message[2] = (byte) (length >> 8);
        message[3] = (byte) length;
        put(place, message);
    }

    private void data(int place, Runnable deed) {
        long before = cluster.sumOf(RelayCore::passed) + cluster.sumOf(RelayCore::drops);
        deed.run();
        long became = cluster.sumOf(RelayCore::passed) + cluster.sumOf(RelayCore::drops) - before;
        // On a stream without an allocation ChannelData is garbage, which ends it.
        check(
                became == 1
                        || (became == 0 && place >= FIRST_STREAM)
                        || (became > 1 && uneven.contains(place)),
                "a datagram goes out or is counted, once: not " + became);
    }

    private void fromPeer(int which, TransportAddress peer, byte[] data) {
        RelayCore core = cluster.cores.get(which % cluster.cores.size());
        List<Integer> sockets =
                core.relaySockets.entrySet().stream()
                        .filter(open -> open.getValue().ip().v6() == peer.ip().v6())
                        .map(Map.Entry::getKey)
                        .sorted()
                        .toList();
        if (!sockets.isEmpty()) {
            int socket = sockets.get((which >> 5) % sockets.size());
            data(
                    0,
                    () -> {
                        core.datagram(socket, peer, data);
                        cluster.settle();
                    });
        }
    }

    private byte[] iceCheck(int receiver, int sender) {
        return message(
                StunClass.REQUEST,
                StunMethod.BINDING,
                writer ->
                        writer.text(
                                StunAttributeType.USERNAME,
                                "ufrag" + receiver + ":ufrag" + sender));
    }

    // ---- whatever bytes

    private void stranger(int place, byte[] bytes) {
        long allocations = cluster.allocations();
        TransportAddress client = PLACES.get(place);
        boolean unknown =
                place < FIRST_STREAM
                        && cluster.cores.stream().noneMatch(core -> core.knows(client));
        long paths = cluster.sumOf(core -> core.paths.size());
        cluster.cores.forEach(core -> core.toClients.clear());
        put(place, bytes);
        if (place >= FIRST_STREAM) {
            uneven.add(place);
        }
        check(cluster.allocations() <= allocations, "what is not sealed begins nothing");
        check(
                cluster.allocations() == allocations || place >= FIRST_STREAM,
                "what is not sealed ends nothing, but garbage its own connection");
        if (unknown) {
            long answered =
                    cluster.cores.stream()
                            .flatMap(core -> core.toClients.stream())
                            .mapToLong(sent -> sent.bytes().length)
                            .sum();
            check(answered * 10 <= bytes.length * 22L, "strangers get 2.2 times their bytes");
            check(cluster.sumOf(core -> core.paths.size()) == paths, "strangers leave nothing");
        }
    }

    /** The same request as the client would send it, with credentials. */
    private void sealed(int place, int user, byte[] bytes) {
        StunReader reader = new StunReader();
        if (reader.parse(bytes, 0, bytes.length) != ParseResult.OK
                || reader.messageClass() != StunClass.REQUEST) {
            return;
        }
        request(
                place,
                user,
                reader.method(),
                writer -> {
                    Unsealed.write(reader, bytes, writer);
                    return writer;
                });
    }

    // ---- operators

    private void operate(int a, int b) {
        RelayCore core = cluster.cores.get(a % cluster.cores.size());
        switch (b & 3) {
            case 0 -> core.server.revoke(core.now, b >> 2);
            case 1 -> core.server.revokeUser(core.now, b < 128 ? "ann" : "carl");
            case 2 -> {
                int options = input[0];
                cluster.cores.forEach(
                        one -> one.server.reconfigure(one.now, config(options, b < 128)));
            }
            default -> {
                if (b > 250) {
                    core.server.drain(core.now);
                }
            }
        }
        cluster.cores.forEach(RelayCore::drain);
        cluster.settle();
    }

    /** Takes nonces, tickets, tokens and relays from what clients got. */
    private void learn() {
        for (RelayCore core : cluster.cores) {
            for (RelayCore.Sent sent : core.toClients) {
                StunReader reader = new StunReader();
                if (reader.parse(sent.bytes(), 0, sent.bytes().length) == ParseResult.OK) {
                    learn(sent.to(), reader);
                }
            }
            core.toClients.clear();
        }
    }

    private void learn(TransportAddress client, StunReader reader) {
        byte[] nonce = reader.bytes(StunAttributeType.NONCE);
        if (nonce != null) {
            nonces.put(client, nonce);
        }
        byte[] ticket = reader.bytes(StunAttributeType.MOBILITY_TICKET);
        if (ticket != null) {
            tickets.add(ticket);
        }
        byte[] token = reader.bytes(StunAttributeType.RESERVATION_TOKEN);
        if (token != null) {
            tokens.add(token);
        }
        TransportAddress relay = reader.xorAddress(StunAttributeType.XOR_RELAYED_ADDRESS);
        if (relay != null) {
            relayed.add(relay);
        }
    }
}
