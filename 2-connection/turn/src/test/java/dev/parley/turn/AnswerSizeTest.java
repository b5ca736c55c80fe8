package dev.parley.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.RandomSource;
import dev.parley.core.TransportAddress;
import dev.parley.stun.MessageIntegrity;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What a stranger, perhaps with a forged address, can make the server send to somebody. */
class AnswerSizeTest {
    private static final Path DOCUMENT = Path.of("../../docs/turn.md");
    private static final double LIMIT = 2.2;
    private static final RandomSource RANDOM = RandomSource.seeded(1);

    /** A request, and the size of the answer, 0 for none. */
    private static final class Row {
        final String request;
        final byte[] bytes;
        final int answer;

        Row(String request, byte[] bytes, int answer) {
            this.request = request;
            this.bytes = bytes;
            this.answer = answer;
        }
    }

    private static Row row(
            String request, int method, int answer, UnaryOperator<StunWriter> attributes) {
        return new Row(request, Message.request(RANDOM, method, attributes), answer);
    }

    private static StunWriter forged(StunWriter writer) {
        return writer.text(StunAttributeType.USERNAME, "a")
                .text(StunAttributeType.REALM, "b")
                .text(StunAttributeType.NONCE, "c")
                .messageIntegrity(new MessageIntegrity(new byte[] {1}));
    }

    private static List<Row> rows(boolean v6) {
        TransportAddress peer = TransportAddress.parse("8.8.8.8:1");
        int binding = v6 ? 44 : 32;
        return List.of(
                row("Binding", StunMethod.BINDING, binding, writer -> writer),
                row(
                        "Binding, FINGERPRINT",
                        StunMethod.BINDING,
                        binding + 8,
                        writer -> writer.fingerprint()),
                row(
                        "Binding, unknown attribute",
                        StunMethod.BINDING,
                        36,
                        writer -> writer.flag(0x7F01)),
                row("Allocate", StunMethod.ALLOCATE, 28, writer -> writer),
                row(
                        "Allocate, FINGERPRINT",
                        StunMethod.ALLOCATE,
                        36,
                        writer -> writer.fingerprint()),
                row(
                        "Allocate, LIFETIME",
                        StunMethod.ALLOCATE,
                        28,
                        writer -> writer.u32(StunAttributeType.LIFETIME, 600)),
                row(
                        "Allocate, REQUESTED-TRANSPORT",
                        StunMethod.ALLOCATE,
                        60,
                        Message::requestedTransport),
                row(
                        "Allocate, REQUESTED-TRANSPORT, FINGERPRINT",
                        StunMethod.ALLOCATE,
                        68,
                        writer -> Message.requestedTransport(writer).fingerprint()),
                row(
                        "Allocate, forged credentials",
                        StunMethod.ALLOCATE,
                        60,
                        writer -> forged(Message.requestedTransport(writer))),
                row(
                        "Allocate, MESSAGE-INTEGRITY alone",
                        StunMethod.ALLOCATE,
                        28,
                        writer ->
                                Message.requestedTransport(writer)
                                        .messageIntegrity(new MessageIntegrity(new byte[] {1}))),
                row("Refresh", StunMethod.REFRESH, 28, writer -> writer),
                row(
                        "Refresh, LIFETIME",
                        StunMethod.REFRESH,
                        28,
                        writer -> writer.u32(StunAttributeType.LIFETIME, 0)),
                row("Refresh, forged credentials", StunMethod.REFRESH, 60, AnswerSizeTest::forged),
                row(
                        "Refresh, MOBILITY-TICKET",
                        StunMethod.REFRESH,
                        60,
                        writer -> writer.bytes(StunAttributeType.MOBILITY_TICKET, new byte[32])),
                row("CreatePermission", StunMethod.CREATE_PERMISSION, 28, writer -> writer),
                row(
                        "CreatePermission, XOR-PEER-ADDRESS",
                        StunMethod.CREATE_PERMISSION,
                        28,
                        Message.peers(peer)),
                row("ChannelBind", StunMethod.CHANNEL_BIND, 28, writer -> writer),
                row(
                        "ChannelBind, CHANNEL-NUMBER, XOR-PEER-ADDRESS",
                        StunMethod.CHANNEL_BIND,
                        28,
                        writer ->
                                Message.peers(peer)
                                        .apply(
                                                writer.u16(
                                                        StunAttributeType.CHANNEL_NUMBER, 0x4000))),
                row("Connect", StunMethod.CONNECT, 0, writer -> writer),
                row("unknown method", 0x0FF, 0, writer -> writer),
                new Row("20 bytes without the magic cookie", new byte[20], 0),
                new Row("ChannelData", new byte[] {0x40, 0, 0, 4, 1, 2, 3, 4}, 0),
                new Row("garbage", new byte[] {(byte) 0x80, 1, 2, 3}, 0));
    }

    @Test
    void noAnswerIsMuchLongerThanItsRequestOverIpv4() throws IOException {
        List<String> table = check(rows(false), "198.51.100.7:40000");
        assertThat(Files.readAllLines(DOCUMENT)).as("the table in %s", DOCUMENT).containsAll(table);
    }

