package dev.parley.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SecretTest {
    private final TestBed bed = new TestBed(SignalConfig.defaults().withSecret("open sesame"));

    @Test
    void theRightPassphraseOpens() {
        TestPage ana = bed.connect();
        ana.joinWithSecret("room", "open sesame");
        assertThat(ana.welcome().room()).isEqualTo("room");
    }

    @Test
    void noneOrAWrongOneIsAskedAgain() {
        TestPage ana = bed.connect();
        for (String secret : new String[] {null, "", "open", "open sesame ", "OPEN SESAME"}) {
            ana.joinWithSecret("room", secret);
            ServerMessage.Refused refused = ana.refusal();
            assertThat(refused.code()).isEqualTo(ErrorCode.WRONG_SECRET);
            assertThat(refused.fatal()).isFalse();
        }
        ana.joinWithSecret("room", "open sesame");
        assertThat(ana.welcome).isNotNull();
    }

    @Test
    void guessingIsSlowWhateverTheNumberOfConnections() {
        int judged = 0;
        for (int second = 0; second < 100; second++) {
            for (int i = 0; i < 10; i++) {
                TestPage page = bed.connect();
                page.joinWithSecret("room", "guess");
                judged += page.refusal().code() == ErrorCode.WRONG_SECRET ? 1 : 0;
                bed.cut(page);
            }
            bed.pass(Duration.ofSeconds(1));
        }
        // 60 joins at once and one a second, of which a wrong guess takes eleven.
        assertThat(judged).isBetween(10, (60 + 100) / 11 + 1);
    }

    @Test
    void theTokenStandsForThePassphrase() {
        TestPage ana = bed.connect();
        ana.joinWithSecret("room", "open sesame");
        bed.cut(ana);
        TestPage again = bed.connect();
        again.resume("room", ana.proof());
        assertThat(again.welcome().resumed()).isTrue();
    }

    @Test
    void aNewPassphraseEndsOldTokens() {
        TestPage ana = bed.connect();
        ana.joinWithSecret("room", "open sesame");
        TestBed changed = new TestBed(SignalConfig.defaults().withSecret("another"));
        TestPage again = changed.connect();
        again.resume("room", ana.proof());
        assertThat(again.refusal().code()).isEqualTo(ErrorCode.BAD_TOKEN);
    }

    @Test
    void secretsAndTokensAreNotInAnyText() {
        TestPage ana = bed.connect();
        ana.joinWithSecret("room", "open sesame");
        ClientMessage.Join join =
                new ClientMessage.Join(
                        "room",
                        "Ana",
                        "open sesame",
                        false,
                        new ClientMessage.Claim.Resume(ana.proof()));
        String text = join + " " + ana.welcome() + " " + bed.config + ana.welcome().ice();
        assertThat(text)
                .doesNotContain("open sesame")
                .doesNotContain(ana.proof().token())
                .doesNotContain("password");
    }
}
