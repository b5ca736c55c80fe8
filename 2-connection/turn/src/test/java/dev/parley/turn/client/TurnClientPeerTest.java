package dev.parley.turn.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Bytes;
import dev.parley.core.IpAddress;
import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import dev.parley.stun.IcmpError;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunClass;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunReader;
import dev.parley.stun.TransactionId;
import dev.parley.turn.client.TurnClientEvent.BindFailed;
import dev.parley.turn.client.TurnClientEvent.Bound;
import dev.parley.turn.client.TurnClientEvent.Ended;
import dev.parley.turn.client.TurnClientEvent.PeerUnreachable;
import dev.parley.turn.client.TurnClientEvent.PermissionFailed;
import dev.parley.turn.client.TurnClientEvent.Permitted;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Permissions and channels, with answers written by hand. */
class TurnClientPeerTest {
    private static final TransportAddress PEER = Script.PEER;
    private static final TransportAddress STRANGER = TransportAddress.parse("192.0.2.9:7000");

    // ---- permissions

    @ParameterizedTest
    @CsvSource({
        "403, FORBIDDEN",
        "443, PEER_ADDRESS_FAMILY_MISMATCH",
        "508, INSUFFICIENT_CAPACITY"
    })
    void namesTheRefusalOfAPermission(int code, TurnFailure failure) {
        Script script = Script.allocated(Transport.UDP);
        script.client.permit(script.now, PEER.ip());
        script.refuse(code);
        assertThat(script.takeEvents())
                .containsExactly(new PermissionFailed(PEER.ip(), failure, code));
        assertThat(script.send("x")).isFalse();
        script.client.permit(script.now, PEER.ip()); // another try
        script.request(StunMethod.CREATE_PERMISSION);
        script.succeed();
        assertThat(script.takeEvents()).containsExactly(new Permitted(PEER.ip()));
    }

    @Test
    void refreshesAPermissionBeforeFiveMinutesAndTellsWhenItIsLost() {
        Script script = Script.allocated(Transport.TCP);
        script.permitted();
        script.run(239);
        assertThat(script.sent).isEmpty();
        script.run(2);
        script.request(StunMethod.CREATE_PERMISSION);
        script.refuse(403);
        assertThat(script.takeEvents())
                .containsExactly(new PermissionFailed(PEER.ip(), TurnFailure.FORBIDDEN, 403));
        assertThat(script.send("x")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"500", "508"})
    void refreshesAPermissionAgainAfterAFaultOfTheServer(int code) {
        Script script = Script.allocated(Transport.TCP);
        script.permitted();
        script.run(240);
        script.request(StunMethod.CREATE_PERMISSION);
        script.refuse(code);
        assertThat(script.events).isEmpty();
        assertThat(script.send("still permitted")).isTrue();
        script.sent.clear();
        script.run(5);
        script.request(StunMethod.CREATE_PERMISSION);
        script.succeed();
        assertThat(script.events).isEmpty();
        script.run(230);
        assertThat(script.sent).isEmpty();
        script.run(10);
        assertThat(script.sent.stream().map(m -> Script.parse(m).method()))
                .containsExactlyInAnyOrder(StunMethod.REFRESH, StunMethod.CREATE_PERMISSION);
    }

    @Test
    void doesNotSendByAPermissionThatLapsed() {
        Script script = Script.allocated(Transport.TCP);
        script.permitted();
        script.run(299.9);
        assertThat(script.send("in time")).isTrue();
        script.run(0.2);
        assertThat(script.send("late")).isFalse();
        assertThat(script.events).isEmpty();
    }

    @Test
    void doesNotAskForAFamilyThatTheRelayHasNot() {
        IpAddress v6 = IpAddress.parse("2001:db8::1");
        Script script = Script.allocated(Transport.UDP);
        script.client.permit(script.now, v6);
        script.client.bind(script.now, new TransportAddress(v6, 5));
        script.drain();
        assertThat(script.sent).isEmpty();
        assertThat(script.takeEvents())
                .contains(
                        new PermissionFailed(v6, TurnFailure.PEER_ADDRESS_FAMILY_MISMATCH, 443),
                        new BindFailed(
                                new TransportAddress(v6, 5),
                                TurnFailure.PEER_ADDRESS_FAMILY_MISMATCH,
                                443))
                .hasSize(2);
    }

