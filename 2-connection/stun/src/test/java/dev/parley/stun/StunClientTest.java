package dev.parley.stun;

import static dev.parley.stun.ClientUnderTest.MAPPED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.Deadlines;
import dev.parley.core.SocketResult;
import dev.parley.core.TransmitSlot;
import dev.parley.core.TransportAddress;
import dev.parley.stun.StunEvent.Failed;
import dev.parley.stun.StunEvent.Failure;
import dev.parley.stun.StunEvent.Mapped;
import dev.parley.stun.StunEvent.Redirected;
import dev.parley.stun.StunEvent.Refused;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StunClientTest {
    private final ClientUnderTest it = new ClientUnderTest();

    private int request() {
        int transaction = it.client.request(it.now, it.udp, null);
        it.expectRequest(it.udp);
        return transaction;
    }

    @Test
    void learnsItsAddress() {
        int transaction = request();
        assertThat(it.request.length()).isEqualTo(20);
        it.receive(it.udp, it.mapped());
        assertThat(it.events()).containsExactly(new Mapped(transaction, MAPPED));
        assertThat(it.client.nextTimeout()).isEqualTo(Deadlines.NONE);
    }

    @Test
    void writesNothingPastTheEndOfTheSlot() {
        it.client.request(it.now, it.udp, null);
        TransmitSlot small = new TransmitSlot(new byte[100]);
        small.capacity = 19;
        assertThatThrownBy(() -> it.client.pollTransmit(it.now, small))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("20 bytes for a slot of 19");
        assertThat(small.buf).containsOnly(0);
    }

    @Test
    void takesThePlainAddressOfAnOldServer() {
        int transaction = request();
        it.receive(it.udp, it.success().address(StunAttributeType.MAPPED_ADDRESS, MAPPED));
        assertThat(it.events()).containsExactly(new Mapped(transaction, MAPPED));
    }

    @Test
    void repeatsTheSameRequestAtDoublingIntervals() {
        long start = it.now;
        int transaction = request();
        TransactionId id = it.request.transactionId();
        List<Long> times = new ArrayList<>();
        for (int i = 1; i < 7; i++) {
            times.add(it.jump(start));
            it.expectRequest(it.udp);
            assertThat(it.request.transactionId()).isEqualTo(id);
            assertThat(it.events()).isEmpty();
        }
        assertThat(times).containsExactly(500L, 1500L, 3500L, 7500L, 15500L, 31500L);
        assertThat(it.jump(start)).isEqualTo(39500);
        it.expectSilence();
        assertThat(it.events()).containsExactly(new Failed(transaction, Failure.TIMED_OUT));
        assertThat(it.client.nextTimeout()).isEqualTo(Deadlines.NONE);
    }

    @Test
    void sendsOnceOnAStreamAndWaitsAsLong() {
        long start = it.now;
        int transaction = it.client.request(it.now, it.tcp, null);
        it.expectRequest(it.tcp);
        assertThat(it.jump(start)).isEqualTo(39500);
        it.expectSilence();
        assertThat(it.events()).containsExactly(new Failed(transaction, Failure.TIMED_OUT));
    }

    @Test
    void earlyTimeoutsChangeNothing() {
        request();
        for (int i = 0; i < 3; i++) {
            it.client.onTimeout(it.now + 499 * ClientUnderTest.MILLIS);
            it.expectSilence();
        }
        assertThat(it.client.nextTimeout()).isEqualTo(it.now + 500 * ClientUnderTest.MILLIS);
    }

    @Test
    void ignoresAnswersThatAreNotToItsQuestion() {
        int transaction = request();
        it.receive(it.tcp, it.mapped()); // from elsewhere
        int length = it.mapped().finish();
        it.out[19] ^= 1; // another transaction
        it.client.receive(it.now, it.udp, it.out, 0, length);
        length = it.mapped().fingerprint().finish();
        it.out[length - 1] ^= 1;
        it.client.receive(it.now, it.udp, it.out, 0, length);
        it.client.receive(it.now, it.udp, it.out, 0, 7);
        it.client.receive(
                it.now,
                it.udp,
                it.out,
                0,
                new StunWriter()
                        .wrap(it.out, 0, 100)
                        .begin(StunClass.REQUEST, StunMethod.BINDING, it.request.transactionId())
                        .finish());
        assertThat(it.events()).isEmpty();
        assertThat(it.client.ignored()).isEqualTo(5);
        it.receive(it.udp, it.mapped());
        it.receive(it.udp, it.mapped()); // the network may double it
        assertThat(it.events()).containsExactly(new Mapped(transaction, MAPPED));
        assertThat(it.client.ignored()).isEqualTo(6);
    }

    @Test
    void reportsAnotherServer() {
        TransportAddress other = TransportAddress.parse("[2001:db8::2]:3478");
        int transaction = request();
        it.receive(
                it.udp,
                it.error(StunErrorCode.TRY_ALTERNATE)
                        .address(StunAttributeType.ALTERNATE_SERVER, other)
                        .text(StunAttributeType.ALTERNATE_DOMAIN, "stun.example"));
        assertThat(it.events()).containsExactly(new Redirected(transaction, other, "stun.example"));
    }

    @Test
    void reportsARefusalWithWhatWasNotUnderstood() {
        int transaction = request();
        it.receive(
                it.udp,
                it.error(StunErrorCode.UNKNOWN_ATTRIBUTE)
                        .unknownAttributes(new int[] {0x24, 0x25}, 2));
        assertThat(it.events())
                .containsExactly(
                        new Refused(transaction, 420, "Unknown Attribute", List.of(0x24, 0x25)));
    }

    @Test
    void failsOnAnswersItCannotUnderstand() {
        int required = request();
        it.receive(it.udp, it.mapped().flag(0x7001));
        int empty = request();
        it.receive(it.udp, it.success());
        int codeless = request();
        it.receive(
                it.udp,
                new StunWriter().wrap(it.out, 0, 100).beginResponse(StunClass.ERROR, it.request));
        assertThat(it.events())
                .containsExactly(
                        new Failed(required, Failure.NOT_UNDERSTOOD),
                        new Failed(empty, Failure.NOT_UNDERSTOOD),
                        new Failed(codeless, Failure.NOT_UNDERSTOOD));
    }

    @Test
    void putsTogetherAResponseThatComesByteByByte() {
        int transaction = it.client.request(it.now, it.tcp, null);
        it.expectRequest(it.tcp);
        int length = it.mapped().text(StunAttributeType.SOFTWARE, "s").finish();
        for (int i = 0; i < length; i++) {
            assertThat(it.events()).isEmpty();
            it.client.receiveStream(it.now, it.tcp, it.out, i, 1);
        }
        assertThat(it.events()).containsExactly(new Mapped(transaction, MAPPED));
    }

    @Test
    void takesTwoResponsesFromOnePieceOfAStream() {
        int first = it.client.request(it.now, it.tcp, null);
        it.expectRequest(it.tcp);
        byte[] both = new byte[64];
        assertThat(it.mapped().finish()).isEqualTo(32);
        System.arraycopy(it.out, 0, both, 0, 32);
        int second = it.client.request(it.now, it.tcp, null);
        it.expectRequest(it.tcp);
        it.mapped().finish();
        System.arraycopy(it.out, 0, both, 32, 32);
        it.client.receiveStream(it.now, it.tcp, both, 0, 64);
        assertThat(it.events())
                .containsExactly(new Mapped(first, MAPPED), new Mapped(second, MAPPED));
    }

    @Test
    void givesUpAStreamThatIsNotStun() {
        int first = it.client.request(it.now, it.tcp, null);
        it.expectRequest(it.tcp);
        byte[] http = {'H', 'T', 'T', 'P', '/', '1', '.', '1'};
        it.client.receiveStream(it.now, it.tcp, http, 0, http.length);
        int second = it.client.request(it.now, it.tcp, null);
        it.expectRequest(it.tcp);
        it.client.receiveStream(it.now, it.tcp, new byte[] {1, 1, (byte) 0xFF, 0}, 0, 4);
        int third = it.client.request(it.now, it.tcp, null);
        it.expectRequest(it.tcp);
        it.client.onResult(it.now, new SocketResult.PathClosed(it.tcp));
        assertThat(it.events())
                .containsExactly(
                        new Failed(first, Failure.STREAM_BROKEN),
                        new Failed(second, Failure.STREAM_BROKEN),
                        new Failed(third, Failure.STREAM_BROKEN));
        assertThat(it.client.nextTimeout()).isEqualTo(Deadlines.NONE);
    }

    @Test
    void keepsAPathWhileItAsksAndNotLonger() {
        it.paths.release(it.udp);
        request();
        it.paths.sweep();
        assertThat(it.paths.size()).isEqualTo(2);
        it.receive(it.udp, it.mapped());
        it.paths.sweep();
        assertThat(it.paths.size()).isEqualTo(1);
    }

    @Test
    void forgetsWhatIsCancelled() {
        it.client.cancel(it.client.request(it.now, it.udp, null));
        it.expectSilence();
        assertThat(it.client.nextTimeout()).isEqualTo(Deadlines.NONE);
        assertThat(it.events()).isEmpty();
    }

    @Test
    void refusesMoreTransactionsThanItHasRoomFor() {
        for (int i = 0; i < StunClient.MAX_TRANSACTIONS; i++) {
            request();
        }
        assertThatThrownBy(this::request)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("wait for their events");
        it.receive(it.udp, it.mapped());
        assertThat(it.events()).hasSize(1);
        request();
    }
}
