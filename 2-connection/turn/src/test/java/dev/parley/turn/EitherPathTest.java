package dev.parley.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.RandomSource;
import dev.parley.core.TransportAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same random requests and traffic through a server alone and through one with a plane: what is
 * sent, counted, limited and told must not tell them apart.
 */
class EitherPathTest {
    private static final int STEPS = 1500;
    private static final String[] PEERS = {"8.8.8.8:7000", "8.8.8.8:7001", "9.9.9.9:7000"};

    /** One server with three clients of two users; over UDP and TCP. */
    private static final class Side {
        final FakeDriver driver;
        final List<TestClient> clients = new ArrayList<>();

        Side(TurnServerConfig config, RelayPlane plane) {
            driver = new FakeDriver(config, 7, plane);
            clients.add(TestClient.udp(driver, "198.51.100.7:40000"));
            clients.add(TestClient.udp(driver, "198.51.100.8:40000").as("bob", "builder"));
            clients.add(TestClient.tcp(driver, "198.51.100.9:40000"));
        }

        List<String> sent() {
            List<String> sent =
                    driver.sent.stream()
                            .map(one ->
                                    one.socket()
                                            + " to "
                                            + one.to()
                                            + ' '
                                            + Arrays.toString(one.bytes()))
                            .toList();
            driver.sent.clear();
            return sent;
        }

        Map<TurnCounter, Long> counted() {
            driver.server.refreshCounters();
            Map<TurnCounter, Long> counted = new EnumMap<>(TurnCounter.class);
            for (TurnCounter counter : TurnCounter.values()) {
                counted.put(counter, driver.count(counter));
            }
            return counted;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void counterLimitsAndIdleTimeAreTheSame(long seed) {
        TurnServerConfig config =
                TestServers.v4Only()
                        .bandwidth(
                                seed % 2 == 0 ? new Bandwidth(20_000, 30_000) : Bandwidth.UNLIMITED)
                        .build();
        MovingPlane plane = new MovingPlane();
        Side alone = new Side(config, RelayPlane.NONE);
        Side with = new Side(config, plane);
        RandomSource dice = RandomSource.seeded(seed);
        for (int step = 0; step < STEPS; step++) {
            long move = dice.nextLong();
            step(alone, new MovingPlane(), RandomSource.seeded(move));
            step(with, plane, RandomSource.seeded(move));
            assertThat(with.sent()).as("seed %d, step %d", seed, step).isEqualTo(alone.sent());
            assertThat(with.counted())
                    .as("seed %d, step %d", seed, step)
                    .isEqualTo(alone.counted());
            assertThat(with.driver.server.list(0, 10))
                    .as("seed %d, step %d", seed, step)
                    .isEqualTo(alone.driver.server.list(0, 10));
        }
        assertThat(with.driver.events).as("seed %d", seed).isEqualTo(alone.driver.events);
        assertThat(plane.moved).as("the plane had its share, seed %d", seed).isGreaterThan(200);
        assertThat(with.driver.count(TurnCounter.DROPPED_OVER_BANDWIDTH) > 0)
                .as("seed %d", seed)
                .isEqualTo(seed % 2 == 0);
    }

    private static void step(Side side, MovingPlane plane, RandomSource dice) {
        FakeDriver driver = side.driver;
        TestClient client = side.clients.get(dice.nextInt(3));
        String peer = PEERS[dice.nextInt(3)];
        int channel = 0x4001 + dice.nextInt(3);
        boolean stands =
                driver.server.list(0, 10).stream()
                        .anyMatch(one -> one.client().equals(client.address));
        int kind = dice.nextInt(100);
        if (!stands) {
            if (driver.knows(client) || dice.nextInt(2) == 0) {
                client.allocate(writer -> writer);
            }
        } else if (kind < 10) {
            client.bind(channel, peer);
        } else if (kind < 15) {
            client.permit(peer);
        } else if (kind < 17) {
            client.refresh(dice.nextInt(4) == 0 ? 0 : 600);
        } else if (kind < 19) {
            driver.advance(dice.nextInt(200));
        } else if (kind < 40) {
            driver.now += dice.nextInt(100_000_000);
            driver.advance(0);
        } else if (kind < 45) {
            client.sendTo(peer, new byte[1 + dice.nextInt(1200)]);
        } else if (kind < 70) {
            // Of several sizes, and at times with a length that does not fit.
            byte[] message = Message.channelData(channel, new byte[dice.nextInt(6) * 2000]);
            if (!client.isStream() && dice.nextInt(20) == 0) {
                message[2] ^= (byte) dice.nextInt(256);
            }
            boolean moved =
                    !client.isStream()
                            && plane.offer(driver, FakeDriver.UDP, client.address, message);
            if (!moved) {
                client.send(message);
            }
        } else {
            byte[] data = new byte[dice.nextInt(6) * 2000];
            TransportAddress from = TransportAddress.parse(peer);
            int socket = driver.relaySocket(client.relayed);
            if (!plane.offer(driver, socket, from, data)) {
                driver.receive(socket, from, data);
            }
        }
    }

    @Test
    void aGroupIsCutWhereTheBandwidthEnds() {
        QuotaBook book = new QuotaBook(Quotas.DEFAULT, new Bandwidth(200_000, 0));
        TransportAddress at = TransportAddress.parse(PEERS[0]);
        book.take(0, "alice", at.ip());
        Budget budget = Objects.requireNonNull(book.budget("alice"));
        int header = 0x4001 << 16; // the plane's prefix is above the length, and ignored
        int[] lengths = {header | 60_000, header | 30_000, header | 20_000, header | 5_000};
        assertThat(budget.toClient(0, lengths, 4)).isEqualTo(2);
        assertThat(budget.toClient(0, new int[] {header | 10_000}, 1)).as("the rest").isEqualTo(1);
        assertThat(budget.toClient(0, new int[] {header | 1}, 1)).isZero();
    }
}
