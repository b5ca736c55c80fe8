package dev.parley.turn;

import static dev.parley.turn.TestServers.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.RandomSource;
import dev.parley.core.TransportAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Whatever clients and peers do in whatever order on one port: nothing reaches a client that is not
 * for it. What a client may get is said here once more, by what was seen from outside.
 */
class SharedPortLeakTest {
    private static final long FIRST_SEED = Long.getLong("parley.seed", 1);
    private static final int SEEDS = 20;
    private static final int STEPS = 500;
    private static final int CLIENTS = 5;
    private static final List<String> IPS = List.of("8.8.8.8", "9.9.9.9");
    private static final int PORTS = 4;
    private static final long PERMISSION_NANOS = 300_000_000_000L;
    private static final long CHANNEL_NANOS = 600_000_000_000L;

    /** What a client has done, as its owner knows it. */
    private static final class Known {
        final TestClient client;
        boolean allocated;
        final Map<String, Long> permissions = new HashMap<>(); // by address: until
        final Map<String, Long> channels = new HashMap<>(); // by peer: until
        final Set<String> names = new HashSet<>();
        @Nullable Known partner;

        Known(TestClient client) {
            this.client = client;
        }

        void end() {
            allocated = false;
            permissions.clear();
            channels.clear();
            names.clear();
            part();
        }

        void part() {
            if (partner != null) {
                partner.partner = null;
                partner = null;
            }
        }
    }

    private final Map<String, Integer> delivered = new HashMap<>();

