package dev.parley.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Deadlines;
import dev.parley.core.RandomSource;
import dev.parley.core.TransportAddress;
import dev.parley.stun.AddressFamily;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunClass;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** However clients wander, with whatever tickets, the books agree. */
class RandomMovesTest {
    private static final int STEPS = 500;
    private static final long FIRST_SEED = Long.getLong("parley.seed", 1);
    private static final int SEEDS = 40;
    private static final int PHONES = 6;
    private static final int NETWORKS = 4;
    private static final int MOST_IN_A_NETWORK = 4;
    private static final String[] PEERS = {"8.8.8.8:1", "8.8.4.4:1", "[2606:4700::1]:1"};

    /** Somebody with an address in each network, over UDP and over TCP. */
    private static final class Phone {
        final List<TestClient> places = new ArrayList<>();
        byte @Nullable [] ticket;
        byte @Nullable [] before;

        Phone(FakeDriver driver, int number) {
            for (int network = 0; network < NETWORKS; network++) {
                String address =
                        network == 3
                                ? "[2001:db8:" + network + "::" + (1 + number) + "]"
                                : "198.51." + (100 + network) + "." + (1 + number);
                places.add(new TestClient(driver, address + ":40000", false));
                places.add(new TestClient(driver, address + ":40001", true));
            }
            places.forEach(place -> {
                if (number % 3 == 2) {
                    place.as("bob", "builder");
                }
            });
        }
    }