    @Test
    void capsPermissionsAndChannels() {
        Script script = Script.allocated(Transport.TCP);
        for (int i = 0; i <= TurnClient.MAX_PEERS; i++) {
            script.client.permit(script.now, IpAddress.v4(0x0A000000 + i));
        }
        script.drain();
        assertThat(script.sent).hasSize(TurnClient.MAX_PEERS);
        assertThat(script.takeEvents())
                .containsExactly(
                        new PermissionFailed(
                                IpAddress.v4(0x0A000000 + TurnClient.MAX_PEERS),
                                TurnFailure.TOO_MANY_PEERS,
                                0));
        script.sent.clear();
        for (int port = 1; port <= TurnClient.MAX_PEERS + 1; port++) {
            script.client.bind(script.now, new TransportAddress(IpAddress.v4(0x0A000000), port));
        }
        script.drain();
        assertThat(script.sent).hasSize(TurnClient.MAX_PEERS);
        assertThat(script.takeEvents())
                .singleElement()
                .isInstanceOfSatisfying(
                        BindFailed.class,
                        failed ->
                                assertThat(failed.failure()).isEqualTo(TurnFailure.TOO_MANY_PEERS));
        script.client.forget(script.now, IpAddress.v4(0x0A000005));
        script.sent.clear();
        script.client.permit(script.now, PEER.ip());
        script.request(StunMethod.CREATE_PERMISSION);
    }

    @Test
    void forgetsAPeer() {
        Script script = Script.allocated(Transport.TCP);
        script.permitted().bound();
        script.client.forget(script.now, PEER.ip());
        assertThat(script.send("x")).isFalse();
        script.deliver(Script.data(PEER, "late"));
        script.deliver(Script.channelData(0x4000, "late"));
        assertThat(script.received).isEmpty();
        script.run(470);
        assertThat(script.sent).as("nothing is refreshed").isEmpty();
        assertThat(script.events).isEmpty();
    }

    @Test
    void forgetsAPeerWhileItIsBeingAskedFor() {
        Script script = Script.allocated(Transport.UDP);
        script.client.bind(script.now, PEER);
        StunReader request = script.request(StunMethod.CHANNEL_BIND);
        assertThat(request.u16(StunAttributeType.CHANNEL_NUMBER)).isEqualTo(0x4000);
        script.client.forget(script.now, PEER.ip());
        script.succeed();
        assertThat(script.events).isEmpty();
        assertThat(script.client.ignored()).isOne();
    }

    // ---- channels

    @ParameterizedTest
    @CsvSource({"400, REFUSED", "486, ALLOCATION_QUOTA_REACHED", "508, INSUFFICIENT_CAPACITY"})
    void sendsByIndicationsWhenTheChannelIsRefused(int code, TurnFailure failure) {
        Script script = Script.allocated(Transport.UDP);
        script.client.bind(script.now, PEER);
        script.request(StunMethod.CHANNEL_BIND);
        script.refuse(code);
        assertThat(script.takeEvents()).containsExactly(new BindFailed(PEER, failure, code));
        script.request(StunMethod.CREATE_PERMISSION); // which the channel was to bring
        script.succeed();
        assertThat(script.takeEvents()).containsExactly(new Permitted(PEER.ip()));
        assertThat(script.send("x")).isTrue();
        assertThat(Script.parse(script.sent.getFirst()).is(StunClass.INDICATION, StunMethod.SEND))
                .isTrue();
    }

    @Test
    void takesChannelDataAlsoWhenTheAnswerToChannelBindGotLost() {
        Script script = Script.allocated(Transport.UDP).permitted();
        script.client.bind(script.now, PEER);
        script.run(39.6);
        assertThat(script.takeEvents())
                .containsExactly(new BindFailed(PEER, TurnFailure.TIMED_OUT, 0));
        script.deliver(Script.channelData(0x4000, "the server knows it"));
        assertThat(script.received).containsExactly("the server knows it");
        script.sent.clear();
        assertThat(script.send("x")).isTrue();
        assertThat(script.sent.removeFirst()[0]).as("an indication").isZero();

        script.client.bind(script.now, PEER);
        assertThat(script.request().u16(StunAttributeType.CHANNEL_NUMBER))
                .as("the same number, as the server may have it")
                .isEqualTo(0x4000);
        script.succeed();
        assertThat(script.takeEvents()).containsExactly(new Bound(PEER, 0x4000));
        assertThat(script.send("x")).isTrue();
        assertThat(script.sent.removeFirst()[0]).isEqualTo((byte) 0x40);
    }

