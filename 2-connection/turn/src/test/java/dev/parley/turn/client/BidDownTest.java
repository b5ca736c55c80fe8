package dev.parley.turn.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Transport;
import dev.parley.stun.NonceCookie;
import dev.parley.stun.PasswordAlgorithm;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunReader;
import dev.parley.turn.SecurityFeatures;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * RFC 8489 section 9.2 between our own client and server, also with somebody on the path who wants
 * them to use less.
 */
class BidDownTest {

    private static TwoCores cores(Transport transport, SecurityFeatures features) {
        return new TwoCores(
                transport,
                1,
                TwoCores.server().securityFeatures(features).build(),
                TurnClientConfigBuilder::build);
    }

    private static StunReader parse(byte[] message) {
        StunReader reader = new StunReader();
        reader.parse(message, 0, message.length);
        return reader;
    }

    @ParameterizedTest(name = "section 9.2.3: {1} over {0}")
    @CsvSource({
        "UDP, NEVER, false", "UDP, ON_STREAMS, false", "UDP, ALWAYS, true",
        "TCP, NEVER, false", "TCP, ON_STREAMS, true", "TCP, ALWAYS, true",
        "TLS, ON_STREAMS, true"
    })
    void usesWhatIsOffered(Transport transport, SecurityFeatures features, boolean offered) {
        TwoCores cores = cores(transport, features);
        cores.allocate();
        StunReader last = parse(cores.sentByClient.getLast());
        assertThat(last.has(StunAttributeType.USERHASH)).isEqualTo(offered);
        assertThat(last.has(StunAttributeType.USERNAME)).isEqualTo(!offered);
        assertThat(last.has(StunAttributeType.MESSAGE_INTEGRITY_SHA256)).isEqualTo(offered);
        assertThat(last.has(StunAttributeType.MESSAGE_INTEGRITY)).isEqualTo(!offered);
        assertThat(last.passwordAlgorithm()).isEqualTo(offered ? PasswordAlgorithm.SHA256 : null);
        cores.client.permit(cores.now, TwoCores.PEER.ip());
        cores.settle();
        cores.run(3000); // through refreshes
        assertThat(cores.event(TurnClientEvent.Permitted.class)).isNotNull();
        assertThat(cores.events(TurnClientEvent.Ended.class)).isEmpty();
    }

    /** What somebody on the path makes of each challenge. */
    enum Attack {
        /** PASSWORD-ALGORITHMS becomes an attribute that nobody knows. */
        HIDE_THE_LIST,
        /** The cookie says that there is nothing. */
        CLEAR_THE_COOKIE,
        /** Both of it: as a server of RFC 5389 would ask. */
        HIDE_ALL,
        /** MD5 is said to be the best. */
        REVERSE_THE_LIST,
        /** MD5 is said to be all. */
        MD5_TWICE;

        byte[] on(byte[] message) {
            StunReader reader = parse(message);
            int list = reader.find(StunAttributeType.PASSWORD_ALGORITHMS);
            int nonce = reader.find(StunAttributeType.NONCE);
            if (list == StunReader.ABSENT || nonce == StunReader.ABSENT) {
                return message;
            }
            byte[] altered = message.clone();
            int at = reader.valueOffset(list);
            if (this == HIDE_THE_LIST || this == HIDE_ALL) {
                altered[at - 4] = (byte) 0xFF;
                altered[at - 3] = (byte) 0x01;
            }
            if (this == CLEAR_THE_COOKIE || this == HIDE_ALL) {
                byte[] cookie = NonceCookie.write(0).getBytes(StandardCharsets.US_ASCII);
                System.arraycopy(cookie, 0, altered, reader.valueOffset(nonce), cookie.length);
            }
            if (this == REVERSE_THE_LIST) {
                altered[at + 1] = 1;
                altered[at + 5] = 2;
            }
            if (this == MD5_TWICE) {
                altered[at + 1] = 1;
                altered[at + 5] = 1;
            }
            return altered;
        }
    }

    @ParameterizedTest(name = "section 9.2.1: {0}")
    @EnumSource(Attack.class)
    void anAttackerGetsNoAllocationMade(Attack attack) {
        for (Transport transport : List.of(Transport.UDP, Transport.TCP)) {
            TwoCores cores = cores(transport, SecurityFeatures.ALWAYS);
            cores.tampers =
                    packet -> packet.toServer() ? packet.bytes() : attack.on(packet.bytes());
            cores.client.allocate(cores.now, cores.clientPath);
            cores.run(120);
            assertThat(cores.event(TurnClientEvent.AllocationFailed.class)).isNotNull();
            assertThat(cores.server.allocations()).isZero();
        }
    }

    /** Once it stands, a challenge that offers less is not followed: no weaker proof is shown. */
    @ParameterizedTest(name = "section 9.2.5: {0} on a 438")
    @EnumSource(Attack.class)
    void laterChallengesCannotOfferLess(Attack attack) {
        TwoCores cores = cores(Transport.UDP, SecurityFeatures.ALWAYS);
        cores.allocate();
        cores.tampers = packet -> packet.toServer() ? packet.bytes() : attack.on(packet.bytes());
        cores.restartServer(); // so that the nonce is not known
        cores.sentByClient.clear();
        cores.client.refresh(cores.now);
        cores.run(60);
        for (byte[] request : cores.sentByClient) {
            StunReader reader = parse(request);
            if (reader.has(StunAttributeType.NONCE)) {
                assertThat(reader.has(StunAttributeType.USERNAME)).isFalse();
                assertThat(reader.has(StunAttributeType.MESSAGE_INTEGRITY)).isFalse();
            }
        }
    }

    @Test
    void section925AForgedBadRequestEndsNothing() {
        TwoCores cores = cores(Transport.UDP, SecurityFeatures.ALWAYS);
        cores.allocate();
        cores.client.permit(cores.now, TwoCores.PEER.ip());
        int[] forged = {0};
        UnaryOperator<byte[]> to400 =
                bytes -> {
                    StunReader reader = parse(bytes);
                    if (!reader.has(StunAttributeType.MESSAGE_INTEGRITY_SHA256)
                            || forged[0]++ > 0) {
                        return bytes;
                    }
                    byte[] answer = new byte[28]; // 400 without integrity in its place
                    System.arraycopy(bytes, 0, answer, 0, 20);
                    answer[0] = 1;
                    answer[1] = 0x18;
                    answer[3] = 8;
                    answer[21] = 9;
                    answer[23] = 4;
                    answer[26] = 4;
                    return answer;
                };
        cores.tampers = packet -> packet.toServer() ? packet.bytes() : to400.apply(packet.bytes());
        cores.run(10);
        assertThat(forged[0]).isPositive();
        assertThat(cores.event(TurnClientEvent.Permitted.class)).isNotNull();
    }
}
