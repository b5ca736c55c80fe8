package dev.parley.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.IpAddress;
import dev.parley.core.RandomSource;
import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunClass;
import dev.parley.stun.StunMethod;
import dev.parley.stun.TransactionId;
import dev.parley.turn.TurnEvent.Attempt;
import dev.parley.turn.TurnEvent.Attempt.Verdict;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WitnessTest {
    private static final String WATCHED = "198.51.100.7:40000";

    private final FakeDriver driver = new FakeDriver(TestServers.v4Only().build());

    @BeforeEach
    void watchSome() {
        driver.server.watch(
                new RequestWatch() {
                    @Override
                    public boolean wantsNamed(String username) {
                        return username.contains("check-");
                    }

                    @Override
                    public boolean wantsNameless(IpAddress client) {
                        return client.equals(IpAddress.parse("198.51.100.7"));
                    }
                });
    }

    private List<Verdict> verdicts() {
        return driver.events(Attempt.class).stream().map(Attempt::verdict).toList();
    }

    private void allocate(String client, String username, String secret) {
        TestClient.udp(driver, client)
                .as(username, TurnCredentials.password(secret, username))
                .allocate(UnaryOperator.identity());
    }

    @Test
    void tellsTheRightKeyFromAWrongOneAndFromOneThatIsOver() {
        long now = driver.epochSeconds();
        allocate(WATCHED, (now + 60) + ":check-1", "new secret");
        assertThat(verdicts()).containsExactly(Verdict.CHALLENGED, Verdict.PROVEN);
        allocate("198.51.100.8:1", (now + 60) + ":check-1", "no secret");
        assertThat(verdicts()).endsWith(Verdict.WRONG_KEY).hasSize(3);
        allocate("198.51.100.8:2", (now - 60) + ":check-1", "new secret");
        assertThat(verdicts()).endsWith(Verdict.UNKNOWN_USER).hasSize(4);
    }

    @Test
    void tellsWhereTheRequestCameFromAndHow() {
        String username = (driver.epochSeconds() + 60) + ":check-1";
        TestClient.tcp(driver, "198.51.100.8:50000")
                .as(username, "whatever")
                .allocate(UnaryOperator.identity());
        assertThat(driver.events(Attempt.class))
                .containsExactly(
                        new Attempt(
                                username,
                                TransportAddress.parse("198.51.100.8:50000"),
                                Transport.TCP,
                                StunMethod.ALLOCATE,
                                Verdict.WRONG_KEY));
    }

    @Test
    void tellsOfIceChecksByTheirName() {
        TestClient client = TestClient.udp(driver, WATCHED);
        for (String name : List.of("check-1:a9Fk", "a9Fk:other")) {
            client.ask(
                    Message.of(
                            StunClass.REQUEST,
                            StunMethod.BINDING,
                            TransactionId.random(RandomSource.seeded(1)),
                            writer -> writer.text(StunAttributeType.USERNAME, name)));
        }
        assertThat(driver.events(Attempt.class))
                .extracting(Attempt::username)
                .containsExactly("check-1:a9Fk");
    }

    @Test
    void keepsSilentAboutEverybodyElse() {
        allocate("198.51.100.8:1", (driver.epochSeconds() + 60) + ":carol", "new secret");
        allocate("198.51.100.8:2", TestServers.USER, "whatever");
        assertThat(verdicts()).isEmpty();
    }
}