    @Test
    void fallsBackToIndicationsWhenAChannelIsLost() {
        Script script = Script.allocated(Transport.TCP).permitted().bound();
        script.run(240);
        script.request(StunMethod.CREATE_PERMISSION);
        script.succeed();
        script.run(239);
        assertThat(script.sent).isEmpty();
        script.run(2);
        byte[] rebind =
                script.sent.stream()
                        .filter(m -> Script.parse(m).method() == StunMethod.CHANNEL_BIND)
                        .findFirst()
                        .orElseThrow();
        script.sent.clear();
        script.deliver(
                Script.message(
                        StunClass.ERROR,
                        StunMethod.CHANNEL_BIND,
                        Script.parse(rebind).transactionId(),
                        writer -> writer.errorCode(403).messageIntegrity(Script.KEY)));
        assertThat(script.takeEvents())
                .containsExactly(new BindFailed(PEER, TurnFailure.FORBIDDEN, 403));
        assertThat(script.send("x")).isTrue();
        assertThat(script.sent.removeFirst()[0]).as("an indication").isZero();
    }

    @Test
    void doesNotUseAChannelThatLapsedWhileItsRefreshWaits() {
        Script script = Script.allocated(Transport.TCP).permitted().bound();
        for (int second = 0; second < 605; second++) { // all but ChannelBind is answered
            script.run(1);
            for (byte[] request : List.copyOf(script.sent)) {
                int method = Script.parse(request).method();
                if (method != StunMethod.CHANNEL_BIND) {
                    script.deliver(
                            Script.message(
                                    StunClass.SUCCESS,
                                    method,
                                    Script.parse(request).transactionId(),
                                    writer -> writer.messageIntegrity(Script.KEY)));
                }
            }
            script.sent.clear();
        }
        assertThat(script.events).as("it still waits for an answer").isEmpty();
        assertThat(script.send("x")).isTrue();
        assertThat(script.sent.removeFirst()[0]).as("an indication").isZero();
        script.run(5);
        assertThat(script.takeEvents())
                .containsExactly(new BindFailed(PEER, TurnFailure.TIMED_OUT, 0));
    }

    @Test
    void aNumberMeansNoOtherPeerForFifteenMinutes() {
        Script script = Script.allocated(Transport.TCP).permitted().bound();
        script.client.forget(script.now, PEER.ip());
        script.client.bind(script.now, STRANGER);
        assertThat(script.request().u16(StunAttributeType.CHANNEL_NUMBER)).isEqualTo(0x4001);
        script.succeed();
        assertThat(script.takeEvents())
                .containsExactly(new Permitted(STRANGER.ip()), new Bound(STRANGER, 0x4001));
    }

    @Test
    void numbersComeBackAfterTheirTime() {
        TwoCores cores = TwoCores.allocated(Transport.UDP);
        for (int round = 0; round < 3; round++) {
            for (int port = 1; port <= TurnClient.MAX_PEERS; port++) {
                cores.client.bind(
                        cores.now,
                        new TransportAddress(TwoCores.PEER.ip(), port + 2000 + round * 1000));
            }
            cores.settle();
            cores.client.forget(cores.now, TwoCores.PEER.ip());
            cores.run(901);
        }
        assertThat(cores.events(Bound.class)).hasSize(3 * TurnClient.MAX_PEERS);
        assertThat(cores.events(BindFailed.class)).isEmpty();
        assertThat(cores.events(Ended.class)).isEmpty();
    }

    // ---- data

    @Test
    void dropsDataOfPeersThatNobodyAskedFor() {
        Script script = Script.allocated(Transport.UDP).permitted();
        script.deliver(Script.data(STRANGER, "let me in"));
        script.deliver(Script.channelData(0x4000, "no such channel"));
        script.deliver(Script.channelData(0x7FFF, "nor this"));
        assertThat(script.received).isEmpty();
        assertThat(script.client.ignored()).isEqualTo(3);
        script.deliver(Script.data(new TransportAddress(PEER.ip(), 1), "welcome"));
        assertThat(script.received).containsExactly("welcome");
    }