    @Test
    void noAnswerIsMuchLongerThanItsRequestOverIpv6() {
        check(rows(true), "[2001:db8:1::7]:40000");
    }

    /** Checks each row, and gives it as the documentation has it. */
    private static List<String> check(List<Row> rows, String client) {
        List<String> table = new ArrayList<>();
        for (Row row : rows) {
            FakeDriver driver = new FakeDriver(TestServers.both().build());
            TestClient stranger = TestClient.udp(driver, client);
            stranger.send(row.bytes);
            List<byte[]> answers = stranger.received();
            int length = answers.isEmpty() ? 0 : answers.getFirst().length;
            double ratio = (double) length / row.bytes.length;
            table.add(tableRow(row, length, ratio));
            assertThat(answers).as(row.request).hasSizeLessThanOrEqualTo(1);
            assertThat(length).as(row.request).isEqualTo(row.answer);
            assertThat(ratio).as(row.request).isLessThanOrEqualTo(LIMIT);
        }
        return table;
    }

    @Test
    void securityFeaturesOverUdpMakeChallengesLonger() throws IOException {
        TurnServerConfig config =
                TestServers.both().securityFeatures(SecurityFeatures.ALWAYS).build();
        List<String> table = new ArrayList<>();
        for (Row row : rows(false)) {
            TestClient stranger = TestClient.udp(new FakeDriver(config), "198.51.100.7:40000");
            stranger.send(row.bytes);
            List<byte[]> answers = stranger.received();
            int length = answers.isEmpty() ? 0 : answers.getFirst().length;
            int more = row.answer == 60 || row.answer == 68 ? 28 : 0; // the challenges
            assertThat(length).as(row.request).isEqualTo(row.answer + more);
            double ratio = (double) length / row.bytes.length;
            assertThat(ratio).as(row.request).isLessThanOrEqualTo(config.largestAmplification());
            if (more > 0) {
                table.add(tableRow(row, length, ratio));
            }
        }
        assertThat(Files.readAllLines(DOCUMENT)).as("the table in %s", DOCUMENT).containsAll(table);
    }

    private static String tableRow(Row row, int length, double ratio) {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %d | %.2f |",
                row.request,
                row.bytes.length,
                length,
                ratio);
    }

    @Test
    void whoKnowsAClientsAddressCannotFloodItEither() {
        FakeDriver driver = new FakeDriver(TestServers.both().build());
        TestClient client = TestClient.udp(driver, "198.51.100.7:40000").allocate();
        for (Row row : rows(false)) {
            client.send(row.bytes);
            for (byte[] answer : client.received()) {
                assertThat((double) answer.length / row.bytes.length)
                        .as(row.request)
                        .isLessThanOrEqualTo(LIMIT);
            }
        }
    }

    @Test
    void randomRequestsOfStrangersStayWithinTheLimit() {
        FakeDriver driver = new FakeDriver(TestServers.both().build());
        int[] methods = {
            StunMethod.BINDING,
            StunMethod.ALLOCATE,
            StunMethod.REFRESH,
            StunMethod.CREATE_PERMISSION,
            StunMethod.CHANNEL_BIND
        };
        for (int i = 0; i < 5000; i++) {
            driver.advance(1);
            byte[] request =
                    Message.request(
                            RANDOM,
                            methods[RANDOM.nextInt(methods.length)],
                            AnswerSizeTest::randomAttributes);
            TestClient stranger = TestClient.udp(driver, "198.51.100.7:" + (1 + i % 60_000));
            stranger.send(request);
            for (byte[] answer : stranger.received()) {
                assertThat((double) answer.length / request.length)
                        .as("request %d", i)
                        .isLessThanOrEqualTo(LIMIT);
            }
        }
    }

    private static StunWriter randomAttributes(StunWriter writer) {
        int[] types = {
            StunAttributeType.USERNAME,
            StunAttributeType.REALM,
            StunAttributeType.NONCE,
            StunAttributeType.LIFETIME,
            StunAttributeType.REQUESTED_TRANSPORT,
            StunAttributeType.XOR_PEER_ADDRESS,
            StunAttributeType.CHANNEL_NUMBER,
            StunAttributeType.SOFTWARE,
            0x7F01,
            0xFF01
        };
        for (int n = RANDOM.nextInt(5); n > 0; n--) {
            writer.bytes(types[RANDOM.nextInt(types.length)], new byte[RANDOM.nextInt(13)]);
        }
        if (RANDOM.nextInt(4) == 0) {
            writer.messageIntegrity(new MessageIntegrity(new byte[] {1}));
        }
        return RANDOM.nextInt(3) == 0 ? writer.fingerprint() : writer;
    }

    @Test
    void saysWhenARealmMakesItsAnswersLonger() {
        assertThat(TurnServerConfig.builder().build().largestAmplification()).isEqualTo(LIMIT);
        double longRealm =
                TurnServerConfig.builder().realm("turn.example.com").build().largestAmplification();
        assertThat(longRealm).isEqualTo(68.0 / 28);
        double withFeatures =
                TurnServerConfig.builder()
                        .securityFeatures(SecurityFeatures.ALWAYS)
                        .build()
                        .largestAmplification();
        assertThat(withFeatures).isEqualTo(88.0 / 28);
    }
}
