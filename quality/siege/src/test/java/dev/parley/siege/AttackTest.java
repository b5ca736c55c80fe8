package dev.parley.siege;

import dev.parley.core.RandomSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What one hostile packet costs, who else notices, and what is left of it: all over UDP, at the
 * rate of {@link Scale}. {@code -Dsiege.only=Refresh} runs those only that are called so.
 */
@Timeout(900)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AttackTest {
    private final Scale scale = Scale.chosen();
    private final RandomSource random = RandomSource.seeded(Long.getLong("parley.seed", 1));
    private Siege siege;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        siege = new Siege(folder, scale, random);
    }

    Stream<Arguments> attacks() throws IOException {
        StrangerAttacks strangers = new StrangerAttacks(siege.server(), random);
        ClientAttacks clients = new ClientAttacks(siege.server(), random);
        String only = System.getProperty("siege.only", "");
        return Stream.of(
                        attack("Binding, forged sources", strangers::bindings),
                        attack("Allocate without credentials, forged sources", strangers::bare),
                        attack(
                                "Allocate with forged credentials, forged sources",
                                strangers::forged),
                        attack("guesses of passwords with nonces of their own", strangers::guesses),
                        attack("nonces and requests replayed from elsewhere", strangers::replays),
                        attack("oversized attributes and messages", strangers::oversized),
                        attack("garbage", strangers::garbage),
                        attack("channel data of nobody", strangers::channelDataOfNobody),
                        attack("peers without a permission", strangers::uninvitedPeers),
                        attack("ChannelBind, always another", clients::channelBinds),
                        attack("CreatePermission, always others", clients::permissions),
                        attack("Refresh", clients::refreshes),
                        attack("channel data on unbound channels", clients::unboundChannels),
                        attack("Send to peers without permission", clients::sendsWithoutPermission),
                        attack("Send to the server's own ports", clients::sendsToTheServer),
                        attack("channel to its own relay", clients::toOwnRelay),
                        attack("channels to each other's relays", clients::toEachOther))
                .filter(attack -> String.valueOf(attack.get()[0]).contains(only));
    }

    private static Arguments attack(String name, Field.Preparation preparation) {
        return Arguments.of(name, preparation);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("attacks")
    void isNoDearerThanRelaying(String name, Field.Preparation preparation) throws IOException {
        siege.judge(siege.field().measure(name, preparation));
    }

    @AfterAll
    void end() throws IOException {
        siege.close();
    }
}
