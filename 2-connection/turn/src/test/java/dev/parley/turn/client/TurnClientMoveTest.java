package dev.parley.turn.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.SocketResult;
import dev.parley.core.Transport;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunClass;
import dev.parley.stun.StunErrorCode;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunReader;
import dev.parley.stun.StunWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The client's half of RFC 8016. */
class TurnClientMoveTest {
    private static final byte[] FIRST = "first".getBytes(StandardCharsets.UTF_8);
    private static final byte[] SECOND = "second".getBytes(StandardCharsets.UTF_8);

    /** A path that leads to the server from another network. */
    private static int elsewhere(Script script, int socket, Transport transport) {
        int path = script.paths.intern(socket, Script.SERVER, transport);
        script.paths.retain(path);
        return path;
    }

    private static UnaryOperator<StunWriter> giving(byte[] ticket) {
        return writer -> writer.bytes(StunAttributeType.MOBILITY_TICKET, ticket);
    }

    private static Script allocated(Transport transport) {
        Script script = new Script(transport, builder -> builder.mobility(true).build());
        script.start();
        StunReader request = script.request(StunMethod.ALLOCATE);
        assertThat(request.valueLength(request.find(StunAttributeType.MOBILITY_TICKET))).isZero();
        script.succeed(writer -> giving(FIRST).apply(script.allocation(writer)));
        script.takeEvents();
        assertThat(script.client.canMove()).isTrue();
        return script;
    }

    /** Answers the Refresh that moves the client. */
    private static void let(Script script, int path) {
        StunReader request = script.request(StunMethod.REFRESH);
        assertThat(request.bytes(StunAttributeType.MOBILITY_TICKET)).isEqualTo(FIRST);
        assertThat(script.sentBy.getLast()).isEqualTo(path);
        script.answersBy = path;
        script.succeed(writer -> giving(SECOND).apply(writer.u32(StunAttributeType.LIFETIME, 600)));
    }

