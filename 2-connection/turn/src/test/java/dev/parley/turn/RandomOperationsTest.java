package dev.parley.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Deadlines;
import dev.parley.core.RandomSource;
import dev.parley.core.TransportAddress;
import dev.parley.stun.StunAttributeType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever clients do in whatever order, the books agree. */
class RandomOperationsTest {
    private static final int STEPS = 400;

    /** The first seed; a long run takes a fresh one, a repetition the same. */
    private static final long FIRST_SEED = Long.getLong("parley.seed", 1);

    private static final int SEEDS = 40;
    private static final String[] PEERS = {
        "8.8.8.8:1", "8.8.8.8:2", "8.8.4.4:1", "[2606:4700::1]:1", "10.0.0.1:1", "192.0.2.10:50003"
    };

    @Test
    void portsSocketsPathsAndFlowsAddUp() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
            run(seed, new PortRange(50000, 50019));
        }
    }

    @Test
    void theyAddUpOnOnePortToo() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
            run(seed, PortRange.single(50003));
        }
    }

    private static void run(long seed, PortRange ports) {
        RandomSource random = RandomSource.seeded(seed);
        TestPlane plane = new TestPlane();
        plane.declines = seed % 3 == 0;
        FakeDriver driver =
                new FakeDriver(
                        TestServers.both()
                                .relayPorts(ports)
                                .quotas(new Quotas(12, 14, 15, 4, 3, 4))
                                .build(),
                        seed,
                        plane);
        for (int port = 50000; port < 50020; port += 5) {
            driver.busyPorts.add(port);
        }
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            clients.add(
                    new TestClient(
                            driver,
                            (i % 3 == 2 ? "[2001:db8:1::" + i + "]" : "198.51.100." + (1 + i))
                                    + ":40000",
                            i % 4 == 1));
        }
        for (int step = 0; step < STEPS; step++) {
            TestClient client = clients.get(random.nextInt(clients.size()));
            act(random, driver, client);
            driver.sent.clear();
            check(driver, plane, "seed " + seed + ", step " + step);
        }
        driver.server.endAll(driver.now, EndReason.SHUTDOWN);
        driver.drain();
        driver.advance(60);
        assertThat(driver.server.relayPortsInUse()).as("seed %d", seed).isZero();
        assertThat(driver.server.allocations()).as("seed %d", seed).isZero();
        assertThat(driver.server.permissions()).as("seed %d", seed).isZero();
        assertThat(driver.server.channels()).as("seed %d", seed).isZero();
        assertThat(driver.server.streams()).as("seed %d", seed).isZero();
        assertThat(driver.relaySockets).as("seed %d", seed).isEmpty();
        assertThat(driver.server.sharedPeers()).as("seed %d", seed).isZero();
        assertThat(plane.installed).as("seed %d", seed).isEmpty();
        assertThat(driver.paths.size()).as("seed %d", seed).isZero();
        assertThat(driver.server.nextTimeout()).as("seed %d", seed).isEqualTo(Deadlines.NONE);
        assertThat(driver.events(TurnEvent.AllocationEnded.class))
                .as("seed %d", seed)
                .hasSameSizeAs(driver.events(TurnEvent.AllocationCreated.class));
    }

    private static void act(RandomSource random, FakeDriver driver, TestClient client) {
        String peer = PEERS[random.nextInt(PEERS.length)];
        if (client.nonce.length == 0 || !driver.knows(client)) {
            client.learnNonce();
        }
        switch (random.nextInt(13)) {
            case 0 -> client.allocate(writer -> writer);
            case 1 -> client.allocate(writer -> writer.evenPort(random.nextInt(2) == 0));
            case 2 ->
                    client.allocate(
                            writer -> writer.u8(StunAttributeType.ADDITIONAL_ADDRESS_FAMILY, 2));
            case 3 ->
                    client.allocate(writer -> writer.u64(StunAttributeType.RESERVATION_TOKEN, 77));
            case 4 -> client.refresh(random.nextInt(4) == 0 ? 0 : random.nextInt(2000));
            case 5 -> client.permit(peer);
            case 6 -> client.permit(peer, PEERS[0]);
            case 7, 8 -> client.bind(0x4000 + random.nextInt(4), peer);
            case 9 -> client.sendTo(peer, new byte[random.nextInt(20)]);
            case 10 ->
                    driver.relaySockets.values().stream()
                            .findFirst()
                            .ifPresent(relayed ->
                                    driver.fromPeer(
                                            TransportAddress.parse("8.8.8.8:1"),
                                            relayed,
                                            new byte[9]));
            case 11 -> driver.advance(random.nextInt(200));
            default -> {
                if (driver.isConnected(client.address)) {
                    driver.disconnect(client.address);
                }
            }
        }
    }

    private static void check(FakeDriver driver, TestPlane plane, String when) {
        TurnServer server = driver.server;
        assertThat(server.relayPortsInUse()).as(when).isEqualTo(driver.relaySockets.size());
        assertThat(server.allocations()).as(when).isLessThanOrEqualTo(15);
        assertThat(server.permissions()).as(when).isLessThanOrEqualTo(4 * 15);
        assertThat(plane.installed.size()).as(when).isLessThanOrEqualTo(server.channels());
        assertThat(server.nextTimeout()).as(when).isGreaterThan(driver.now);
        assertThat(driver.relaySockets.values()).as(when).doesNotHaveDuplicates();
    }
}
