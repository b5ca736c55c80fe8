package dev.parley.turn.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Deadlines;
import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunClass;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunReader;
import dev.parley.stun.StunWriter;
import dev.parley.turn.client.TurnClientEvent.Allocated;
import dev.parley.turn.client.TurnClientEvent.AllocationFailed;
import dev.parley.turn.client.TurnClientEvent.Ended;
import dev.parley.turn.client.TurnClientEvent.Redirected;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How an Allocate can end, with answers written by hand. */
class TurnClientRefusalTest {

    @Test
    void asksBareFirstAndWithCredentialsThen() {
        Script script = new Script(Transport.UDP);
        script.client.allocate(script.now, script.path);
        StunReader bare = script.request(StunMethod.ALLOCATE);
        assertThat(bare.u8(StunAttributeType.REQUESTED_TRANSPORT)).isEqualTo(17);
        assertThat(bare.attributeCount()).isOne();
        script.challenge(401, "nonce 1");
        StunReader sealed = script.request(StunMethod.ALLOCATE);
        assertThat(sealed.text(StunAttributeType.USERNAME)).isEqualTo("alice");
        assertThat(sealed.text(StunAttributeType.NONCE)).isEqualTo("nonce 1");
        assertThat(sealed.verifyIntegrity(Script.KEY)).isTrue();
        script.succeed(script::allocation);
        assertThat(script.takeEvents())
                .singleElement()
                .isInstanceOfSatisfying(
                        Allocated.class,
                        allocated -> {
                            assertThat(allocated.relayed()).containsExactly(Script.RELAYED);
                            assertThat(allocated.mapped()).isEqualTo(Script.MAPPED);
                        });
    }

    @ParameterizedTest
    @CsvSource({
        "403, FORBIDDEN",
        "437, ALLOCATION_MISMATCH",
        "440, ADDRESS_FAMILY_NOT_SUPPORTED",
        "441, WRONG_CREDENTIALS",
        "442, UNSUPPORTED_TRANSPORT",
        "486, ALLOCATION_QUOTA_REACHED",
        "500, SERVER_ERROR",
        "508, INSUFFICIENT_CAPACITY",
        "599, SERVER_ERROR",
        "420, REFUSED",
        "300, REFUSED", // without the other server's address
    })
    void namesTheRefusal(int code, TurnFailure failure) {
        Script script = Script.challenged(Transport.UDP);
        script.refuse(code);
        expectEnd(script, new AllocationFailed(failure, code));
    }

    @Test
    void givesUpOnAWrongPassword() {
        Script script = Script.challenged(Transport.UDP);
        script.challenge(401, "nonce 2");
        expectEnd(script, new AllocationFailed(TurnFailure.UNAUTHENTICATED, 401));
    }

    @Test
    void takesANewNonceOnceForEach438() {
        Script script = Script.challenged(Transport.UDP);
        script.challenge(438, "nonce 2");
        assertThat(script.request().text(StunAttributeType.NONCE)).isEqualTo("nonce 2");
        script.challenge(438, "nonce 3");
        assertThat(script.request().text(StunAttributeType.NONCE)).isEqualTo("nonce 3");
        script.challenge(438, "nonce 4");
        expectEnd(script, new AllocationFailed(TurnFailure.REFUSED, 438));
    }

    @Test
    void givesUpOnAChallengeThatSaysNothing() {
        Script script = new Script(Transport.UDP);
        script.client.allocate(script.now, script.path);
        script.deliver(script.answer(StunClass.ERROR, writer -> writer.errorCode(401)));
        expectEnd(script, new AllocationFailed(TurnFailure.UNAUTHENTICATED, 401));
    }

    @Test
    void asksSevenTimesOverUdp() {
        Script script = new Script(Transport.UDP);
        script.client.allocate(script.now, script.path);
        script.run(39.4);
        assertThat(script.sent).hasSize(7);
        assertThat(script.sent).allMatch(bytes -> bytes.length == script.sent.getFirst().length);
        assertThat(script.events).isEmpty();
        script.run(0.2);
        expectEnd(script, new AllocationFailed(TurnFailure.TIMED_OUT, 0));
    }