    @Test
    void asksForATicketOnlyWhenToldTo() {
        Script script = new Script(Transport.UDP);
        script.start();
        assertThat(script.request(StunMethod.ALLOCATE).has(StunAttributeType.MOBILITY_TICKET))
                .isFalse();
        script.succeed(script::allocation);
        assertThat(script.client.canMove()).isFalse();
        assertThatThrownBy(() -> script.client.move(0, elsewhere(script, 7, Transport.UDP)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void allocatesWithoutWhereMobilityIsForbidden() {
        Script script = new Script(Transport.UDP, builder -> builder.mobility(true).build());
        script.start();
        script.refuse(StunErrorCode.MOBILITY_FORBIDDEN);
        assertThat(script.request(StunMethod.ALLOCATE).has(StunAttributeType.MOBILITY_TICKET))
                .isFalse();
        script.succeed(script::allocation);
        assertThat(script.events).hasOnlyElementsOfType(TurnClientEvent.Allocated.class);
        assertThat(script.client.canMove()).isFalse();
    }

    @Test
    void takesChannelsAndPermissionsAlong() {
        Script script = allocated(Transport.UDP).bound();
        int next = elsewhere(script, 7, Transport.UDP);
        script.client.move(script.now, next);
        script.send("by the old way");
        assertThat(script.sentBy.removeLast()).isEqualTo(script.path);
        script.sent.removeLast();
        let(script, next);
        assertThat(script.takeEvents()).containsExactly(new TurnClientEvent.Moved(next));

        assertThat(script.sent).as("tells the server to use the new way").hasSize(1);
        assertThat(script.sent.removeLast()).hasSize(4).startsWith(0x40, 0);
        script.deliver(script.path, Script.channelData(0x4000, "late"));
        script.deliver(next, Script.channelData(0x4000, "new"));
        assertThat(script.received).containsExactly("late", "new");
        script.send("x");
        assertThat(script.sentBy.getLast()).isEqualTo(next);
        assertThat(script.sent.getLast()).hasSize(5);

        script.run(6);
        script.deliver(script.path, Script.channelData(0x4000, "too late"));
        assertThat(script.received).hasSize(2);
        assertThat(script.client.ignored()).isEqualTo(1);
    }

    @Test
    void showsTheNewTicketTheNextTime() {
        Script script = allocated(Transport.UDP);
        int next = elsewhere(script, 7, Transport.UDP);
        script.client.move(script.now, next);
        let(script, next);
        script.client.move(script.now, script.path); // and back
        assertThat(script.request(StunMethod.REFRESH).bytes(StunAttributeType.MOBILITY_TICKET))
                .isEqualTo(SECOND);
    }

    @Test
    void whatWaitsForAnAnswerIsAskedByTheNewWay() {
        Script script = allocated(Transport.UDP);
        script.client.permit(script.now, Script.PEER.ip());
        script.drain();
        byte[] asked = script.sent.removeLast();
        int next = elsewhere(script, 7, Transport.UDP);
        script.client.move(script.now, next);
        let(script, next);
        assertThat(script.sent).hasSize(1);
        assertThat(script.sent.getFirst()).isEqualTo(asked);
        assertThat(script.sentBy.getLast()).isEqualTo(next);
    }

    @Test
    void staysWhereItIsWhenTheServerRefuses() {
        Script script = allocated(Transport.UDP).bound();
        int next = elsewhere(script, 7, Transport.UDP);
        script.client.move(script.now, next);
        script.request(StunMethod.REFRESH);
        script.answersBy = next;
        script.refuse(StunErrorCode.ALLOCATION_QUOTA_REACHED);
        assertThat(script.takeEvents())
                .containsExactly(
                        new TurnClientEvent.MoveFailed(
                                next, TurnFailure.ALLOCATION_QUOTA_REACHED, 486));
        script.send("x");
        assertThat(script.sentBy.getLast()).isEqualTo(script.path);
        assertThat(script.client.canMove()).isTrue();
    }

    @Test
    void aSecondMoveGivesTheFirstUp() {
        Script script = allocated(Transport.UDP);
        int first = elsewhere(script, 7, Transport.UDP);
        int second = elsewhere(script, 8, Transport.UDP);
        script.client.move(script.now, first);
        script.drain();
        script.sent.clear();
        script.client.move(script.now, second);
        let(script, second);
        assertThat(script.takeEvents()).containsExactly(new TurnClientEvent.Moved(second));
    }

    @Test
    void comesBackAfterItsConnectionBroke() {
        Script script = allocated(Transport.TCP).bound();
        script.client.onResult(script.now, new SocketResult.PathClosed(script.path));
        script.drain();
        assertThat(script.takeEvents()).containsExactly(new TurnClientEvent.PathLost(script.path));
        assertThat(script.send("nowhere to")).isFalse();

        int next = elsewhere(script, 7, Transport.TCP);
        script.client.move(script.now, next);
        let(script, next);
        assertThat(script.takeEvents()).containsExactly(new TurnClientEvent.Moved(next));
        script.sent.clear();
        assertThat(script.send("here")).isTrue();
        assertThat(script.closed).isFalse();
    }

    @Test
    void closesTheConnectionThatItLeft() {
        Script script = allocated(Transport.TCP);
        int next = elsewhere(script, 7, Transport.UDP);
        script.client.move(script.now, next);
        script.request(StunMethod.REFRESH);
        script.answersBy = next;
        script.challenge(401, "nonce of UDP");
        let(script, next);
        assertThat(script.closed).isFalse();
        script.run(5);
        assertThat(script.closed).isTrue();
    }

    @Test
    void showsItsTicketWhenTheServerDoesNotKnowItsAddress() {
        Script script = allocated(Transport.UDP).bound();
        script.client.refresh(script.now);
        script.drain();
        assertThat(script.sent).as("the allocation and its channel, which permits").hasSize(3);
        script.sent.subList(1, 3).clear();
        script.request(StunMethod.REFRESH);
        script.refuse(StunErrorCode.ALLOCATION_MISMATCH);
        let(script, script.path);
        assertThat(script.takeEvents()).containsExactly(new TurnClientEvent.Moved(script.path));
        assertThat(script.client.canMove()).isTrue();
    }

    @Test
    void endsWhenTheServerKnowsNoSuchTicket() {
        Script script = allocated(Transport.UDP);
        script.client.refresh(script.now);
        script.request(StunMethod.REFRESH);
        script.refuse(StunErrorCode.ALLOCATION_MISMATCH);
        assertThat(script.request(StunMethod.REFRESH).has(StunAttributeType.MOBILITY_TICKET))
                .isTrue();
        script.refuse(StunErrorCode.ALLOCATION_MISMATCH);
        assertThat(script.takeEvents())
                .containsExactly(new TurnClientEvent.Ended(TurnClientEvent.Ended.Reason.LOST));
    }

    @Test
    void believesNobodyWhoDoesNotKnowThePassword() {
        Script script = allocated(Transport.TCP);
        int next = elsewhere(script, 7, Transport.UDP);
        script.client.move(script.now, next);
        script.request(StunMethod.REFRESH);
        script.answersBy = next;
        script.deliver(
                script.answer(
                        StunClass.SUCCESS, writer -> writer.u32(StunAttributeType.LIFETIME, 600)));
        assertThat(script.takeEvents())
                .containsExactly(
                        new TurnClientEvent.MoveFailed(next, TurnFailure.INTEGRITY_VIOLATED, 0));
    }

    @Test
    void everyPathIsGivenBackAtTheEnd() {
        for (boolean close : List.of(true, false)) {
            Script script = allocated(Transport.UDP);
            int next = elsewhere(script, 7, Transport.UDP);
            int further = elsewhere(script, 8, Transport.UDP);
            script.client.move(script.now, next);
            let(script, next);
            script.client.move(script.now, further);
            script.drain();
            script.sent.clear();
            if (close) {
                script.client.close(script.now);
                script.request(StunMethod.REFRESH);
                script.succeed();
            } else {
                script.run(4000);
            }
            assertThat(script.events.getLast()).isInstanceOf(TurnClientEvent.Ended.class);
            script.paths.release(next);
            script.paths.release(further);
            script.paths.sweep();
            assertThat(script.paths.size()).as("retained by nobody").isZero();
        }
    }
}