    @Test
    void portsQuotasPathsFlowsAndCountersAddUp() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
            new World(seed).run("seed " + seed);
        }
    }

    /** One server and its wandering clients. */
    private static final class World {
        private final TestPlane plane = new TestPlane();
        private final FakeDriver driver;
        private final RandomSource random;
        private final List<Phone> phones = new ArrayList<>();
        private long toPeers;
        private long toClients;

        private World(long seed) {
            random = RandomSource.seeded(seed);
            plane.declines = seed % 4 == 0;
            driver =
                    new FakeDriver(
                            TestServers.both()
                                    .relayPorts(new PortRange(50000, 50019))
                                    .quotas(new Quotas(4, MOST_IN_A_NETWORK, 7, 4, 3, 20))
                                    .build(),
                            seed,
                            plane);
            for (int i = 0; i < PHONES; i++) {
                phones.add(new Phone(driver, i));
            }
        }

        private void run(String seed) {
            for (int step = 0; step < STEPS; step++) {
                act(phones.get(random.nextInt(PHONES)));
                countSent();
                check(seed + ", step " + step);
            }
            assertThat(driver.count(TurnCounter.ALLOCATIONS_MOVED)).as(seed).isPositive();
            driver.server.endAll(driver.now, EndReason.SHUTDOWN);
            driver.drain();
            driver.advance(60);
            assertThat(driver.server.relayPortsInUse()).as(seed).isZero();
            assertThat(driver.server.channels()).as(seed).isZero();
            assertThat(driver.relaySockets).as(seed).isEmpty();
            assertThat(plane.installed).as(seed).isEmpty();
            assertThat(driver.paths.size()).as(seed).isZero();
            assertThat(driver.server.nextTimeout()).as(seed).isEqualTo(Deadlines.NONE);
            List<TurnEvent.AllocationEnded> ended = driver.events(TurnEvent.AllocationEnded.class);
            assertThat(ended)
                    .as(seed)
                    .hasSameSizeAs(driver.events(TurnEvent.AllocationCreated.class));
            assertThat(ended.stream().mapToLong(one -> one.usage().packetsToPeers()).sum())
                    .as("%s: what peers got", seed)
                    .isEqualTo(toPeers);
            assertThat(ended.stream().mapToLong(one -> one.usage().packetsToClient()).sum())
                    .as("%s: what clients got", seed)
                    .isEqualTo(toClients);
            everyNetworkHasItsWholeShare(seed);
        }

        /** Nothing was given back twice or never. */
        private void everyNetworkHasItsWholeShare(String seed) {
            for (int network = 0; network < NETWORKS; network++) {
                for (int i = 0; i <= MOST_IN_A_NETWORK; i++) {
                    TestClient client = phones.get(i).places.get(2 * network);
                    int code = Message.code(client.allocate(writer -> writer));
                    assertThat(code)
                            .as("%s: allocation %d in network %d", seed, i, network)
                            .isEqualTo(i < MOST_IN_A_NETWORK ? 0 : 486);
                }
                driver.server.endAll(driver.now, EndReason.SHUTDOWN);
                driver.drain();
            }
        }

        private void act(Phone phone) {
            TestClient place = phone.places.get(random.nextInt(phone.places.size()));
            if (place.nonce.length == 0 || !driver.knows(place)) {
                place.learnNonce();
            }
            String peer = PEERS[random.nextInt(PEERS.length)];
            switch (random.nextInt(14)) {
                case 0, 1 -> allocate(phone, place);
                case 2, 3, 4, 5 -> move(phone, place, phone.ticket);
                case 6 -> move(phone, place, phone.before);
                case 7 -> place.refresh(random.nextInt(5) == 0 ? 0 : random.nextInt(2000));
                case 8, 9 -> place.bind(0x4000 + random.nextInt(3), peer);
                case 10 -> place.send(Message.channelData(0x4000 + random.nextInt(3), new byte[4]));
                case 11 -> {
                    place.sendTo(peer, new byte[4]);
                    List.copyOf(driver.relaySockets.values())
                            .forEach(relayed ->
                                    driver.fromPeer(
                                            TransportAddress.parse(
                                                    relayed.ip().v6() ? PEERS[2] : PEERS[0]),
                                            relayed,
                                            new byte[9]));
                }
                case 12 -> driver.advance(random.nextInt(90));
                default -> {
                    if (driver.isConnected(place.address)) {
                        driver.disconnect(place.address);
                    }
                }
            }
        }

        private void allocate(Phone phone, TestClient place) {
            boolean both = random.nextInt(2) == 0;
            byte[] answer =
                    place.allocate(writer ->
                            (both
                                            ? writer.u8(
                                                    StunAttributeType.ADDITIONAL_ADDRESS_FAMILY,
                                                    AddressFamily.IPV6)
                                            : writer)
                                    .flag(StunAttributeType.MOBILITY_TICKET));
            remember(phone, answer);
        }

        private void move(Phone phone, TestClient place, byte @Nullable [] ticket) {
            if (ticket != null) {
                remember(
                        phone,
                        place.request(
                                StunMethod.REFRESH,
                                writer -> writer.bytes(StunAttributeType.MOBILITY_TICKET, ticket)));
            }
        }

        private static void remember(Phone phone, byte[] answer) {
            byte[] fresh = Message.parse(answer).bytes(StunAttributeType.MOBILITY_TICKET);
            if (fresh != null) {
                phone.before = phone.ticket;
                phone.ticket = fresh;
            }
        }

        private void countSent() {
            for (SentMessage message : driver.sent) {
                if (message.socket() > FakeDriver.STREAM) {
                    toPeers++;
                } else if (isData(message.bytes())) {
                    toClients++;
                }
            }
            driver.sent.clear();
        }

        private static boolean isData(byte[] bytes) {
            if ((bytes[0] & 0xC0) == 0x40) {
                return true;
            }
            StunReader reader = Message.parse(bytes);
            return reader.is(StunClass.INDICATION, StunMethod.DATA);
        }

        private void check(String when) {
            TurnServer server = driver.server;
            assertThat(server.relayPortsInUse()).as(when).isEqualTo(driver.relaySockets.size());
            assertThat(server.allocations()).as(when).isLessThanOrEqualTo(7);
            assertThat(plane.installed.size()).as(when).isLessThanOrEqualTo(server.channels());
            assertThat(server.nextTimeout()).as(when).isGreaterThan(driver.now);
            assertThat(driver.paths.size())
                    .as("%s: two for each allocation, and what else stands", when)
                    .isLessThanOrEqualTo(
                            2 * server.allocations() + server.channels() + server.streams());
            plane.installed.forEach(flow ->
                    assertThat(driver.paths.remote(flow.clientPath()))
                            .as(when)
                            .isEqualTo(flow.client()));
        }
    }
}
