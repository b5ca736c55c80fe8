package dev.parley.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.parley.core.IpAddress;
import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunMethod;
import dev.parley.turn.AllocationDescription.ChannelDescription;
import dev.parley.turn.AllocationDescription.PermissionDescription;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DescriptionsTest {
    private static final long SECOND = 1_000_000_000L;

    private final TestPlane plane = new TestPlane();
    private final FakeDriver driver = new FakeDriver(TestServers.both().build(), 1, plane);
    private final TestClient client = TestClient.udp(driver, "198.51.100.7:40000").allocate();
    private final long began = driver.now;

    @Test
    void anAllocationIsDescribedWithAllThatItHas() {
        client.bind(0x4002, "8.8.8.8:7000");
        driver.advance(100);
        client.permit("9.9.9.9:1", "1.1.1.1:1");
        client.bind(0x4001, "8.8.8.8:7001");
        plane.installed.iterator().next().counters().toPeer(driver.now, 100);
        driver.advance(250);

        AllocationDescription described =
                Objects.requireNonNull(driver.server.describe(idOf(client)));
        AllocationSummary summary = described.summary();
        assertThat(summary.user()).isEqualTo(TestServers.USER);
        assertThat(summary.client()).isEqualTo(client.address);
        assertThat(summary.transport()).isEqualTo(Transport.UDP);
        assertThat(summary.tcp()).isFalse();
        assertThat(summary.relayed()).containsExactly(client.relayed);
        assertThat(summary.createdAtNanos()).isEqualTo(began);
        assertThat(summary.expiresAtNanos()).isEqualTo(began + 600 * SECOND);
        assertThat(summary.permissions()).isEqualTo(3);
        assertThat(summary.channels()).isEqualTo(2);
        assertThat(summary.usage()).isEqualTo(new Usage(1, 100, 0, 0, 0, 0, began + 100 * SECOND));

        assertThat(described.relays()).hasSize(1);
        assertThat(described.relays().getFirst().permissions())
                .extracting(PermissionDescription::peer)
                .containsExactly(
                        IpAddress.parse("1.1.1.1"),
                        IpAddress.parse("8.8.8.8"),
                        IpAddress.parse("9.9.9.9"));
        assertThat(described.channels())
                .extracting(
                        ChannelDescription::number,
                        ChannelDescription::peer,
                        ChannelDescription::open,
                        ChannelDescription::accelerated,
                        channel -> channel.usage().bytesToPeers(),
                        ChannelDescription::expiresAtNanos)
                .containsExactly(
                        tuple(
                                0x4001,
                                TransportAddress.parse("8.8.8.8:7001"),
                                true,
                                true,
                                0L,
                                began + 700 * SECOND),
                        tuple(
                                0x4002,
                                TransportAddress.parse("8.8.8.8:7000"),
                                true,
                                true,
                                100L,
                                began + 600 * SECOND));
    }

    @Test
    void aListGoesOnWhereThePageBeforeEnded() {
        TestClient second = TestClient.udp(driver, "198.51.100.8:1").allocate();
        TestClient third = TestClient.tcp(driver, "198.51.100.9:1").allocate();
        assertThat(driver.server.list(0, 2))
                .extracting(AllocationSummary::client)
                .containsExactly(client.address, second.address);
        long last = driver.server.list(0, 2).getLast().allocation();
        assertThat(driver.server.list(last, 2))
                .extracting(AllocationSummary::client, AllocationSummary::transport)
                .containsExactly(tuple(third.address, Transport.TCP));
    }

    @Test
    void whatHasEndedIsNotDescribed() {
        long id = idOf(client);
        client.refresh(0);
        assertThat(driver.server.describe(id)).isNull();
        assertThat(driver.server.list(0, 10)).isEmpty();
    }

    @Test
    void anEndTellsAllThatARecordOfUsageNeeds() {
        TestClient both = TestClient.udp(driver, "198.51.100.8:5").as("bob", "builder");
        both.allocate(writer -> writer.u8(StunAttributeType.ADDITIONAL_ADDRESS_FAMILY, 2));
        List<TransportAddress> relayed =
                driver.events(TurnEvent.AllocationCreated.class).getLast().relayed();
        assertThat(relayed).hasSize(2);
        both.permit("8.8.8.8:1");
        both.sendTo("8.8.8.8:7000", new byte[9]);
        driver.sent.clear();
        both.request(
                StunMethod.REFRESH,
                writer ->
                        writer.u32(StunAttributeType.LIFETIME, 0)
                                .u8(StunAttributeType.REQUESTED_ADDRESS_FAMILY, 2));
        driver.advance(5);
        both.refresh(0);
        assertThat(driver.events(TurnEvent.AllocationEnded.class))
                .containsExactly(
                        new TurnEvent.AllocationEnded(
                                2,
                                "bob",
                                both.address,
                                Transport.UDP,
                                relayed,
                                EndReason.RELEASED,
                                new Usage(1, 9, 0, 0, 0, 0, began),
                                began,
                                began + 5 * SECOND));
    }

    private long idOf(TestClient of) {
        return driver.events(TurnEvent.AllocationCreated.class).stream()
                .filter(created -> created.client().equals(of.address))
                .findFirst()
                .orElseThrow()
                .allocation();
    }
}