    @Test
    void asksOnceOverAStream() {
        Script script = new Script(Transport.TCP);
        script.client.allocate(script.now, script.path);
        script.run(39.6);
        assertThat(script.sent).hasSize(1);
        expectEnd(script, new AllocationFailed(TurnFailure.TIMED_OUT, 0));
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"UDP", "TCP"})
    void trustsNoAnswerWithoutTheRightIntegrity(Transport transport) {
        Script script = Script.challenged(transport);
        byte[] forged =
                script.answer(
                        StunClass.SUCCESS,
                        writer -> script.allocation(writer).messageIntegrity(Script.WRONG_KEY));
        byte[] bare = script.answer(StunClass.SUCCESS, script::allocation);
        byte[] refusal = script.answer(StunClass.ERROR, writer -> writer.errorCode(486));
        script.deliver(forged);
        script.deliver(bare);
        script.deliver(refusal);
        script.run(40);
        expectEnd(script, new AllocationFailed(TurnFailure.INTEGRITY_VIOLATED, 0));
        assertThat(script.client.ignored()).isEqualTo(3);
    }

    @Test
    void aForgedAnswerDoesNotKeepTheTrueOneOut() {
        Script script = Script.challenged(Transport.UDP);
        script.deliver(script.answer(StunClass.ERROR, writer -> writer.errorCode(508)));
        script.succeed(script::allocation);
        assertThat(script.takeEvents()).hasOnlyElementsOfType(Allocated.class).hasSize(1);
    }

    @Test
    void takesAnAnswerOnceAndOnItsPathOnly() {
        Script script = Script.challenged(Transport.UDP);
        byte[] answer =
                script.answer(
                        StunClass.SUCCESS,
                        writer -> script.allocation(writer).messageIntegrity(Script.KEY));
        int other =
                script.paths.intern(0, TransportAddress.parse("203.0.113.9:3478"), Transport.UDP);
        script.client.receive(script.now, other, answer.clone(), 0, answer.length);
        script.drain();
        assertThat(script.events).isEmpty();
        script.deliver(answer);
        script.deliver(answer);
        assertThat(script.takeEvents()).hasSize(1);
        assertThat(script.client.ignored()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"'',", "turn.example, turn.example"})
    void followsNobodyButTellsOfTheOtherServer(String written, @Nullable String domain) {
        TransportAddress other = TransportAddress.parse("203.0.113.2:3478");
        Script script = Script.challenged(Transport.UDP);
        script.refuse(
                300,
                writer -> {
                    writer.address(StunAttributeType.ALTERNATE_SERVER, other);
                    return written.isEmpty()
                            ? writer
                            : writer.text(StunAttributeType.ALTERNATE_DOMAIN, written);
                });
        expectEnd(script, new Redirected(other, domain, true));
    }

    @Test
    void isRedirectedBeforeItIsChallengedToo() {
        TransportAddress other = TransportAddress.parse("[2001:db8::2]:5349");
        Script script = new Script(Transport.TLS);
        script.client.allocate(script.now, script.path);
        script.deliver(
                script.answer(
                        StunClass.ERROR,
                        writer ->
                                writer.errorCode(300)
                                        .address(StunAttributeType.ALTERNATE_SERVER, other)));
        expectEnd(script, new Redirected(other, null, false));
        assertThat(script.closed).isTrue();
    }

    @Test
    void goesOnWithoutDontFragmentWhereTheServerCannot() {
        Script script = new Script(Transport.UDP, config -> config.dontFragment(true).build());
        script.start();
        assertThat(script.request().has(StunAttributeType.DONT_FRAGMENT)).isTrue();
        script.refuse(420, writer -> unknown(writer, StunAttributeType.DONT_FRAGMENT));
        assertThat(script.request().has(StunAttributeType.DONT_FRAGMENT)).isFalse();
        script.succeed(script::allocation);
        assertThat(script.takeEvents()).hasOnlyElementsOfType(Allocated.class).hasSize(1);
        script.permitted();
        assertThat(script.send("x")).isTrue();
        assertThat(Script.parse(script.sent.getFirst()).has(StunAttributeType.DONT_FRAGMENT))
                .isFalse();
    }

    private static StunWriter unknown(StunWriter writer, int type) {
        return writer.unknownAttributes(new int[] {type}, 1);
    }

    @ParameterizedTest
    @CsvSource({"XOR_RELAYED_ADDRESS", "XOR_MAPPED_ADDRESS"})
    void wantsAnAnswerThatSaysEverything(String missing) {
        Script script = Script.challenged(Transport.UDP);
        script.succeed(writer -> {
            if (!missing.equals("XOR_RELAYED_ADDRESS")) {
                writer.xorAddress(StunAttributeType.XOR_RELAYED_ADDRESS, Script.RELAYED);
            }
            if (!missing.equals("XOR_MAPPED_ADDRESS")) {
                writer.xorAddress(StunAttributeType.XOR_MAPPED_ADDRESS, Script.MAPPED);
            }
            return writer.u32(StunAttributeType.LIFETIME, 600);
        });
        expectEnd(script, new AllocationFailed(TurnFailure.NOT_UNDERSTOOD, 0));
    }

    @Test
    void wantsALifetimeThatIsNotOver() {
        Script script = Script.challenged(Transport.UDP);
        script.succeed(writer ->
                writer.xorAddress(StunAttributeType.XOR_RELAYED_ADDRESS, Script.RELAYED)
                        .u32(StunAttributeType.LIFETIME, 0)
                        .xorAddress(StunAttributeType.XOR_MAPPED_ADDRESS, Script.MAPPED));
        expectEnd(script, new AllocationFailed(TurnFailure.NOT_UNDERSTOOD, 0));
    }

    @Test
    void refusesAttributesThatMustBeUnderstood() {
        Script script = Script.challenged(Transport.UDP);
        script.succeed(writer -> script.allocation(writer).u32(0x7FFF, 1));
        expectEnd(script, new AllocationFailed(TurnFailure.NOT_UNDERSTOOD, 0));
    }

    @Test
    void toleratesAttributesThatNeedNotBeUnderstood() {
        Script script = Script.challenged(Transport.UDP);
        script.succeed(writer -> script.allocation(writer).u32(0xC057, 1));
        assertThat(script.takeEvents()).hasOnlyElementsOfType(Allocated.class).hasSize(1);
    }

    @Test
    void assumesTenMinutesWhereTheServerDoesNotSay() {
        Script script = Script.challenged(Transport.UDP);
        script.succeed(writer ->
                writer.xorAddress(StunAttributeType.XOR_RELAYED_ADDRESS, Script.RELAYED)
                        .xorAddress(StunAttributeType.XOR_MAPPED_ADDRESS, Script.MAPPED));
        assertThat(script.takeEvents())
                .singleElement()
                .isInstanceOfSatisfying(
                        Allocated.class,
                        allocated -> assertThat(allocated.lifetimeSeconds()).isEqualTo(600));
    }

    @Test
    void closingBeforeAnyCredentialsLeftEndsAtOnce() {
        Script script = new Script(Transport.UDP);
        script.client.allocate(script.now, script.path);
        script.drain();
        script.client.close(script.now);
        script.drain();
        expectEnd(script, new Ended(Ended.Reason.CLOSED));
    }

    @Test
    void closingWhileTheServerAllocatesGivesItBack() {
        Script script = Script.challenged(Transport.UDP);
        script.request(StunMethod.ALLOCATE);
        script.client.close(script.now);
        script.succeed(script::allocation);
        StunReader release = script.request(StunMethod.REFRESH);
        assertThat(release.u32(StunAttributeType.LIFETIME)).isZero();
        script.succeed(writer -> writer.u32(StunAttributeType.LIFETIME, 0));
        expectEnd(script, new Ended(Ended.Reason.CLOSED));
    }

    @Test
    void closingWhileTheServerRefusesIsClosing() {
        Script script = Script.challenged(Transport.UDP);
        script.request(StunMethod.ALLOCATE);
        script.client.close(script.now);
        script.refuse(486);
        expectEnd(script, new Ended(Ended.Reason.CLOSED));
    }

    @Test
    void closingDoesNotAnswerAChallengeAnyMore() {
        Script script = Script.challenged(Transport.UDP);
        script.request(StunMethod.ALLOCATE);
        script.client.close(script.now);
        script.challenge(438, "nonce 2");
        expectEnd(script, new Ended(Ended.Reason.CLOSED));
    }

    @Test
    void closingWithoutAnAnswerEndsToo() {
        Script script = Script.allocated(Transport.UDP);
        script.client.close(script.now);
        script.run(40);
        assertThat(script.sent).hasSize(7);
        expectEnd(script, new Ended(Ended.Reason.CLOSED));
    }

    @Test
    void closingWhatWasNeverBegunEndsToo() {
        Script script = new Script(Transport.TCP);
        script.client.close(script.now);
        script.drain();
        assertThat(script.takeEvents()).containsExactly(new Ended(Ended.Reason.CLOSED));
        assertThat(script.closed).as("the connection is still the caller's").isFalse();
    }

    private static void expectEnd(Script script, TurnClientEvent last) {
        assertThat(script.takeEvents()).containsExactly(last);
        assertThat(script.client.nextTimeout()).isEqualTo(Deadlines.NONE);
        assertThat(script.closed).isEqualTo(script.transport.isStream());
        script.sent.clear();
        script.run(100);
        assertThat(script.sent).isEmpty();
        assertThat(script.events).isEmpty();
        assertThat(script.paths.size()).as("paths are given back").isZero();
    }
}
