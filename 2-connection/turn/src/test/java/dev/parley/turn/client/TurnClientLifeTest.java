package dev.parley.turn.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Transport;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunClass;
import dev.parley.stun.StunMethod;
import dev.parley.turn.Lifetimes;
import dev.parley.turn.client.TurnClientEvent.Bound;
import dev.parley.turn.client.TurnClientEvent.Ended;
import dev.parley.turn.client.TurnClientEvent.Expiring;
import dev.parley.turn.client.TurnClientEvent.Permitted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What keeps an allocation alive, and what ends it. */
class TurnClientLifeTest {

    @ParameterizedTest
    @EnumSource(Transport.class)
    void passesDataForTwoHours(Transport transport) {
        // Nonces end every five minutes, so each refresh meets a 438.
        TwoCores cores =
                new TwoCores(
                        transport,
                        3,
                        TwoCores.server()
                                .lifetimes(new Lifetimes(600, 3600, 300, 600, 300, 30))
                                .build(),
                        TurnClientConfigBuilder::build);
        cores.allocate();
        cores.client.permit(cores.now, TwoCores.PEER.ip());
        cores.client.bind(cores.now, TwoCores.PEER);
        cores.settle();
        for (int minute = 0; minute < 120; minute++) {
            assertThat(cores.send(TwoCores.PEER, "out")).isTrue();
            cores.fromPeer(TwoCores.PEER, "in");
            cores.run(60);
        }
        assertThat(cores.textsAtPeers()).hasSize(120);
        assertThat(cores.textsAtClient()).hasSize(120);
        assertThat(cores.events(Permitted.class)).hasSize(1);
        assertThat(cores.events(Bound.class)).hasSize(1);
        assertThat(cores.events).hasSize(3);
        // Every message to the peer had four bytes of header: the channel never lapsed.
        assertThat(cores.sentByClient).filteredOn(bytes -> bytes[0] == 0x40).hasSize(120);
    }

    @ParameterizedTest
    @CsvSource({"600, 480", "3600, 3480", "60, 30", "1, 0.5", "86400, 3480", "-1, 3480"})
    void refreshesWellBeforeTheEnd(int granted, double after) {
        Script script = Script.challenged(Transport.TCP);
        script.succeed(writer ->
                writer.xorAddress(StunAttributeType.XOR_RELAYED_ADDRESS, Script.RELAYED)
                        .u32(StunAttributeType.LIFETIME, granted)
                        .xorAddress(StunAttributeType.XOR_MAPPED_ADDRESS, Script.MAPPED));
        script.run(after - 0.001);
        assertThat(script.sent).isEmpty();
        script.run(0.002);
        script.request(StunMethod.REFRESH);
    }

    @Test
    void asksForTheLifetimeThatIsWanted() {
        TwoCores cores =
                new TwoCores(
                        Transport.UDP,
                        1,
                        TwoCores.server().build(),
                        config -> config.lifetimeSeconds(1800).build());
        assertThat(cores.allocate().lifetimeSeconds()).isEqualTo(1800);
        cores.run(3000);
        assertThat(cores.server.allocations()).isOne();
        assertThat(cores.events).hasSize(1);
    }

    @Test
    void refreshesAgainWhenNoAnswerCame() {
        Script script = Script.allocated(Transport.UDP);
        script.run(480);
        script.sent.clear(); // keepalives, and the first Refresh
        script.run(45);
        assertThat(script.sent.stream().map(Script::parse))
                .filteredOn(message -> message.is(StunClass.REQUEST, StunMethod.REFRESH))
                .hasSizeGreaterThan(6);
        script.sent.subList(0, script.sent.size() - 1).clear();
        script.succeed(writer -> writer.u32(StunAttributeType.LIFETIME, 600));
        script.run(400);
        assertThat(script.events).isEmpty();
    }