    @Test
    void dropsDataThatIsCutShort() {
        Script script = Script.allocated(Transport.UDP).permitted().bound();
        byte[] whole = Script.channelData(0x4000, "12345678");
        Bytes.u16(whole, 2, 9);
        script.deliver(whole);
        script.deliver(new byte[] {0x40, 0, 0});
        script.deliver(new byte[0]);
        script.deliver(new byte[] {(byte) 0x80, 1, 2, 3});
        assertThat(script.received).isEmpty();
        assertThat(script.client.ignored()).isEqualTo(4);
        Bytes.u16(whole, 2, 3); // what lies behind is padding
        script.deliver(whole);
        assertThat(script.received).containsExactly("123");
    }

    @Test
    void dropsDataOnceItIsClosing() {
        Script script = Script.allocated(Transport.UDP).permitted().bound();
        script.client.close(script.now);
        script.deliver(Script.data(PEER, "late"));
        script.deliver(Script.channelData(0x4000, "late"));
        assertThat(script.received).isEmpty();
        assertThat(script.send("late")).isFalse();
    }

    @Test
    void tellsOfIcmpErrors() {
        IcmpError error = new IcmpError(3, 4, 1400);
        Script script = Script.allocated(Transport.UDP).permitted();
        script.deliver(
                Script.message(
                        StunClass.INDICATION,
                        StunMethod.DATA,
                        new TransactionId(1, 2),
                        writer ->
                                writer.xorAddress(StunAttributeType.XOR_PEER_ADDRESS, PEER)
                                        .icmpError(error)));
        assertThat(script.takeEvents()).containsExactly(new PeerUnreachable(PEER, error));
    }

    @Test
    void tellsOfIcmpErrorsNotWithoutEnd() {
        Script script = Script.allocated(Transport.UDP).permitted();
        byte[] indication =
                Script.message(
                        StunClass.INDICATION,
                        StunMethod.DATA,
                        new TransactionId(1, 2),
                        writer ->
                                writer.xorAddress(StunAttributeType.XOR_PEER_ADDRESS, PEER)
                                        .icmpError(new IcmpError(3, 1, 0)));
        for (int i = 0; i < 1000; i++) { // the owner does not look
            script.client.receive(script.now, script.path, indication, 0, indication.length);
        }
        script.drain();
        assertThat(script.events).hasSize(256);
    }

    @Test
    void ignoresWhatIsNotForAClient() {
        Script script = Script.allocated(Transport.UDP).permitted();
        for (StunClass messageClass : StunClass.values()) {
            script.deliver(
                    Script.message(
                            messageClass,
                            StunMethod.BINDING,
                            new TransactionId(7, 7),
                            writer -> writer));
        }
        script.deliver(
                Script.message(
                        StunClass.INDICATION,
                        StunMethod.DATA,
                        new TransactionId(1, 2),
                        writer -> writer.xorAddress(StunAttributeType.XOR_PEER_ADDRESS, PEER)));
        assertThat(script.client.ignored()).isEqualTo(5);
        assertThat(script.events).isEmpty();
        assertThat(script.sent).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"UDP, 65507", "TCP, 65539"})
    void refusesWhatFitsNoMessage(Transport transport, int most) {
        Script script = new Script(transport, config -> config.queueBytes(1024 * 1024).build());
        script.start();
        script.succeed(script::allocation);
        script.takeEvents();
        script.permitted();
        int mostIndicated = (transport.isStream() ? 65_535 : 65_507) - 43;
        byte[] data = new byte[70_000];
        assertThat(script.client.send(script.now, PEER, data, 0, mostIndicated)).isTrue();
        assertThat(script.client.send(script.now, PEER, data, 0, mostIndicated + 1)).isFalse();
        script.drain();
        script.sent.clear();
        script.bound();
        assertThat(script.client.send(script.now, PEER, data, 0, most - 4)).isTrue();
        assertThat(script.client.send(script.now, PEER, data, 0, most - 3)).isFalse();
    }

    @Test
    void dropsRatherThanGrows() {
        Script script = Script.allocated(Transport.UDP).permitted();
        byte[] data = new byte[1200];
        int sent = 0;
        while (script.client.send(script.now, PEER, data, 0, data.length)) {
            assertThat(++sent).isLessThan(1000);
        }
        assertThat(sent).isGreaterThan(100);
        script.drain();
        assertThat(script.sent).hasSize(sent);
        assertThat(script.client.send(script.now, PEER, data, 0, data.length)).isTrue();
    }
}
