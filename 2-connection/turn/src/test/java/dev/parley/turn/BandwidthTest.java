package dev.parley.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.TransportAddress;
import dev.parley.stun.StunAttributeType;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BandwidthTest {
    private static final String PEER = "8.8.8.8:7000";
    private static final int CHANNEL = 0x4001;
    private static final int BURST = 100_000; // of 200,000 bytes a second
    private static final int DATA = 1000;

    private final FakeDriver driver = driver(200_000, 0);
    private final TestClient client = client(driver, "198.51.100.7:40000");

    private static FakeDriver driver(long user, long total) {
        return new FakeDriver(TestServers.both().bandwidth(new Bandwidth(user, total)).build());
    }

    private static TestClient client(FakeDriver driver, String address) {
        TestClient client = TestClient.udp(driver, address).allocate();
        client.bind(CHANNEL, PEER);
        return client;
    }

    private static int toPeer(FakeDriver driver, TestClient client, int packets) {
        for (int i = 0; i < packets; i++) {
            if (i % 2 == 0) {
                client.send(Message.channelData(CHANNEL, new byte[DATA]));
            } else {
                client.sendTo("8.8.8.8:9000", new byte[DATA]);
            }
        }
        return driver.take(TransportAddress.parse(PEER)).size()
                + driver.take(TransportAddress.parse("8.8.8.8:9000")).size();
    }

    private static int toClient(FakeDriver driver, TestClient client, int packets) {
        for (int i = 0; i < packets; i++) {
            String peer = i % 2 == 0 ? PEER : "8.8.8.8:9000";
            driver.fromPeer(TransportAddress.parse(peer), client.relayed, new byte[DATA]);
        }
        return client.received().size();
    }

    @Test
    void aUserHasHisRateAndABurstInEachDirection() {
        assertThat(toPeer(driver, client, 150)).isEqualTo(BURST / DATA);
        assertThat(toClient(driver, client, 150)).isEqualTo(BURST / DATA);
        driver.now += 50_000_000;
        assertThat(toPeer(driver, client, 150)).as("in a twentieth of a second").isEqualTo(10);
        driver.now += 5_000_000_000L;
        assertThat(toClient(driver, client, 150)).as("no more than a burst").isEqualTo(100);
    }

    @Test
    void anotherBandwidthCountsForAllocationsThatStand() {
        obey(driver, 100_000, 0);
        assertThat(toPeer(driver, client, 150)).as("a burst of the least size").isEqualTo(65);
        driver.now += 100_000_000;
        assertThat(toPeer(driver, client, 150)).isEqualTo(10);
        obey(driver, 0, 0);
        assertThat(toPeer(driver, client, 400)).isEqualTo(400);
        obey(driver, 0, 200_000);
        assertThat(toClient(driver, client, 150)).isEqualTo(100);
    }

    private static void obey(FakeDriver driver, long user, long total) {
        Bandwidth bandwidth = new Bandwidth(user, total);
        driver.server.reconfigure(driver.now, TestServers.both().bandwidth(bandwidth).build());
    }

    @Test
    void whatNobodyGetsWhileTheClientIsAwayIsNotCharged() {
        TestClient mobile = TestClient.tcp(driver, "198.51.100.8:1");
        mobile.allocate(writer -> writer.flag(StunAttributeType.MOBILITY_TICKET));
        mobile.bind(CHANNEL, PEER);
        driver.disconnect(mobile.address);
        for (int i = 0; i < 150; i++) {
            driver.fromPeer(TransportAddress.parse(PEER), mobile.relayed, new byte[DATA]);
        }
        assertThat(driver.count(TurnCounter.DROPPED_CLIENT_AWAY)).isEqualTo(150);
        assertThat(toClient(driver, client, 150)).as("of the same user").isEqualTo(100);
    }

    @Test
    void whatIsOverTheRateIsCounted() {
        toPeer(driver, client, 150);
        driver.server.refreshCounters();
        assertThat(driver.count(TurnCounter.DROPPED_OVER_BANDWIDTH)).isEqualTo(50);
        client.refresh(0);
        Usage usage = driver.events(TurnEvent.AllocationEnded.class).getFirst().usage();
        assertThat(usage.droppedOverBandwidth()).isEqualTo(50);
        assertThat(usage.dropped()).isEqualTo(50);
        assertThat(usage.packetsToPeers()).isEqualTo(100);
    }

    @Test
    void allAllocationsOfAUserShareTheRate() {
        TestClient second = client(driver, "198.51.100.8:1");
        assertThat(toPeer(driver, client, 70) + toPeer(driver, second, 70)).isEqualTo(100);
        TestClient bob = TestClient.udp(driver, "198.51.100.9:1").as("bob", "builder").allocate();
        bob.bind(CHANNEL, PEER);
        assertThat(toPeer(driver, bob, 70)).as("somebody else").isEqualTo(70);
    }

    @Test
    void allUsersShareTheTotal() {
        FakeDriver shared = driver(0, 200_000);
        TestClient alice = client(shared, "198.51.100.7:1");
        TestClient bob = TestClient.udp(shared, "198.51.100.9:1").as("bob", "builder").allocate();
        bob.bind(CHANNEL, PEER);
        assertThat(toPeer(shared, alice, 70) + toPeer(shared, bob, 70)).isEqualTo(100);
        assertThat(toClient(shared, alice, 70) + toClient(shared, bob, 70)).isEqualTo(100);
    }

    @Test
    void whatTheTotalRefusesIsNotTakenFromTheUser() {
        Bandwidth bandwidth = new Bandwidth(400_000, 200_000);
        QuotaBook book = new QuotaBook(Quotas.DEFAULT, bandwidth);
        book.take(0, "alice", TransportAddress.parse(PEER).ip());
        book.take(0, "bob", TransportAddress.parse(PEER).ip());
        Budget alice = book.budget("alice");
        Budget bob = book.budget("bob");
        int[] group = new int[64];
        Arrays.fill(group, DATA);
        assertThat(alice.toPeer(0, group, 64)).isEqualTo(64);
        assertThat(bob.toPeer(0, group, 64)).isEqualTo(36);
        assertThat(bob.toPeer(0, group, 64)).isZero();
        // Half a second fills the total by 100,000 bytes; Bob's own bucket is full again by then.
        assertThat(bob.toPeer(500_000_000, group, 64)).isEqualTo(64);
        assertThat(alice.toPeer(500_000_000, group, 64)).isEqualTo(36);
    }

    @Test
    void bothRelaysAreChargedWhereTwoOfOneServerMeet() {
        TestClient bob = TestClient.udp(driver, "198.51.100.9:1").as("bob", "builder").allocate();
        bob.permit(client.relayed.ip() + ":1");
        client.bind(CHANNEL + 1, bob.relayed.toString());
        for (int i = 0; i < 150; i++) {
            client.send(Message.channelData(CHANNEL + 1, new byte[DATA]));
        }
        List<byte[]> received = bob.received();
        assertThat(received).hasSize(100);
    }
}