    @Test
    void endsWhenTheServerIsGone() {
        TwoCores cores = TwoCores.allocated(Transport.UDP);
        cores.passes = packet -> false;
        cores.run(599.9);
        assertThat(cores.events).hasSize(1);
        cores.run(0.2);
        assertThat(cores.event(Ended.class).reason()).isEqualTo(Ended.Reason.EXPIRED);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void endsWhenTheServerForgotUs(Transport transport) {
        TwoCores cores = TwoCores.allocated(transport);
        cores.restartServer();
        cores.run(481);
        assertThat(cores.event(Ended.class).reason()).isEqualTo(Ended.Reason.LOST);
    }

    @Test
    void learnsFromAnyRequestThatTheServerForgotUs() {
        TwoCores cores = TwoCores.allocated(Transport.UDP);
        cores.restartServer();
        cores.client.permit(cores.now, TwoCores.PEER.ip());
        cores.settle();
        assertThat(cores.event(Ended.class).reason()).isEqualTo(Ended.Reason.LOST);
        assertThat(cores.events).hasSize(2);
    }

    @Test
    void endsOnALifetimeOfZero() {
        Script script = Script.allocated(Transport.TCP);
        script.run(480);
        script.request(StunMethod.REFRESH);
        script.succeed(writer -> writer.u32(StunAttributeType.LIFETIME, 0));
        assertThat(script.takeEvents()).containsExactly(new Ended(Ended.Reason.LOST));
        assertThat(script.closed).isTrue();
    }

    @Test
    void tellsThatTheServerWillNotProlong() {
        Script script = Script.allocated(Transport.TCP);
        script.permitted();
        script.run(240);
        script.request(StunMethod.CREATE_PERMISSION);
        script.succeed();
        script.run(240);
        script.sent.removeIf(bytes -> Script.parse(bytes).method() == StunMethod.CREATE_PERMISSION);
        script.request(StunMethod.REFRESH);
        script.challenge(401, "nonce 2"); // the same realm: the password is no longer good
        long end = 600_000_000_000L;
        assertThat(script.takeEvents())
                .containsExactly(new Expiring(TurnFailure.UNAUTHENTICATED, 401, end));
        assertThat(script.send("it still works")).isTrue();
        script.run(119.9);
        assertThat(script.events).isEmpty();
        script.run(0.2);
        assertThat(script.takeEvents()).containsExactly(new Ended(Ended.Reason.EXPIRED));
    }

    // ---- time that passes unseen

    @Test
    void refreshesAllAfterASleepThatTheAllocationSurvived() {
        TwoCores cores =
                new TwoCores(
                        Transport.UDP,
                        1,
                        TwoCores.server().build(),
                        config -> config.lifetimeSeconds(3600).build());
        cores.allocate();
        cores.client.bind(cores.now, TwoCores.PEER);
        cores.settle();
        cores.sleep(1800); // the permission and the channel have ended at the server
        assertThat(cores.send(TwoCores.PEER, "lost anyway")).isFalse();
        cores.run(1);
        assertThat(cores.send(TwoCores.PEER, "awake")).isTrue();
        cores.fromPeer(TwoCores.PEER, "good morning");
        cores.settle();
        assertThat(cores.textsAtPeers()).containsExactly("awake");
        assertThat(cores.textsAtClient()).containsExactly("good morning");
        assertThat(cores.events).hasSize(3);
    }

    @Test
    void endsAtOnceAfterASleepThatItDidNotSurvive() {
        TwoCores cores = TwoCores.allocated(Transport.UDP);
        cores.client.bind(cores.now, TwoCores.PEER);
        cores.settle();
        cores.sleep(900);
        cores.run(0.01);
        assertThat(cores.event(Ended.class).reason()).isEqualTo(Ended.Reason.EXPIRED);
        assertThat(cores.events).hasSize(4);
    }

    @Test
    void refreshesAllWhenTold() {
        // A monotonic clock that stood still while the machine slept: nothing seems to be due.
        Script script = Script.allocated(Transport.TCP);
        script.permitted().bound();
        script.client.refresh(script.now);
        script.client.refresh(script.now); // asked already
        script.drain();
        assertThat(script.sent.stream().map(Script::parse).map(message -> message.method()))
                .containsExactlyInAnyOrder(
                        StunMethod.REFRESH, StunMethod.CREATE_PERMISSION, StunMethod.CHANNEL_BIND);
    }

    // ---- keepalives

    @Test
    void keepsNatsAwakeWhenNothingIsSent() {
        Script script = Script.allocated(Transport.UDP);
        script.run(60.001);
        assertThat(script.sent.stream().map(Script::parse))
                .hasSize(4)
                .allMatch(message -> message.is(StunClass.INDICATION, StunMethod.BINDING));
    }

    @Test
    void dataIsAKeepaliveToo() {
        Script script = Script.allocated(Transport.UDP);
        script.permitted();
        for (int second = 0; second < 200; second += 10) {
            assertThat(script.send("data")).isTrue();
            script.run(10);
        }
        assertThat(script.sent.stream().map(Script::parse))
                .noneMatch(message -> message.is(StunClass.INDICATION, StunMethod.BINDING));
    }

    @ParameterizedTest
    @CsvSource({"UDP, 0", "TCP, 15"})
    void keepalivesAreForUdpAndCanBeLeftOut(Transport transport, int seconds) {
        Script script = new Script(transport, config -> config.keepaliveSeconds(seconds).build());
        script.start();
        script.succeed(script::allocation);
        script.run(200);
        assertThat(script.sent).isEmpty();
    }
}