    @Test
    void nothingReachesAClientThatItIsNotFor() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
            new Run(seed).run();
        }
        assertThat(delivered)
                .as("each way was taken")
                .containsOnlyKeys("held", "mirrored", "only", "check to relay", "data to relay");
        assertThat(delivered.values()).allSatisfy(times -> assertThat(times).isGreaterThan(20));
    }

    private final class Run {
        private final long seed;
        private final RandomSource random;
        private final FakeDriver driver;
        private final List<Known> clients = new ArrayList<>();
        private final Map<String, Known> holders = new HashMap<>(); // by peer
        private final TransportAddress shared =
                TransportAddress.parse(TestServers.RELAY_V4 + ":50000");
        private int step;

        Run(long seed) {
            this.seed = seed;
            random = RandomSource.seeded(seed);
            driver =
                    new FakeDriver(
                            TestServers.v4Only().relayPorts(PortRange.single(50_000)).build(),
                            seed,
                            new TestPlane());
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(new Known(TestClient.udp(driver, "198.51.100." + (1 + i) + ":40000")));
            }
        }

        void run() {
            for (step = 0; step < STEPS; step++) {
                Known actor = clients.get(random.nextInt(CLIENTS));
                if (!actor.allocated) {
                    actor.client.allocate();
                    actor.allocated = true;
                }
                act(actor);
                driver.sent.clear();
            }
        }

        private String when() {
            return "seed " + seed + ", step " + step;
        }

        private String ip() {
            return IPS.get(random.nextInt(IPS.size()));
        }

        private String peer() {
            return ip() + ":" + (7001 + random.nextInt(PORTS));
        }

        /** Clients have the names 0 to 4, people on the other side too. */
        private String name() {
            return random.nextInt(CLIENTS) + ":" + random.nextInt(CLIENTS);
        }

        private byte[] checkOf(String name) {
            return Checks.check(name.substring(0, 1), name.substring(2));
        }

        private void act(Known actor) {
            switch (random.nextInt(20)) {
                case 0 -> {
                    if (random.nextInt(3) == 0) {
                        actor.client.refresh(0);
                        actor.end();
                        forgetHolders();
                    }
                }
                case 1 -> pass(random.nextInt(120));
                case 2, 3 -> {
                    String ip = ip();
                    assertThat(actor.client.permit(ip + ":1")).isZero();
                    permit(actor, ip);
                }
                case 4, 5 -> {
                    assertThat(actor.client.permit(shared.toString())).isZero();
                    permit(actor, TestServers.RELAY_V4);
                }
                case 6 -> bind(actor, peer());
                case 7 -> send(actor, peer(), null);
                case 8, 9 -> send(actor, peer(), name());
                case 10, 11 -> fromPeer(peer(), null);
                case 12, 13, 14 -> fromPeer(peer(), name());
                case 15, 16, 17 -> toRelay(actor, ownName(actor));
                default -> toRelay(actor, null);
            }
        }

        /** Mostly what an honest client says, at times another's. */
        private String ownName(Known actor) {
            int sender = random.nextInt(8) == 0 ? random.nextInt(CLIENTS) : clients.indexOf(actor);
            return random.nextInt(CLIENTS) + ":" + sender;
        }

        private void pass(int seconds) {
            driver.advance(seconds);
            for (Known client : clients) {
                boolean paired = client.permissions.containsKey(TestServers.RELAY_V4);
                client.permissions.values().removeIf(until -> until <= driver.now);
                client.channels.values().removeIf(until -> until <= driver.now);
                if (paired && !client.permissions.containsKey(TestServers.RELAY_V4)) {
                    client.part();
                }
                if (client.allocated && Message.code(client.client.refresh(600)) != 0) {
                    client.end();
                }
            }
            forgetHolders();
        }

        private void permit(Known client, String ip) {
            client.permissions.put(ip, driver.now + PERMISSION_NANOS);
        }

        /** Those go who have neither channel nor permission any more. */
        private void forgetHolders() {
            holders.entrySet()
                    .removeIf(held ->
                            !held.getValue().channels.containsKey(held.getKey())
                                    && !held.getValue()
                                            .permissions
                                            .containsKey(ipOf(held.getKey())));
        }

        private @Nullable Known holder(String peer) {
            return holders.get(peer);
        }

        private static String ipOf(String peer) {
            return peer.substring(0, peer.indexOf(':'));
        }

        private void takes(Known client, String peer) {
            Known holder = holder(peer);
            assertThat(holder == null || holder == client)
                    .as("%s: two clients speak with %s", when(), peer)
                    .isTrue();
            holders.put(peer, client);
        }

        private void bind(Known actor, String peer) {
            int number = 0x4000 + (peer.charAt(0) - '8') * PORTS + peer.charAt(11) - '1';
            if (actor.client.bind(number, peer) == 0) {
                takes(actor, peer);
                permit(actor, ipOf(peer));
                actor.channels.put(peer, driver.now + CHANNEL_NANOS);
            } else {
                assertThat(holder(peer)).as(when()).isNotNull().isNotSameAs(actor);
            }
        }

        private void send(Known actor, String peer, @Nullable String name) {
            byte[] data = name == null ? bytes("data " + step) : checkOf(name);
            Known holder = holder(peer);
            actor.client.sendTo(peer, data);
            boolean left = !driver.take(TransportAddress.parse(peer)).isEmpty();
            assertThat(left)
                    .as(when())
                    .isEqualTo(
                            actor.permissions.containsKey(ipOf(peer))
                                    && (holder == null || holder == actor));
            if (left) {
                takes(actor, peer);
                if (name != null) {
                    actor.names.add(name);
                }
            }
            assertThat(driver.sent).as(when()).isEmpty();
        }

        /** Who got something, if anybody; never two. */
        private @Nullable Known receiver() {
            List<Known> receivers =
                    clients.stream()
                            .filter(known -> !driver.take(known.client.address).isEmpty())
                            .toList();
            assertThat(receivers).as(when()).hasSizeLessThan(2);
            assertThat(driver.sent).as(when()).isEmpty();
            return receivers.isEmpty() ? null : receivers.getFirst();
        }

        private void fromPeer(String peer, @Nullable String name) {
            Known holder = holder(peer);
            byte[] data = name == null ? bytes("data " + step) : checkOf(name);
            driver.fromPeer(TransportAddress.parse(peer), shared, data);
            Known receiver = receiver();
            if (holder != null) {
                boolean permits = holder.permissions.containsKey(ipOf(peer));
                assertThat(receiver).as(when()).isSameAs(permits ? holder : null);
                count("held", receiver);
                return;
            }
            if (receiver == null) {
                return;
            }
            List<Known> permitting =
                    clients.stream()
                            .filter(known -> known.permissions.containsKey(ipOf(peer)))
                            .toList();
            assertThat(permitting).as(when()).contains(receiver);
            if (name != null && receiver.names.contains(mirror(name))) {
                count("mirrored", receiver);
            } else {
                assertThat(permitting).as(when()).containsOnly(receiver);
                assertThat(name == null || receiver.names.isEmpty()).as(when()).isTrue();
                count("only", receiver);
            }
        }

        private void toRelay(Known actor, @Nullable String name) {
            byte[] data = name == null ? bytes("data " + step) : checkOf(name);
            boolean permits = actor.permissions.containsKey(TestServers.RELAY_V4);
            if (name != null && permits) {
                actor.names.add(name);
            }
            actor.client.sendTo(shared.toString(), data);
            Known receiver = receiver();
            if (receiver == null) {
                return;
            }
            assertThat(receiver).as(when()).isNotSameAs(actor);
            assertThat(permits).as(when()).isTrue();
            assertThat(receiver.permissions).as(when()).containsKey(TestServers.RELAY_V4);
            if (name != null) {
                assertThat(receiver.names).as(when()).contains(mirror(name));
                assertThat(actor.partner == null || actor.partner == receiver).as(when()).isTrue();
                assertThat(receiver.partner == null || receiver.partner == actor)
                        .as(when())
                        .isTrue();
                actor.partner = receiver;
                receiver.partner = actor;
                count("check to relay", receiver);
            } else {
                assertThat(receiver).as(when()).isSameAs(actor.partner);
                count("data to relay", receiver);
            }
        }

        private static String mirror(String name) {
            return name.substring(2) + ":" + name.substring(0, 1);
        }

        private void count(String way, @Nullable Known receiver) {
            if (receiver != null) {
                delivered.merge(way, 1, Integer::sum);
            }
        }
    }
}
